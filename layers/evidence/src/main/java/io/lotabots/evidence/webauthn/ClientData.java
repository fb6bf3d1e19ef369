package io.lotabots.evidence.webauthn;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.Reason;
import java.io.IOException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/**
 * What the browser says of the ceremony (Web Authentication, section 5.8.1).
 *
 * @param type {@code webauthn.create} for a registration
 * @param origin of the page that asked, as {@code https://miner.example}
 */
record ClientData(String type, byte[] challenge, String origin) {
    static final int MOST_BYTES = 8 * 1024;

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    static ClientData of(byte[] json) throws EvidenceRefused {
        Map<String, String> texts = new HashMap<>();
        try (JsonParser parser = JSON.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw malformed("is a JSON object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                if (parser.nextToken() == JsonToken.VALUE_STRING) {
                    texts.put(name, parser.getText());
                } else {
                    parser.skipChildren();
                }
            }
            if (parser.currentToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
                throw malformed("is one JSON object");
            }
        } catch (IOException notJson) {
            throw malformed("is JSON");
        }
        try {
            return new ClientData(
                    text(texts, "type"),
                    Base64.getUrlDecoder().decode(text(texts, "challenge")),
                    text(texts, "origin"));
        } catch (IllegalArgumentException notBase64) {
            throw malformed("has a challenge in base64url");
        }
    }

    private static String text(Map<String, String> texts, String name) throws EvidenceRefused {
        String text = texts.get(name);
        if (text == null) {
            throw malformed("has a text \"" + name + "\"");
        }
        return text;
    }

    private static EvidenceRefused malformed(String wanted) {
        return new EvidenceRefused(Reason.MALFORMED, "part \"client_data\" " + wanted);
    }
}
