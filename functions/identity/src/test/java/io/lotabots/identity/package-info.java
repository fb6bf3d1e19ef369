@NullMarked
package io.lotabots.identity;

import org.jspecify.annotations.NullMarked;
