@NullMarked
package io.lotabots.local;

import org.jspecify.annotations.NullMarked;
