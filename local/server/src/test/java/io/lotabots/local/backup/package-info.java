@NullMarked
package io.lotabots.local.backup;

import org.jspecify.annotations.NullMarked;
