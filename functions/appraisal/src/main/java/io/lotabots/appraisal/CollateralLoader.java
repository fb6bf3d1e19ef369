package io.lotabots.appraisal;

import io.lotabots.aws.Aws;
import io.lotabots.evidence.Collateral;
import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Brings collateral into the store, by hand and by the clock alike: what does not pass the one check is not stored. */
final class CollateralLoader {
    private final Anchors anchors;
    private final StoredCollateral collateral;

    CollateralLoader(Aws aws) {
        this.anchors = new Anchors(aws);
        this.collateral = new StoredCollateral(aws);
    }

    /** @param byVendor whether a pinned root vouches for it */
    record Loaded(StoredCollateral.Row row, boolean byVendor) {}

    /**
     * Checks a piece and stores it with the chain of its signer.
     *
     * @param issuers PEM, leaf first; empty when a root signed it
     * @throws EvidenceRefused when it is not what a vendor signed, not current any more, or older than what is stored
     */
    Loaded load(String key, byte[] content, byte[] issuers, long now) throws EvidenceRefused {
        CollateralCheck.Checked checked =
                new CollateralCheck(anchors.trusted(now), now).check(key, content, known(key, issuers));
        Edition stored = collateral.edition(key);
        if (checked.edition().isBefore(stored)) {
            throw new EvidenceRefused(
                    Reason.COLLATERAL_OLDER,
                    "a newer issue is stored: of " + Instant.ofEpochSecond(stored.issuedAt()) + ", number "
                            + stored.number() + "; this one is of "
                            + Instant.ofEpochSecond(checked.edition().issuedAt()) + ", number "
                            + checked.edition().number());
        }
        if (issuers.length > 0) {
            collateral.put(key + "/issuers", issuers, "application/x-pem-file", 0, Edition.NONE, now);
        }
        if (checked.freshUntil() > 0 && !checked.byVendor()) {
            // What is signed says its term itself.
            collateral.put(
                    key + Collateral.TERM,
                    Long.toString(checked.freshUntil()).getBytes(StandardCharsets.US_ASCII),
                    "text/plain",
                    0,
                    Edition.NONE,
                    now);
        }
        StoredCollateral.Row row =
                collateral.put(key, content, checked.contentType(), checked.freshUntil(), checked.edition(), now);
        return new Loaded(row, checked.byVendor());
    }

    /** AMD sends a chip's certificate alone: what stands above it is known here, or it is stored. */
    private byte[] known(String key, byte[] issuers) {
        return issuers.length > 0
                ? issuers
                : Chip.of(key).flatMap(chip -> collateral.read(chip.chain())).orElse(issuers);
    }

    StoredCollateral store() {
        return collateral;
    }
}
