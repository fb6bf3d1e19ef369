/** What this machine measures of itself: the six fingerprint checks. */
@NullMarked
package io.lotabots.clients.fingerprint;

import org.jspecify.annotations.NullMarked;
