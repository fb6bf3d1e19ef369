package io.lotabots.cdk.services;

import io.lotabots.cdk.model.Platform;
import java.util.List;

/** Every service of the platform. */
public final class Services {

    private Services() {}

    /** The chain's recorder first: the others are deployed after it; then who says who calls, whom their routes name. */
    public static Platform platform() {
        return new Platform(List.of(
                Shared.chain(),
                Audit.service(),
                Identity.service(),
                People.service(),
                Organizations.service(),
                Projects.service(),
                Attestation.service(),
                Appraisal.service(),
                Faces.service(),
                Wallets.service(),
                Settlement.service(),
                Governance.service(),
                Operations.service()));
    }
}
