/** Evidence of this machine's TPM 2.0, gathered with tpm2-tools. */
@NullMarked
package io.lotabots.clients.tpm;

import org.jspecify.annotations.NullMarked;
