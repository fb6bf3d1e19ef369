/**
 * Confidential virtual machines of Azure: a report of SEV-SNP or TDX that vouches for the virtual TPM of the paravisor, and
 * a quote of that TPM.
 */
@NullMarked
package io.lotabots.evidence.azure;

import org.jspecify.annotations.NullMarked;
