/**
 * Quotes of Intel SGX and TDX, verified with Intel's data center attestation primitives (DCAP): the quote's layout is that
 * of Intel's "SGX ECDSA QuoteLibReference" and "TDX DCAP Quoting Library API", collateral that of the "Intel SGX and TDX
 * Provisioning Certification Service" version 4.
 */
@NullMarked
package io.lotabots.evidence.dcap;

import org.jspecify.annotations.NullMarked;
