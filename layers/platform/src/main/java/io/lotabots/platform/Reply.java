package io.lotabots.platform;

import java.util.LinkedHashMap;
import java.util.Map;

/** What goes back over the wire: status, content type, text and extra headers. */
public record Reply(int status, String contentType, String body, Map<String, String> headers) {
    public Reply {
        headers = Map.copyOf(headers);
    }

    /** A JSON answer with a trailing newline. */
    public static Reply json(int status, Object body) {
        return new Reply(status, "application/json", Json.write(body) + "\n", Map.of());
    }

    /** A text of any other type. */
    public static Reply text(int status, String contentType, String body) {
        return new Reply(status, contentType, body, Map.of());
    }

    /** The same answer with one more header. */
    public Reply with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Reply(status, contentType, body, more);
    }
}
