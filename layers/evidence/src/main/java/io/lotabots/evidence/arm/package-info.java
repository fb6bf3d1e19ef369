/** Arm's attestation tokens: realms of the Confidential Compute Architecture, and devices with a PSA root of trust. */
@NullMarked
package io.lotabots.evidence.arm;

import org.jspecify.annotations.NullMarked;
