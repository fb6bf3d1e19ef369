/** Attestation documents of AWS Nitro Enclaves. */
@NullMarked
package io.lotabots.evidence.nitro;

import org.jspecify.annotations.NullMarked;
