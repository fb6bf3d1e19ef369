package io.lotabots.clients.attest;

import io.lotabots.evidence.Collateral;
import io.lotabots.evidence.Evidence;
import io.lotabots.evidence.Format;
import io.lotabots.evidence.Policy;
import io.lotabots.evidence.Terms;
import io.lotabots.evidence.TrustAnchors;
import io.lotabots.evidence.azure.AzureCvm;
import java.util.Map;

/** Cases of Azure's confidential machines: {@code evidence_json}, judged to the pinned roots without collateral. */
final class AzureCvmCases implements FormatCases {
    private final AzureCvm format = new AzureCvm();

    @Override
    public Format format() {
        return format;
    }

    @Override
    public String mainPart() {
        return "evidence";
    }

    @Override
    public Question question(Case one, CaseFiles files) {
        byte[] json = files.read(one.inputs().path("evidence_json").asText());
        return new Question(
                new Evidence(Map.of("evidence", json)),
                new Terms(one.nonce(), one.at(), TrustAnchors.pinned(), Collateral.NONE, new Policy(Map.of())));
    }
}
