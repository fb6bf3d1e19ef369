package io.lotabots.clients.attest;

import io.lotabots.clients.PlainError;
import io.lotabots.evidence.Collateral;
import io.lotabots.evidence.Evidence;
import io.lotabots.evidence.Format;
import io.lotabots.evidence.Policy;
import io.lotabots.evidence.Terms;
import io.lotabots.evidence.TrustAnchors;
import io.lotabots.evidence.apple.AppAttest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Cases of App Attest: input {@code yaml} holds recordings, of which {@code doc} names the type; an input {@code attestation}
 * takes the place of the recorded one. Parameters {@code client}, {@code keyid}, {@code team}, {@code bundle} and {@code env}
 * change what was recorded.
 */
final class AppleCases implements FormatCases {
    private static final int POINT_BYTES = 65;

    private final Format format = new AppAttest();

    @Override
    public Format format() {
        return format;
    }

    @Override
    public String mainPart() {
        return "attestation";
    }

    @Override
    public Question question(Case one, CaseFiles files) {
        String type = one.inputs().path("doc").asText();
        Map<String, String> recording = FlatYaml.documents(
                        files.read(one.inputs().path("yaml").asText()))
                .stream()
                .filter(document -> type.equals(document.get("type")))
                .findFirst()
                .orElseThrow(() -> PlainError.notDone(one.id() + ": no recording of the type " + type));
        Map<String, byte[]> parts = new HashMap<>();
        parts.put("client_data", base64(one, "client", recording.get("clientDataBase64")));
        byte[] keyId = base64(one, "keyid", recording.get("keyIdBase64"));
        parts.put("key_id", keyId);
        Collateral collateral = Collateral.NONE;
        if (type.equals("assertion")) {
            parts.put("assertion", base64(one, "", recording.get("assertionBase64")));
            byte[] point = point(one, recording.getOrDefault("publicKey", ""));
            collateral = Collateral.of(Map.of("apple/key/" + HexFormat.of().formatHex(keyId), point));
        } else {
            parts.put(
                    "attestation",
                    one.inputs().has("attestation")
                            ? files.read(one.inputs().path("attestation").asText())
                            : base64(one, "", recording.get("attestationBase64")));
        }
        Map<String, Object> settings = new HashMap<>();
        settings.put(
                "app_id",
                recorded(one, "team", recording.get("teamIdentifier")) + "."
                        + recorded(one, "bundle", recording.get("bundleIdentifier")));
        settings.put("environment", recorded(one, "env", recording.get("environment")));
        settings.put("last_counter", one.params().path("last_counter").asLong());
        return new Question(
                new Evidence(parts),
                new Terms(one.nonce(), one.at(), TrustAnchors.pinned(), collateral, new Policy(settings)));
    }

    private static String recorded(Case one, String parameter, @Nullable String recorded) {
        String given = one.text(parameter);
        String value = given == null ? recorded : given;
        if (value == null) {
            throw PlainError.notDone(one.id() + ": the recording has nothing for \"" + parameter + "\"");
        }
        return value;
    }

    private static byte[] base64(Case one, String parameter, @Nullable String recorded) {
        try {
            return Base64.getDecoder().decode(recorded(one, parameter, recorded));
        } catch (IllegalArgumentException malformed) {
            throw PlainError.notDone(one.id() + ": not Base64: " + parameter);
        }
    }

    /** The point at the end of a public key in PEM. */
    private static byte[] point(Case one, String pem) {
        byte[] spki = base64(one, "", pem.replaceAll("-----[A-Z ]+-----|\\s", ""));
        return Arrays.copyOfRange(spki, Math.max(0, spki.length - POINT_BYTES), spki.length);
    }
}
