package io.lotabots.evidence;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Everything that decides about evidence and is not evidence.
 *
 * @param nonce the bytes that the evidence must be bound to, or null when it is judged without a challenge (offline, or a
 *     format's own sample): the verdict then says nothing of freshness
 * @param at the time at which certificates and collateral must be valid
 * @param anchors the pinned roots
 * @param collateral what vendors publish about their parts: intermediates, revocation lists, levels, reference manifests
 * @param policy what is asked beyond genuineness
 */
public record Terms(byte @Nullable [] nonce, Instant at, TrustAnchors anchors, Collateral collateral, Policy policy) {}
