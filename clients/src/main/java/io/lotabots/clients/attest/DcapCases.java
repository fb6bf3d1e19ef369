package io.lotabots.clients.attest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lotabots.clients.PlainError;
import io.lotabots.evidence.Collateral;
import io.lotabots.evidence.Evidence;
import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.Format;
import io.lotabots.evidence.Policy;
import io.lotabots.evidence.Terms;
import io.lotabots.evidence.dcap.Dcap;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Cases of SGX and TDX: {@code quote} (bytes, or text in hexadecimal), {@code root}, and {@code collateral} or null. */
final class DcapCases implements FormatCases {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Dcap format = new Dcap();

    @Override
    public Format format() {
        return format;
    }

    @Override
    public String mainPart() {
        return "quote";
    }

    @Override
    public Question question(Case one, CaseFiles files) throws EvidenceRefused {
        String path = one.inputs().path("quote").asText();
        byte[] quote = files.read(path);
        if (path.endsWith(".hex")) {
            quote = one.hex(
                    "quote",
                    new String(quote, StandardCharsets.US_ASCII).strip().replaceFirst("^0x", ""));
        }
        Roots roots =
                Roots.read("intel", List.of(files.read(one.inputs().path("root").asText())));
        String collateral = one.inputs().path("collateral").textValue();
        return new Question(
                new Evidence(Map.of("quote", quote)),
                new Terms(
                        one.nonce(),
                        one.at(),
                        roots.anchors(),
                        collateral == null ? Collateral.NONE : collateral(collateral, files.read(collateral)),
                        new Policy(policy(one))));
    }

    /**
     * One file holds all parts; it answers whatever technology and platform is asked for, as a store with wrong entries
     * would.
     */
    private static Collateral collateral(String path, byte[] file) {
        JsonNode parts;
        try {
            parts = JSON.readTree(file);
        } catch (IOException malformed) {
            throw PlainError.notDone(path + " is not JSON: " + malformed.getMessage());
        }
        return key -> Optional.ofNullable(part(parts, key));
    }

    private static byte[] part(JsonNode parts, String key) {
        String kind = key.replaceFirst("^intel/(sgx|tdx)/", "").replaceFirst("^tcb/[0-9a-f]*", "tcb");
        return switch (kind) {
            case "rootcacrl" -> hex(parts, "root_ca_crl");
            case "pckcrl/platform", "pckcrl/processor" -> hex(parts, "pck_crl");
            case "tcb" -> signed("tcbInfo", parts, "tcb_info");
            case "tcb/issuers" -> text(parts, "tcb_info_issuer_chain");
            case "qe/identity" -> signed("enclaveIdentity", parts, "qe_identity");
            case "qe/identity/issuers" -> text(parts, "qe_identity_issuer_chain");
            default -> throw new IllegalArgumentException(key);
        };
    }

    /** As the vendor's service answers: the signed text as it is, and its signature beside it. */
    private static byte[] signed(String member, JsonNode parts, String field) {
        String document = "{\"" + member + "\":" + parts.path(field).asText() + ",\"signature\":\""
                + parts.path(field + "_signature").asText() + "\"}";
        return document.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] text(JsonNode parts, String field) {
        return parts.path(field).asText().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] hex(JsonNode parts, String field) {
        return HexFormat.of().parseHex(parts.path(field).asText());
    }

    private static Map<String, Object> policy(Case one) {
        Map<String, Object> settings = new HashMap<>();
        if (one.params().path("accept").isArray()) {
            List<String> accepted = new ArrayList<>();
            one.params().path("accept").forEach(status -> accepted.add(status.asText()));
            settings.put("accept", accepted);
        }
        if (one.params().path("allow_debug").isBoolean()) {
            settings.put("allow_debug", one.params().path("allow_debug").booleanValue());
        }
        if ("require SEPT_VE_DISABLE".equals(one.text("policy"))) {
            settings.put("require_sept_ve_disable", true);
        }
        return settings;
    }
}
