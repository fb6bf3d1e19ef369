package io.lotabots.appraisal;

import io.lotabots.aws.Aws;
import io.lotabots.evidence.EvidenceRefused;

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
     * @throws EvidenceRefused when it is not what a vendor signed, or not current any more
     */
    Loaded load(String key, byte[] content, byte[] issuers, long now) throws EvidenceRefused {
        CollateralCheck.Checked checked =
                new CollateralCheck(anchors.trusted(now), now).check(key, content, issuers);
        if (issuers.length > 0) {
            collateral.put(key + "/issuers", issuers, "application/x-pem-file", 0, now);
        }
        StoredCollateral.Row row = collateral.put(key, content, checked.contentType(), checked.freshUntil(), now);
        return new Loaded(row, checked.byVendor());
    }

    StoredCollateral store() {
        return collateral;
    }
}
