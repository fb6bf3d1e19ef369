@NullMarked
package io.lotabots.local.lambda;

import org.jspecify.annotations.NullMarked;
