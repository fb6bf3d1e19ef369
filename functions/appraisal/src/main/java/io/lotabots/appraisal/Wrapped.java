package io.lotabots.appraisal;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.evidence.Cbor;
import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.platform.Json;
import io.lotabots.platform.Refusal;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Evidence of a media type, or in a conceptual message wrapper's record (draft-ietf-rats-msg-wrap): an array of media type,
 * value and, if it likes, what kind of message it is, in JSON or in CBOR.
 */
record Wrapped(String mediaType, byte[] content) {
    private static final Set<String> WRAPPERS = Set.of(
            // How JSON carries a wrapper in CBOR.
            "#cmw-c2j-tunnel",
            "application/cmw",
            "application/cmw+json",
            "application/cmw+cbor",
            "application/vnd.veraison.cmw",
            "application/vnd.veraison.cmw+json",
            "application/vnd.veraison.cmw+cbor");

    private static final int MOST_TYPE = 256;
    private static final int LEAST_ITEMS = 2;
    private static final int MOST_ITEMS = 3;
    private static final int MOST_BYTES = 1024 * 1024;

    /**
     * What was sent, taken out of its record where it is in one.
     *
     * @param field that names what was sent when it is refused
     * @param mediaType under which it was sent
     * @throws Refusal 400 when the record cannot be read
     */
    static Wrapped unwrapped(String field, String mediaType, byte[] content) {
        String bare = mediaType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (!WRAPPERS.contains(bare)) {
            return new Wrapped(mediaType, content);
        }
        Wrapped inner = content.length > 0 && (content[0] == '[' || Character.isWhitespace(content[0]))
                ? ofJson(field, content)
                : ofCbor(field, content);
        if (inner.mediaType.length() > MOST_TYPE
                || WRAPPERS.contains(inner.mediaType.strip().toLowerCase(Locale.ROOT))) {
            throw malformed(field);
        }
        return inner;
    }

    private static Wrapped ofJson(String field, byte[] content) {
        try {
            JsonNode items = Json.tree(content);
            if (!items.isArray() || !fits(items.size()) || !items.get(0).isTextual()) {
                throw malformed(field);
            }
            return new Wrapped(items.get(0).textValue(), Fields.bytes(field, items.get(1), MOST_BYTES));
        } catch (IOException unreadable) {
            throw malformed(field);
        }
    }

    private static Wrapped ofCbor(String field, byte[] content) {
        try {
            List<Cbor> items = Cbor.of(content).items();
            if (!fits(items.size())) {
                throw malformed(field);
            }
            return new Wrapped(items.get(0).text(), items.get(1).bytes());
        } catch (EvidenceRefused unreadable) {
            throw malformed(field);
        }
    }

    private static boolean fits(int items) {
        return items >= LEAST_ITEMS && items <= MOST_ITEMS;
    }

    private static Refusal malformed(String field) {
        return Fields.invalid(
                field,
                "must be a record of a media type of at most " + MOST_TYPE
                        + " characters, which is no wrapper's, and a value");
    }
}
