package io.lotabots.evidence;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A JSON object (RFC 8259, UTF-8) inside evidence or collateral, with bounded depth and no name twice in one object.
 *
 * @param what names the document in refusals
 * @param members texts, {@link Long}, {@link Boolean}, lists, maps; a null or a number with a fraction is left out
 */
public record JsonObject(String what, Map<String, Object> members) {
    private static final int MOST_DEPTH = 16;
    private static final Pattern HEX_DIGITS = Pattern.compile("[0-9a-fA-F]*");
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MOST_DEPTH)
                    .maxNumberLength(20)
                    .maxNameLength(256)
                    .maxStringLength(64 * 1024)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    public static JsonObject read(String what, byte[] bytes) throws EvidenceRefused {
        try (JsonParser parser = parser(what, bytes)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new EvidenceRefused(Reason.MALFORMED, what + " is not a JSON object");
            }
            Map<String, Object> members = object(parser);
            if (parser.nextToken() != null) {
                throw new EvidenceRefused(Reason.MALFORMED, what + " goes on after its end");
            }
            return new JsonObject(what, members);
        } catch (IOException malformed) {
            throw malformed(what, malformed);
        }
    }

    public boolean has(String name) {
        return members.containsKey(name);
    }

    public String text(String name) throws EvidenceRefused {
        return member(name, String.class, "a text");
    }

    public long number(String name) throws EvidenceRefused {
        return member(name, Long.class, "a whole number");
    }

    /** Bytes in hexadecimal of either case. */
    public byte[] hex(String name, int length) throws EvidenceRefused {
        String text = text(name);
        if (text.length() != 2 * length || !HEX_DIGITS.matcher(text).matches()) {
            throw new EvidenceRefused(
                    Reason.MALFORMED, what + ": \"" + name + "\" is " + length + " bytes in hexadecimal, got " + text);
        }
        return HexFormat.of().parseHex(text);
    }

    /** A time as RFC 3339 writes it, in UTC. */
    public Instant instant(String name) throws EvidenceRefused {
        String text = text(name);
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException malformed) {
            throw new EvidenceRefused(Reason.MALFORMED, what + ": \"" + name + "\" is a time, got " + text);
        }
    }

    @SuppressWarnings("unchecked") // only this class makes maps, and their keys are texts
    public JsonObject object(String name) throws EvidenceRefused {
        return new JsonObject(what, (Map<String, Object>) member(name, Map.class, "an object"));
    }

    /** A list whose entries are objects; empty when it is missing. */
    public List<JsonObject> objects(String name) throws EvidenceRefused {
        List<JsonObject> objects = new ArrayList<>();
        for (Object entry : list(name)) {
            if (!(entry instanceof Map<?, ?> map)) {
                throw new EvidenceRefused(Reason.MALFORMED, what + ": \"" + name + "\" is a list of objects");
            }
            @SuppressWarnings("unchecked") // as above
            Map<String, Object> members = (Map<String, Object>) map;
            objects.add(new JsonObject(what, members));
        }
        return objects;
    }

    /** A list of texts; empty when it is missing. */
    public List<String> texts(String name) throws EvidenceRefused {
        List<String> texts = new ArrayList<>();
        for (Object entry : list(name)) {
            if (!(entry instanceof String text)) {
                throw new EvidenceRefused(Reason.MALFORMED, what + ": \"" + name + "\" is a list of texts");
            }
            texts.add(text);
        }
        return texts;
    }

    /** A list of whatever kinds; empty when it is missing. */
    public List<?> list(String name) throws EvidenceRefused {
        return has(name) ? member(name, List.class, "a list") : List.of();
    }

    private <T> T member(String name, Class<T> type, String wanted) throws EvidenceRefused {
        Object value = members.get(name);
        if (!type.isInstance(value)) {
            throw new EvidenceRefused(
                    Reason.MALFORMED,
                    what + ": \"" + name + "\" is " + wanted + ", got " + (value == null ? "nothing" : "another kind"));
        }
        return type.cast(value);
    }

    static JsonParser parser(String what, byte[] bytes) throws EvidenceRefused, IOException {
        int first = 0;
        while (first < bytes.length && " \t\r\n".indexOf(bytes[first]) >= 0) {
            first++;
        }
        // A parser would guess UTF-16 or UTF-32 from zeros, and offsets would no longer be the document's.
        if (first + 1 >= bytes.length || bytes[first] != '{' || bytes[first + 1] == 0) {
            throw new EvidenceRefused(Reason.MALFORMED, what + " does not begin with a brace");
        }
        return FACTORY.createParser(bytes);
    }

    static EvidenceRefused malformed(String what, IOException malformed) {
        String detail = malformed instanceof JsonProcessingException json && json.getLocation() != null
                ? " at byte " + json.getLocation().getByteOffset()
                : "";
        return new EvidenceRefused(Reason.MALFORMED, what + " is not JSON" + detail);
    }

    private static Map<String, Object> object(JsonParser parser) throws IOException {
        Map<String, Object> members = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            Object value = value(parser, parser.nextToken());
            if (value != Nothing.HERE) {
                members.put(name, value);
            }
        }
        return members;
    }

    private static List<Object> array(JsonParser parser) throws IOException {
        List<Object> entries = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            Object value = value(parser, token);
            if (value != Nothing.HERE) {
                entries.add(value);
            }
        }
        return entries;
    }

    private static Object value(JsonParser parser, JsonToken token) throws IOException {
        return switch (token) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> Nothing.HERE;
        };
    }

    /** Stands for a null or a fraction while reading. */
    private enum Nothing {
        HERE
    }
}
