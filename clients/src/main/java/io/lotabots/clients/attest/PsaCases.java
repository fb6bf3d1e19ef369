package io.lotabots.clients.attest;

import io.lotabots.evidence.Evidence;
import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.Format;
import io.lotabots.evidence.Policy;
import io.lotabots.evidence.Terms;
import io.lotabots.evidence.TrustAnchors;
import io.lotabots.evidence.arm.PsaToken;
import java.util.List;
import java.util.Map;

/** Cases of Arm PSA: input {@code token}, and {@code key} as the endorsement of the platform. */
final class PsaCases implements FormatCases {
    private final Format format = new PsaToken();

    @Override
    public Format format() {
        return format;
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
                        ArmKey.endorsement(one, files, "key", "arm/psa/"),
                        Policy.STRICT));
    }
}
