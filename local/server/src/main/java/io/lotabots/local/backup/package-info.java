/** Copies of a data folder: made while the platform runs or is stopped, verified, and restored from. */
@NullMarked
package io.lotabots.local.backup;

import org.jspecify.annotations.NullMarked;
