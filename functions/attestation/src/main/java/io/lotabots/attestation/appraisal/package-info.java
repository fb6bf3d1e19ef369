/**
 * Appraisal of evidence in the sense of RFC 9334 (RATS): from the facts of one attestation to a verdict and a weight.
 *
 * <p>Everything here is a pure function of its arguments: no clock, no store, no network. Any JSON is accepted and none
 * makes it throw; work is bounded by the size of the document. Weights are integers in units of 1e-9.
 */
@NullMarked
package io.lotabots.attestation.appraisal;

import org.jspecify.annotations.NullMarked;
