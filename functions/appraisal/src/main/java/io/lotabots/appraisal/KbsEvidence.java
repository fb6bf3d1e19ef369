package io.lotabots.appraisal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.lotabots.crypto.Digests;
import io.lotabots.evidence.Evidence;
import io.lotabots.platform.Json;
import io.lotabots.platform.Refusal;
import io.lotabots.verdicts.CanonicalText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * Evidence as the agents of Confidential Containers send it to Trustee's key broker: a JSON of its own for each kind of
 * guest, whose members become the parts that the verifiers know.
 */
final class KbsEvidence {
    /** The formats by what agents call the guest; those of Azure had other names once. */
    private static final Map<String, String> FORMATS = Map.of(
            "snp", "sev-snp",
            "tdx", "dcap",
            "sgx", "dcap",
            "cca", "arm-cca",
            "az-snp-vtpm", "az-cvm-vtpm",
            "az-tdx-vtpm", "az-cvm-vtpm",
            "azsnpvtpm", "az-cvm-vtpm",
            "aztdxvtpm", "az-cvm-vtpm");

    /** What stands beside a guest and is none itself. */
    private static final String NVIDIA = "nvidia";

    /** Bytes of the nonce of a GPU: what it must hold is cut off there. */
    private static final int NVIDIA_NONCE_BYTES = 32;

    private static final int MOST_CERTIFICATES = 8;
    private static final Base64.Encoder PEM = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private final Kinds kinds;

    KbsEvidence(Kinds kinds) {
        this.kinds = kinds;
    }

    /** @throws Refusal when guests of this kind are not verified here */
    Kind kind(@Nullable String tee) {
        String format = tee == null ? null : FORMATS.get(tee);
        if (format == null) {
            throw new Refusal(
                    401,
                    "UNSUPPORTED_TEE",
                    "tee must be one of " + FORMATS.keySet().stream().sorted().toList() + ", got "
                            + (tee == null ? "none" : Fields.shown(tee)));
        }
        return kinds.named(format);
    }

    /**
     * What came to {@code POST /kbs/v0/attest}, taken apart.
     *
     * @param pieces the guest's own as {@code cpu0}, then its devices from {@code device0} on
     * @param guest the bytes that the guest's evidence must hold: the SHA-384 of the canonical JSON (RFC 8785) of the runtime
     *     data; of guests with composite evidence, of the runtime data and {@code additional-evidence}, the text that they sent
     * @param devices the bytes that a device's evidence must hold, by its label: the beginning of the SHA-384 of the canonical
     *     JSON of the runtime data
     */
    record Bound(List<Submitted.Piece> pieces, byte[] guest, Map<String, byte[]> devices) {}

    /**
     * Reads {@code tee-evidence}.
     *
     * @param tee what the guest called itself when it asked for the challenge
     * @param runtime {@code runtime-data}
     */
    Bound bound(String tee, JsonNode runtime, @Nullable JsonNode sent) {
        JsonNode whole = sent == null ? MissingNode.getInstance() : unpacked(sent);
        if (!whole.has("primary_evidence")) {
            return new Bound(List.of(piece("cpu0", tee, whole)), digest(runtime), Map.of());
        }
        JsonNode additional = whole.path("additional_evidence");
        JsonNode listed = unpacked(additional);
        if (!additional.isMissingNode() && !additional.isTextual() || !listed.isMissingNode() && !listed.isObject()) {
            throw Fields.invalid("additional_evidence", "must be a text: empty, or an object of devices in JSON");
        }
        ObjectNode composite = runtime.deepCopy();
        composite.set("additional-evidence", additional.isMissingNode() ? TextNode.valueOf("") : additional);
        List<Submitted.Piece> pieces = new ArrayList<>();
        pieces.add(piece("cpu0", tee, unpacked(whole.path("primary_evidence"))));
        Map<String, byte[]> devices = new HashMap<>();
        byte[] beside = Arrays.copyOf(digest(runtime), NVIDIA_NONCE_BYTES);
        for (Map.Entry<String, JsonNode> device : listed.properties()) {
            if (!device.getKey().equals(NVIDIA)) {
                throw new Refusal(
                        401,
                        "UNSUPPORTED_TEE",
                        "additional_evidence must be of [" + NVIDIA + "], got " + Fields.shown(device.getKey()));
            }
            // Newer agents send the class of the device beside its evidence.
            JsonNode evidence = device.getValue().isArray() ? device.getValue().path(1) : device.getValue();
            for (Submitted.Piece gpu : gpus(unpacked(evidence).path("device_evidence_list"))) {
                pieces.add(gpu);
                devices.put(gpu.label(), beside);
            }
        }
        return new Bound(pieces, digest(composite), devices);
    }

