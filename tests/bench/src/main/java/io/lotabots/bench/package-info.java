@NullMarked
package io.lotabots.bench;

import org.jspecify.annotations.NullMarked;
