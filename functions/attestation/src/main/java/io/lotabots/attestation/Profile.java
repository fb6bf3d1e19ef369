package io.lotabots.attestation;

import io.lotabots.aws.Item;
import io.lotabots.platform.Refusal;
import java.util.Optional;

/**
 * What is known of an identity itself: its pinned signing key, the key an operator registered for headers, and a hold.
 *
 * @param pinnedKey 64 hexadecimal digits; once pinned, no attestation changes it
 * @param pinGeneration raised by one whenever an operator changes the pin
 * @param pinFrozen whether an operator took the pin away, so that no attestation pins one by itself
 * @param hold the open review of this wallet, if there is one
 */
record Profile(
        Optional<String> pinnedKey,
        long pinGeneration,
        boolean pinFrozen,
        Optional<String> headerKey,
        Optional<Hold> hold) {
    /** The sort key of a profile's row: before those of all machines, so that no number of them hides it from a query. */
    static final String ENTRY = "identity";

    /** A review of a wallet that stands in the way of its attestations. */
    record Hold(String wallet, String status, String reason, String coachNote) {
        /** @throws Refusal 403 for a blocked wallet, 409 for one under review */
        Refusal refusal() {
            boolean blocked = "blocked".equals(status);
            return new Refusal(
                            blocked ? 403 : 409,
                            blocked ? "WALLET_BLOCKED" : "WALLET_UNDER_REVIEW",
                            blocked ? "This wallet is blocked" : "This wallet is under review")
                    .with("wallet", wallet)
                    .with("status", status)
                    .with("reason", reason)
                    .with("coach_note", coachNote);
        }
    }

    static Profile none() {
        return new Profile(Optional.empty(), 0, false, Optional.empty(), Optional.empty());
    }

    static Item key(String miner) {
        return Item.of("miner", miner).with("entry", ENTRY);
    }

    static Profile of(Item row) {
        return new Profile(
                row.findText("pinned_key"),
                row.number("pin_generation", 0),
                row.number("pin_frozen", 0) == 1,
                row.findText("header_key"),
                row.findText("hold_status")
                        .map(status ->
                                new Hold(row.text("miner"), status, row.text("hold_reason"), row.text("hold_note"))));
    }
}
