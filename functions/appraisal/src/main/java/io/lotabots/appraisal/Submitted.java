package io.lotabots.appraisal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotabots.evidence.Evidence;
import io.lotabots.platform.Json;
import io.lotabots.platform.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Evidence as it is sent, in one of three forms: parts ({@code {"format": .., "parts": {name: base64url}}}), a conceptual
 * message wrapper record ({@code [media type, base64url]}), or an object of several by their labels, which is a wrapper
 * collection too (draft-ietf-rats-msg-wrap, JSON).
 */
final class Submitted {
    /** A CPU and eight GPUs. */
    static final int MOST_PIECES = 9;

    static final int MOST_PARTS = 24;

    /** Bytes of one part. */
    static final int MOST_PART = 256 * 1024;

    private static final Pattern LABEL = Pattern.compile("[a-z][a-z0-9_-]{0,31}");
    private static final Pattern PART = Pattern.compile("[a-z][a-z0-9_.-]{0,63}");
    private static final Pattern FORMAT = Pattern.compile("(?i)format\\s*=\\s*\"?([a-z0-9-]{1,40})\"?");

    private final Kinds kinds;

    Submitted(Kinds kinds) {
        this.kinds = kinds;
    }

    /** One piece of evidence, under the name that it has in the result. */
    record Piece(String label, Kind kind, Evidence evidence) {}

    /** The parts that verifiers read, in a form that {@link #pieces} reads: nothing else of what was sent is kept. */
    static JsonNode kept(List<Piece> pieces) {
        ObjectNode collection = Json.MAPPER.createObjectNode();
        for (Piece piece : pieces) {
            collection
                    .putObject(piece.label())
                    .put("format", piece.kind().name())
                    .set("parts", parts(piece));
        }
        return collection;
    }

    /** One piece that was sent under a media type, in a form that {@link #pieces} reads and that shows it as it was sent. */
    static JsonNode kept(String mediaType, Piece piece) {
        boolean inParts = mediaType.strip().toLowerCase(Locale.ROOT).startsWith(Kind.PARTS);
        ArrayNode record = Json.MAPPER.createArrayNode();
        return inParts
                ? record.add(piece.kind().partsType())
                        .add(Fields.base64(parts(piece).toString().getBytes(StandardCharsets.UTF_8)))
                : record.add(mediaType)
                        .add(Fields.base64(piece.evidence()
                                .parts()
                                .getOrDefault(piece.kind().content(), new byte[0])));
    }

    private static ObjectNode parts(Piece piece) {
        ObjectNode parts = Json.MAPPER.createObjectNode();
        piece.evidence()
                .only(piece.kind().format().parts())
                .parts()
                .forEach((name, bytes) -> parts.put(name, Fields.base64(bytes)));
        return parts;
    }

    /** @throws Refusal 400 naming what cannot be read, 415 for a format that is not taken */
    List<Piece> pieces(@Nullable JsonNode sent) {
        if (sent == null || sent.isNull()) {
            throw Fields.invalid("evidence", "is missing");
        }
        if (sent.isArray() || sent.has("parts")) {
            return List.of(piece("", sent));
        }
        if (!(sent instanceof ObjectNode collection)) {
            throw Fields.invalid("evidence", "must be an object or a record of media type and value");
        }
        List<Piece> pieces = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : collection.properties()) {
            if (entry.getKey().equals("__cmwc_t")) {
                continue;
            }
            if (pieces.size() == MOST_PIECES) {
                throw Fields.invalid("evidence", "holds at most " + MOST_PIECES + " pieces");
            }
            pieces.add(piece(Fields.word("evidence", entry.getKey(), LABEL), entry.getValue()));
        }
        if (pieces.isEmpty()) {
            throw Fields.invalid("evidence", "holds no piece");
        }
        return pieces;
    }

    /** One piece of a media type, as it comes over faces that send bare bytes. */
    Piece piece(String mediaType, byte[] content) {
        String type = mediaType.strip();
        if (type.toLowerCase(Locale.ROOT).startsWith(Kind.PARTS)) {
            var format = FORMAT.matcher(type);
            return parts("", kinds.named(format.find() ? format.group(1) : ""), json(content));
        }
        Kind kind = kinds.ofMediaType(type);
        return new Piece(kind.name(), kind, new Evidence(Map.of(kind.content(), content)));
    }

    private Piece piece(String label, JsonNode sent) {
        if (sent.isArray()) {
            if (sent.size() < 2 || sent.size() > 3 || !sent.get(0).isTextual()) {
                throw Fields.invalid("evidence", "must be [media type, value in base64url]");
            }
            Wrapped wrapped = Wrapped.unwrapped(
                    "evidence", sent.get(0).textValue(), Fields.bytes("evidence", sent.get(1), 4 * MOST_PART));
            Piece piece = piece(wrapped.mediaType(), wrapped.content());
            return new Piece(label.isEmpty() ? piece.label : label, piece.kind, piece.evidence);
        }
        return parts(label, kinds.named(sent.path("format").asText()), sent.path("parts"));
    }

    private static Piece parts(String label, Kind kind, JsonNode sent) {
        if (!sent.isObject() || sent.isEmpty() || sent.size() > MOST_PARTS) {
            throw Fields.invalid("parts", "must be an object of 1 to " + MOST_PARTS + " parts in base64url");
        }
        Map<String, byte[]> parts = new HashMap<>();
        for (Map.Entry<String, JsonNode> part : sent.properties()) {
            String name = Fields.word("parts", part.getKey(), PART);
            parts.put(name, Fields.bytes(name, part.getValue(), MOST_PART));
        }
        return new Piece(label.isEmpty() ? kind.name() : label, kind, new Evidence(parts));
    }

    private static JsonNode json(byte[] content) {
        try {
            return Json.tree(content);
        } catch (IOException malformed) {
            throw Fields.invalid("evidence", "must be JSON, as its media type says");
        }
    }
}
