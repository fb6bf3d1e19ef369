/**
 * TPM 2.0: quotes, the logs that explain them, and the endorsement of the chip that made them (TCG TPM 2.0 Library, PC
 * Client Platform Firmware Profile, EK Credential Profile).
 */
@NullMarked
package io.lotabots.evidence.tpm;

import org.jspecify.annotations.NullMarked;
