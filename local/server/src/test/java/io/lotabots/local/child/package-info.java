@NullMarked
package io.lotabots.local.child;

import org.jspecify.annotations.NullMarked;
