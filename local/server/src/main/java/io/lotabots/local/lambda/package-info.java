/** Functions: definitions, class loading, instances in this process or in processes of their own. */
@NullMarked
package io.lotabots.local.lambda;

import org.jspecify.annotations.NullMarked;
