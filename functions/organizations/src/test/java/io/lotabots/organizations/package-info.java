@NullMarked
package io.lotabots.organizations;

import org.jspecify.annotations.NullMarked;
