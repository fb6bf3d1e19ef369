/**
 * AMD SEV-SNP attestation reports (AMD publication 56860, chapter 7) and the certificates of their signing keys (AMD
 * publication 57230).
 */
@NullMarked
package io.lotabots.evidence.snp;

import org.jspecify.annotations.NullMarked;
