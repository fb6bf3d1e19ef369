package io.lotabots.clients.attest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lotabots.clients.PlainError;
import io.lotabots.evidence.Collateral;
import io.lotabots.evidence.CoseKey;
import io.lotabots.evidence.EvidenceRefused;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** The public key of a case of Arm's tokens, PEM or JWK, as the endorsement of whatever platform the token tells. */
final class ArmKey {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ArmKey() {}

    /** Under every key that begins with {@code prefix}; nothing when the case names no key. */
    static Collateral endorsement(Case one, CaseFiles files, String input, String prefix) throws EvidenceRefused {
        if (!one.inputs().has(input)) {
            return Collateral.NONE;
        }
        byte[] key = spki(one, files.read(one.inputs().path(input).asText()));
        return name -> name.startsWith(prefix) ? Optional.of(key) : Optional.empty();
    }

    private static byte[] spki(Case one, byte[] file) throws EvidenceRefused {
        String text = new String(file, StandardCharsets.US_ASCII);
        try {
            if (text.startsWith("-----BEGIN PUBLIC KEY-----")) {
                return Base64.getMimeDecoder().decode(text.replaceAll("-----[A-Z ]+-----", ""));
            }
            JsonNode jwk = JSON.readTree(file);
            byte[] x = Base64.getUrlDecoder().decode(jwk.path("x").asText());
            byte[] y = Base64.getUrlDecoder().decode(jwk.path("y").asText());
            byte[] point = ByteBuffer.allocate(1 + x.length + y.length)
                    .put((byte) 4)
                    .put(x)
                    .put(y)
                    .array();
            return CoseKey.ofPoint(point).getEncoded();
        } catch (IOException | IllegalArgumentException malformed) {
            throw PlainError.notDone(one.id() + ": its key is neither PEM nor a JWK");
        }
    }
}
