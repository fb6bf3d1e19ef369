package io.lotabots.appraisal;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.evidence.Evidence;
import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.tpm.ImaText;
import io.lotabots.evidence.tpm.PcrBlob;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** The second half of Keylime's push attestation: what was collected ({@code evidence_collected}), as a quote of ours. */
final class KeylimeEvidence {
    private static final String FORMAT = "tpm2-quote";
    private static final int MOST_SMALL = 8 * 1024;

    /** Text of a list whose binary form is as long as a part may be. */
    private static final int MOST_IMA_TEXT = 2 * Submitted.MOST_PART;

    private final Kinds kinds;

    KeylimeEvidence(Kinds kinds) {
        this.kinds = kinds;
    }

    /**
     * @param asked what {@link KeylimeOffer} chose: evidence comes in its order
     * @param attributes {@code evidence_collected} of the request
     * @throws io.lotabots.platform.Refusal 400 when it is not what was asked for, or cannot be read
     */
    Submitted.Piece piece(JsonNode asked, JsonNode attributes, KeylimeAgents.Agent agent) {
        JsonNode collected = attributes.path("evidence_collected");
        if (!collected.isArray() || collected.size() != asked.size()) {
            throw Fields.invalid("evidence_collected", "must be an array of " + asked.size() + " items, as was asked");
        }
        Map<String, byte[]> parts = new HashMap<>();
        parts.put("ak_public", agent.akPublic());
        parts.put("ek_certificate", agent.ekCertificate());
        if (!agent.ekChain().isEmpty()) {
            parts.put("ek_chain", agent.ekChain().getBytes(StandardCharsets.US_ASCII));
        }
        for (int i = 0; i < asked.size(); i++) {
            String type = asked.get(i).path("evidence_type").asText();
            JsonNode item = collected.get(i);
            if (!item.path("evidence_type").asText().equals(type)
                    || !item.path("evidence_class").equals(asked.get(i).path("evidence_class"))) {
                throw Fields.invalid("evidence_collected", "must hold " + type + " at " + i + ", as was asked");
            }
            try {
                read(parts, type, item.path("data"));
            } catch (EvidenceRefused refused) {
                throw Fields.invalid("evidence_collected", "cannot be read: " + refused.detail());
            }
        }
        return new Submitted.Piece(FORMAT, kinds.named(FORMAT), new Evidence(parts));
    }

    private static void read(Map<String, byte[]> parts, String type, JsonNode data) throws EvidenceRefused {
        switch (type) {
            case "tpm_quote" -> {
                parts.put("message", Fields.bytes("message", data.path("message"), MOST_SMALL));
                parts.put("signature", Fields.bytes("signature", data.path("signature"), MOST_SMALL));
                parts.put(
                        "pcrs",
                        PcrBlob.json(Fields.bytes("subject_data", data.path("subject_data"), PcrBlob.MOST_BYTES)));
            }
            case "uefi_log" ->
                parts.put("event_log", Fields.bytes("entries", data.path("entries"), Submitted.MOST_PART));
            default -> {
                String text = data.path("entries").asText();
                if (text.length() > MOST_IMA_TEXT) {
                    throw Fields.invalid("entries", "must have at most " + MOST_IMA_TEXT + " characters");
                }
                parts.put("ima_log", ImaText.binary(text.getBytes(StandardCharsets.UTF_8)));
            }
        }
    }
}
