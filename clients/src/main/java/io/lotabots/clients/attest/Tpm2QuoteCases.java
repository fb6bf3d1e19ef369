package io.lotabots.clients.attest;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.evidence.Collateral;
import io.lotabots.evidence.Evidence;
import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.Format;
import io.lotabots.evidence.Policy;
import io.lotabots.evidence.Terms;
import io.lotabots.evidence.TrustAnchors;
import io.lotabots.evidence.tpm.Tpm2Quote;
import io.lotabots.evidence.tpm.TpmPublic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Cases of {@code tpm2-quote}. A key that lies with the genuine samples is one that its machine enrolled earlier; a key from
 * among the forgeries is not.
 */
final class Tpm2QuoteCases implements FormatCases {
    private static final Format FORMAT = new Tpm2Quote();
    private static final TrustAnchors ANCHORS = TrustAnchors.pinned();
    /** Where a conformance folder keeps what was forged. */
    private static final String FORGED = "negative/";

    @Override
    public Format format() {
        return FORMAT;
    }

    @Override
    public String mainPart() {
        return "message";
    }

    @Override
    public Question question(Case one, CaseFiles files) throws EvidenceRefused {
        Map<String, byte[]> parts = new HashMap<>();
        for (var input : one.inputs().properties()) {
            JsonNode path = input.getValue();
            if (path.isTextual()) {
                parts.put(input.getKey(), files.read(path.textValue()));
            }
        }
        List<String> enrolled = new ArrayList<>();
        byte[] key = parts.get("ak_public");
        if (key != null && !one.inputs().path("ak_public").asText().startsWith(FORGED)) {
            enrolled.add(HexFormat.of().formatHex(TpmPublic.of(key).name()));
        }
        Map<String, Object> policy = new HashMap<>();
        policy.put("activated_aks", enrolled);
        String bank = one.text("bank");
        if (bank != null) {
            policy.put("bank", bank);
        }
        return new Question(
                new Evidence(parts), new Terms(one.nonce(), one.at(), ANCHORS, Collateral.NONE, new Policy(policy)));
    }
}
