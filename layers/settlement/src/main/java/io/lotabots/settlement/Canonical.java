package io.lotabots.settlement;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lotabots.crypto.CanonicalJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * A flat JSON object of texts and whole numbers in its one canonical form: keys sorted, no spaces, ASCII. What is signed
 * or named by its digest has no other form.
 */
final class Canonical {
    private static final int MAX_BYTES = 16_384;
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final Map<String, Object> fields = new TreeMap<>();
    private final String what;

    private Canonical(String what) {
        this.what = what;
    }

    static Canonical of(String what) {
        return new Canonical(what).with("kind", what);
    }

    Canonical with(String name, String text) {
        fields.put(name, text);
        return this;
    }

    Canonical with(String name, long number) {
        fields.put(name, number);
        return this;
    }

    byte[] bytes() {
        StringBuilder out = new StringBuilder(1024).append('{');
        fields.forEach((name, value) -> {
            if (out.length() > 1) {
                out.append(',');
            }
            quote(out, name);
            out.append(':');
            if (value instanceof String text) {
                quote(out, text);
            } else {
                out.append(value);
            }
        });
        return out.append('}').toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** Most texts are digests, which need no escapes. */
    private static void quote(StringBuilder out, String text) {
        boolean plain = true;
        for (int i = 0; plain && i < text.length(); i++) {
            char c = text.charAt(i);
            plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == ' ' || c == '_' || c == '-';
        }
        if (plain) {
            out.append('"').append(text).append('"');
        } else {
            out.append(CanonicalJson.quoted(text));
        }
    }

    /**
     * The fields of an object of this kind.
     *
     * @throws Malformed when it is another kind of thing, or not in its canonical form
     */
    static Canonical read(byte[] json, String what) {
        if (json.length > MAX_BYTES) {
            throw new Malformed(what + " has at most " + MAX_BYTES + " bytes, not " + json.length);
        }
        Canonical read = new Canonical(what);
        try {
            JsonNode object = JSON.readTree(json);
            if (object == null || !object.isObject()) {
                throw new Malformed(what + " is no JSON object");
            }
            object.properties().forEach(field -> read.take(field.getKey(), field.getValue()));
        } catch (JsonProcessingException e) {
            throw new Malformed(what + " is no JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new Malformed(what + " cannot be read: " + e.getMessage());
        }
        if (!read.text("kind").equals(what)) {
            throw new Malformed(what + " is something else: " + Malformed.shown(read.text("kind")));
        }
        return read;
    }

    private void take(String name, JsonNode value) {
        if (value.isTextual()) {
            with(name, value.textValue());
        } else if (value.isIntegralNumber() && value.canConvertToLong()) {
            with(name, value.longValue());
        } else {
            throw new Malformed(what + " has no text and no whole number at " + Malformed.shown(name));
        }
    }

    String text(String name) {
        if (fields.get(name) instanceof String text) {
            return text;
        }
        throw new Malformed(what + " has no text at " + name);
    }

    String digest(String name) {
        return Line.digest(text(name), what + " at " + name);
    }

    long number(String name) {
        if (fields.get(name) instanceof Long number && number >= 0) {
            return number;
        }
        throw new Malformed(what + " has no whole number of 0 or more at " + name);
    }
}