    private static byte[] digest(JsonNode runtime) {
        try {
            return Digests.sha384(CanonicalText.of(runtime.toString()).getBytes(StandardCharsets.UTF_8));
        } catch (IllegalArgumentException unreadable) {
            throw Fields.invalid("runtime-data", "must have a canonical form (RFC 8785): a number in it is no double");
        }
    }

    private List<Submitted.Piece> gpus(JsonNode sent) {
        if (!sent.isArray() || sent.isEmpty() || sent.size() > Submitted.MOST_PIECES - 1) {
            throw Fields.invalid(
                    "device_evidence_list", "must be an array of 1 to " + (Submitted.MOST_PIECES - 1) + " devices");
        }
        List<Submitted.Piece> gpus = new ArrayList<>();
        for (JsonNode gpu : sent) {
            Evidence evidence = new Evidence(Map.of(
                    "report", bytes("evidence", gpu.path("evidence")),
                    "chain", bytes("certificate", gpu.path("certificate"))));
            gpus.add(new Submitted.Piece("device" + gpus.size(), kinds.named("nvidia-gpu"), evidence));
        }
        return gpus;
    }

    private Submitted.Piece piece(String label, String tee, JsonNode sent) {
        Kind kind = kind(tee);
        SequencedMap<String, byte[]> parts = new LinkedHashMap<>();
        switch (kind.name()) {
            case "sev-snp" -> {
                JsonNode report = sent.path("attestation_report");
                parts.put(
                        "report", report.isObject() ? KbsSnpReport.bytes(report) : bytes("attestation_report", report));
                if (!sent.path("cert_chain").isEmpty()) {
                    parts.put("leaf", chain(sent.path("cert_chain")));
                }
            }
            case "dcap" -> {
                parts.put("quote", bytes("quote", sent.path("quote")));
                if (sent.path("cc_eventlog").isTextual()) {
                    parts.put("ccel", bytes("cc_eventlog", sent.path("cc_eventlog")));
                }
            }
            case "arm-cca" -> parts.put("token", bytes("token", sent.path("token")));
            default -> parts.put("evidence", Json.write(sent).getBytes(StandardCharsets.UTF_8));
        }
        return new Submitted.Piece(label, kind, new Evidence(parts));
    }

    /** The certificates of an SNP guest in PEM, that of the signing key first. */
    private static byte[] chain(JsonNode sent) {
        StringBuilder first = new StringBuilder();
        StringBuilder others = new StringBuilder();
        if (sent.size() > MOST_CERTIFICATES) {
            throw Fields.invalid("cert_chain", "holds at most " + MOST_CERTIFICATES + ", got " + sent.size());
        }
        for (JsonNode certificate : sent) {
            boolean signing = certificate.path("cert_type").asText().matches("(?i)vcek|vlek");
            (signing ? first : others)
                    .append("-----BEGIN CERTIFICATE-----\n")
                    .append(PEM.encodeToString(bytes("cert_chain", certificate.path("data"))))
                    .append("\n-----END CERTIFICATE-----\n");
        }
        return first.append(others).toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** Bytes as agents write them: a text in base64, or an array of numbers. */
    static byte[] bytes(String field, JsonNode sent) {
        if (!sent.isArray()) {
            return Fields.bytes(field, sent, Submitted.MOST_PART);
        }
        if (sent.size() > Submitted.MOST_PART) {
            throw Fields.invalid(field, "must have at most " + Submitted.MOST_PART + " bytes, got " + sent.size());
        }
        byte[] bytes = new byte[sent.size()];
        for (int i = 0; i < bytes.length; i++) {
            JsonNode number = sent.get(i);
            if (!number.isInt() || number.intValue() < 0 || number.intValue() > 0xff) {
                throw Fields.invalid(field, "must be bytes: numbers from 0 to 255");
            }
            bytes[i] = (byte) number.intValue();
        }
        return bytes;
    }

    /** JSON in a text is JSON, as older agents and {@code additional_evidence} have it. */
    private static JsonNode unpacked(JsonNode sent) {
        if (!sent.isTextual()) {
            return sent;
        }
        if (sent.textValue().isBlank()) {
            return MissingNode.getInstance();
        }
        try {
            return Json.tree(sent.textValue().getBytes(StandardCharsets.UTF_8));
        } catch (IOException malformed) {
            throw Fields.invalid("tee-evidence", "must be JSON, or JSON in a text");
        }
    }
}
