package io.lotabots.attestation;

import io.lotabots.crypto.MinerId;
import io.lotabots.crypto.RtcAddress;
import io.lotabots.platform.Refusal;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Which key may attest for an identity. The first key that may is pinned; from then on every attestation must be signed
 * by it, and none takes it away.
 *
 * @param mode {@code log_only}: identities without a pinned key may attest unsigned; {@code enforce_new}: only those
 *     that already have a machine may; {@code enforce_all}: nobody may
 */
record Pinning(String mode) {
    /** @param toPin the key to pin with this attestation, if it is one */
    record Decision(Optional<String> toPin) {}

    /** @throws Refusal 400 MISSING_SIGNATURE when nobody may attest unsigned */
    void demandSignature(boolean signed) {
        if (!signed && mode.equals("enforce_all")) {
            throw missing("Every submission must be signed");
        }
    }

    /**
     * Decides over a submission whose signature, if any, verifies.
     *
     * @throws Refusal 400 MISSING_SIGNATURE, SIGNING_KEY_MISMATCH or PUBKEY_ADDRESS_MISMATCH
     */
    Decision decide(MinerId miner, Profile profile, Optional<SubmitSignature> signature, boolean isNew) {
        if (signature.isEmpty()) {
            if (profile.pinnedKey().isPresent()) {
                throw missing("This identity has a pinned key: its submissions must be signed");
            }
            if (isNew && !mode.equals("log_only")) {
                throw missing("The submissions of a new identity must be signed");
            }
            return new Decision(Optional.empty());
        }
        String key = signature.get().publicKey();
        if (profile.pinnedKey().isPresent()) {
            if (!profile.pinnedKey().get().equals(key)) {
                throw new Refusal(
                        400, "SIGNING_KEY_MISMATCH", "This identity has another key pinned; only that key may sign");
            }
            return new Decision(Optional.empty());
        }
        boolean derives = RtcAddress.of(HexFormat.of().parseHex(key)).value().equals(miner.value());
        if (miner.isAddress() && !derives) {
            if (!mode.equals("log_only")) {
                throw new Refusal(
                        400,
                        "PUBKEY_ADDRESS_MISMATCH",
                        "The public key does not derive to the address that it signs for");
            }
            return new Decision(Optional.empty());
        }
        return new Decision(profile.pinFrozen() ? Optional.empty() : Optional.of(key));
    }

    private static Refusal missing(String message) {
        return new Refusal(400, "MISSING_SIGNATURE", message);
    }
}
