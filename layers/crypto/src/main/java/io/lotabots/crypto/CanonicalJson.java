package io.lotabots.crypto;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The canonical JSON that RustChain clients sign: Python's {@code json.dumps(sort_keys=True, separators=(",", ":"))}
 * with {@code ensure_ascii}, numbers kept in the text in which they were sent.
 *
 * <p>Keeping the text is what makes signatures of every language verify: {@code 2.0}, {@code 2} and {@code 1e-05} stay
 * what their signer wrote.
 */
public final class CanonicalJson {
    /** Deepest nesting accepted. */
    public static final int MAX_DEPTH = 32;

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(64)
                    .maxStringLength(1 << 20)
                    .build())
            .build();

    /** Python sorts keys by code point, Java's strings by UTF-16 unit: they differ beyond the basic plane. */
    static final Comparator<String> BY_CODE_POINT = (a, b) -> {
        int i = 0;
        while (i < a.length() && i < b.length()) {
            int x = a.codePointAt(i);
            int y = b.codePointAt(i);
            if (x != y) {
                return Integer.compare(x, y);
            }
            i += Character.charCount(x);
        }
        return Integer.compare(a.length(), b.length());
    };

    private CanonicalJson() {}

    /**
     * The canonical text of a JSON object without some of its own (top-level) fields, non-ASCII escaped.
     *
     * @throws IOException when {@code json} is not one object, is nested deeper than {@value #MAX_DEPTH}, or repeats a
     *     key
     */
    public static String of(byte[] json, Set<String> without) throws IOException {
        return write(json, without, null);
    }

    /** The canonical text of the object at top-level field {@code field} of {@code json}. */
    public static String ofField(byte[] json, String field) throws IOException {
        return write(json, Set.of(), field);
    }

    private static String write(byte[] json, Set<String> without, @Nullable String only) throws IOException {
        try (JsonParser parser = JSON.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("not a JSON object");
            }
            TreeMap<String, String> fields = new TreeMap<>(BY_CODE_POINT);
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                parser.nextToken();
                if (without.contains(name) || (only != null && !only.equals(name))) {
                    parser.skipChildren();
                } else {
                    fields.put(name, value(parser));
                }
            }
            if (parser.nextToken() != null) {
                throw new IOException("more than one JSON value");
            }
            if (only != null) {
                String found = fields.get(only);
                if (found == null || !found.startsWith("{")) {
                    throw new IOException("no object at " + only);
                }
                return found;
            }
            return object(fields);
        }
    }

    private static String value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                TreeMap<String, String> fields = new TreeMap<>(BY_CODE_POINT);
                for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                    parser.nextToken();
                    fields.put(name, value(parser));
                }
                yield object(fields);
            }
            case START_ARRAY -> {
                StringBuilder out = new StringBuilder("[");
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    if (out.length() > 1) {
                        out.append(',');
                    }
                    out.append(value(parser));
                }
                yield out.append(']').toString();
            }
            case VALUE_STRING -> quoted(parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE, VALUE_NULL -> parser.getText();
            default -> throw new IOException("unexpected " + parser.currentToken());
        };
    }

    private static String object(Map<String, String> fields) {
        StringBuilder out = new StringBuilder("{");
        fields.forEach((name, text) -> {
            if (out.length() > 1) {
                out.append(',');
            }
            quote(name, out);
            out.append(':').append(text);
        });
        return out.append('}').toString();
    }

    /** A JSON string with Python's escapes: short forms for the usual controls, {@code \\uXXXX} beyond ASCII. */
    public static String quoted(String text) {
        return quoted(text, true);
    }

    /** A JSON string as JavaScript writes it: only quotes, controls and halves of surrogate pairs are escaped. */
    public static String raw(String text) {
        return quoted(text, false);
    }

    /** Appends {@link #quoted} to {@code out}. */
    static void quote(String text, StringBuilder out) {
        quote(text, true, out);
    }

    private static String quoted(String text, boolean ascii) {
        StringBuilder out = new StringBuilder(text.length() + 2);
        quote(text, ascii, out);
        return out.toString();
    }

    private static void quote(String text, boolean ascii, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                default -> {
                    if (c >= 0x20 && (c < 0x7f || (!ascii && !isHalf(text, i)))) {
                        out.append(c);
                    } else {
                        out.append("\\u").append(HexFormat.of().toHexDigits(c));
                    }
                }
            }
        }
        out.append('"');
    }

    /** Whether the surrogate at {@code i} stands without its partner; UTF-8 cannot hold such a one. */
    private static boolean isHalf(String text, int i) {
        char c = text.charAt(i);
        if (Character.isHighSurrogate(c)) {
            return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
        }
        return Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
    }

    /** UTF-8 bytes of a canonical text. */
    public static byte[] bytes(String canonical) {
        return canonical.getBytes(StandardCharsets.UTF_8);
    }
}
