/** Attestation statements of browsers (W3C Web Authentication, level 2): the TPM of a PC, through Windows Hello. */
@NullMarked
package io.lotabots.evidence.webauthn;

import org.jspecify.annotations.NullMarked;
