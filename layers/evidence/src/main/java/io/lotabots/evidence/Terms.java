package io.lotabots.evidence;

import java.time.Instant;
import java.util.Arrays;
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
public record Terms(byte @Nullable [] nonce, Instant at, TrustAnchors anchors, Collateral collateral, Policy policy) {
    /**
     * Refuses data that is anything but the nonce followed by zeros, as the 64 bytes that a guest gives to its report. Says
     * nothing when there is no nonce.
     *
     * @throws EvidenceRefused NONCE_MISMATCH
     */
    public void requireNonceIn(byte[] data) throws EvidenceRefused {
        if (nonce == null) {
            return;
        }
        if (nonce.length == 0
                || nonce.length > data.length
                || !Arrays.equals(Arrays.copyOf(nonce, data.length), data)) {
            throw new EvidenceRefused(
                    Reason.NONCE_MISMATCH,
                    "the " + data.length + " bytes of report data are not the nonce of " + nonce.length
                            + " bytes followed by zeros");
        }
    }
}
