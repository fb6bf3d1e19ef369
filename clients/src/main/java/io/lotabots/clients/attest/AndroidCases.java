package io.lotabots.clients.attest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotabots.clients.PlainError;
import io.lotabots.evidence.Collateral;
import io.lotabots.evidence.Evidence;
import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.Format;
import io.lotabots.evidence.Policy;
import io.lotabots.evidence.Terms;
import io.lotabots.evidence.android.AndroidKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Cases of Android Key Attestation: {@code chain} in PEM, and {@code roots}, a JSON list of certificates. A case with
 * {@code revoked} serial numbers has a status list of these. A case without a clock asks only whether a chain is genuine: it
 * is judged at the time the key was made, and an unlocked phone will do.
 */
final class AndroidCases implements FormatCases {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Format format = new AndroidKey();

    @Override
    public Format format() {
        return format;
    }

    @Override
    public String mainPart() {
        return "chain";
    }

    @Override
    public Question question(Case one, CaseFiles files) throws EvidenceRefused {
        Map<String, Object> settings = new HashMap<>();
        String level = one.text("min_level");
        if (level != null) {
            settings.put("min_level", level);
        }
        if (one.text("verify_at") == null) {
            settings.put("judge_at_creation", true);
            settings.put("require_locked", false);
        }
        if (one.params().path("require_locked").isBoolean()) {
            settings.put("require_locked", one.params().path("require_locked").booleanValue());
        }
        String challenge = one.text("challenge");
        Roots roots = Roots.read("android", roots(one, files));
        return new Question(
                new Evidence(
                        Map.of("chain", files.read(one.inputs().path("chain").asText()))),
                new Terms(
                        challenge == null ? null : one.hex("challenge", challenge),
                        one.at(),
                        roots.anchors(),
                        status(one.params().path("revoked")),
                        new Policy(settings)));
    }

    private static List<byte[]> roots(Case one, CaseFiles files) {
        try {
            List<byte[]> roots = new ArrayList<>();
            JSON.readTree(files.read(one.inputs().path("roots").asText()))
                    .forEach(root -> roots.add(root.asText().getBytes(StandardCharsets.US_ASCII)));
            return roots;
        } catch (IOException malformed) {
            throw PlainError.notDone(one.id() + ": its roots are not JSON");
        }
    }

    private static Collateral status(JsonNode revoked) {
        if (!revoked.isArray()) {
            return Collateral.NONE;
        }
        ObjectNode list = JSON.createObjectNode();
        ObjectNode entries = list.putObject("entries");
        revoked.forEach(serial -> entries.putObject(serial.asText()).put("status", "REVOKED"));
        try {
            return Collateral.of(Map.of("android/status", JSON.writeValueAsBytes(list)));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
