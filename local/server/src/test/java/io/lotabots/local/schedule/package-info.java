@NullMarked
package io.lotabots.local.schedule;

import org.jspecify.annotations.NullMarked;
