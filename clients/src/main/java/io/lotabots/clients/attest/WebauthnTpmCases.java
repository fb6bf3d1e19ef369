package io.lotabots.clients.attest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lotabots.clients.PlainError;
import io.lotabots.evidence.Collateral;
import io.lotabots.evidence.Evidence;
import io.lotabots.evidence.Format;
import io.lotabots.evidence.Policy;
import io.lotabots.evidence.Terms;
import io.lotabots.evidence.TrustAnchors;
import io.lotabots.evidence.webauthn.WebauthnTpm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Cases of {@code webauthn-tpm}: one entry of a JSON file of recorded registrations each. */
final class WebauthnTpmCases implements FormatCases {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Format FORMAT = new WebauthnTpm();
    private static final TrustAnchors ANCHORS = TrustAnchors.pinned();
    private static final String REPLACED_IN_CLIENT_DATA = " in clientDataJSON";

    @Override
    public Format format() {
        return FORMAT;
    }

    @Override
    public String mainPart() {
        return "attestation_object";
    }

    @Override
    public Question question(Case one, CaseFiles files) {
        JsonNode entry = entry(one, files);
        byte[] client = base64(one, entry, "clientDataJSON");
        String replace = one.inputs().path("replace").textValue();
        if (replace != null) {
            client = replaced(one, client, replace);
        }
        return new Question(
                new Evidence(
                        Map.of("attestation_object", base64(one, entry, "attestationObject"), "client_data", client)),
                new Terms(one.nonce(), one.at(), ANCHORS, Collateral.NONE, Policy.STRICT));
    }

    private static JsonNode entry(Case one, CaseFiles files) {
        try {
            JsonNode all = JSON.readTree(files.read(one.inputs().path("json").asText()));
            return all.path(one.inputs().path("key").asText());
        } catch (JsonProcessingException malformed) {
            throw PlainError.notDone(one.id() + ": its file is not JSON: " + malformed.getOriginalMessage());
        } catch (IOException unreadable) {
            throw PlainError.notDone(one.id() + ": " + unreadable.getMessage());
        }
    }

    private static byte[] base64(Case one, JsonNode entry, String field) {
        @Nullable String text = entry.path(field).textValue();
        if (text == null) {
            throw PlainError.notDone(one.id() + ": its entry has no text \"" + field + "\"");
        }
        try {
            return Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/'));
        } catch (IllegalArgumentException malformed) {
            throw PlainError.notDone(one.id() + ": " + field + " is not base64");
        }
    }

    /** {@code "localhost->evil.test in clientDataJSON"}. */
    private static byte[] replaced(Case one, byte[] client, String replace) {
        int arrow = replace.indexOf("->");
        if (arrow < 0 || !replace.endsWith(REPLACED_IN_CLIENT_DATA)) {
            throw PlainError.notDone(one.id() + ": not understood: replace " + replace);
        }
        String by = replace.substring(arrow + 2, replace.length() - REPLACED_IN_CLIENT_DATA.length());
        return new String(client, StandardCharsets.UTF_8)
                .replace(replace.substring(0, arrow), by)
                .getBytes(StandardCharsets.UTF_8);
    }
}
