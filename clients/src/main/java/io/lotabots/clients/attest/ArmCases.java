package io.lotabots.clients.attest;

import io.lotabots.evidence.Evidence;
import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.Format;
import io.lotabots.evidence.Policy;
import io.lotabots.evidence.Terms;
import io.lotabots.evidence.TrustAnchors;
import io.lotabots.evidence.arm.CcaToken;
import io.lotabots.evidence.arm.PsaToken;
import java.util.List;
import java.util.Map;

/**
 * Cases of Arm's tokens: input {@code token}, and the endorsement of the platform.
 *
 * @param key the input that is the endorsement
 * @param collateral the kind of its key among collateral
 */
record ArmCases(Format format, String key, String collateral) implements FormatCases {
    /** CCA, whose platform has a key of its own. */
    static ArmCases cca() {
        return new ArmCases(new CcaToken(), "platform_key", "arm/cca/");
    }

    static ArmCases psa() {
        return new ArmCases(new PsaToken(), "key", "arm/psa/");
    }

    @Override
    public String mainPart() {
        return "token";
    }

    @Override
    public Question question(Case one, CaseFiles files) throws EvidenceRefused {
        return new Question(
                new Evidence(
                        Map.of("token", files.read(one.inputs().path("token").asText()))),
                new Terms(
                        one.nonce(),
                        one.at(),
                        TrustAnchors.of(List.of()),
                        ArmKey.endorsement(one, files, key, collateral),
                        Policy.STRICT));
    }
}
