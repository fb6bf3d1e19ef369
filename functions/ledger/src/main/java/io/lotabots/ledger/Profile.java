package io.lotabots.ledger;

import io.lotabots.aws.Aws;
import io.lotabots.aws.Item;
import io.lotabots.aws.Table;
import io.lotabots.platform.Refusal;
import java.util.Optional;

/**
 * What attestation knows of an identity that wants to spend: its pinned signing key, and an open review.
 *
 * @param pinnedKey 64 lower-case hexadecimal digits
 */
record Profile(Optional<String> pinnedKey, Optional<Hold> hold) {
    /** The sort key of a profile's row. */
    static final String ENTRY = "identity";

    /** A review that stands in the way of spending. */
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

    /** The profile of an identity, strongly consistent; empty for one that is not known. */
    static Profile of(Aws aws, String miner) {
        Table miners = aws.table("MINERS");
        return of(
                miner, miners.get(Item.of("miner", miner).with("entry", ENTRY)).orElse(Item.empty()));
    }

    /** The profile in its row; an empty row is that of an identity that is not known. */
    static Profile of(String miner, Item row) {
        return new Profile(
                row.findText("pinned_key"),
                row.findText("hold_status")
                        .map(status -> new Hold(miner, status, row.text("hold_reason"), row.text("hold_note"))));
    }
}
