package io.lotabots.clients.attest;

import io.lotabots.evidence.Collateral;
import io.lotabots.evidence.Evidence;
import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.Format;
import io.lotabots.evidence.Policy;
import io.lotabots.evidence.Terms;
import io.lotabots.evidence.nitro.NitroEnclave;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Cases of AWS Nitro Enclaves: input {@code document}, parameter {@code pcrs} by index. */
final class NitroCases implements FormatCases {
    private final Format format = new NitroEnclave();

    @Override
    public Format format() {
        return format;
    }

    @Override
    public String mainPart() {
        return "document";
    }

    @Override
    public Question question(Case one, CaseFiles files) throws EvidenceRefused {
        Map<String, Object> settings = new HashMap<>();
        one.params()
                .path("pcrs")
                .properties()
                .forEach(
                        pcr -> settings.put("pcr" + pcr.getKey(), pcr.getValue().asText()));
        if (one.params().path("allow_debug").isBoolean()) {
            settings.put("allow_debug", one.params().path("allow_debug").booleanValue());
        }
        Roots roots = Roots.read(
                "aws-nitro", List.of(files.read(one.inputs().path("root").asText())));
        byte[] document = files.read(one.inputs().path("document").asText());
        return new Question(
                new Evidence(Map.of("document", document)),
                new Terms(one.nonce(), one.at(), roots.anchors(), Collateral.NONE, new Policy(settings)));
    }
}
