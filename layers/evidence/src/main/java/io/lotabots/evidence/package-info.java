/**
 * What every format of hardware evidence shares: bounded readers, signatures, chains to pinned keys, and the verdict.
 *
 * <p>A format stands in a package of its own and is one {@link io.lotabots.evidence.Format}: a pure function of evidence
 * and {@link io.lotabots.evidence.Terms}. Order of its checks: bounds, signature, chain, revocation, binding, policy.
 */
@NullMarked
package io.lotabots.evidence;

import org.jspecify.annotations.NullMarked;
