package io.lotabots.local.aws;

import java.util.List;
import java.util.Map;

/**
 * An answer.
 *
 * @param status HTTP status; 0 means that the connection is closed without an answer
 */
@SuppressWarnings("ArrayRecordComponent") // bytes that are handed on, never compared
record Reply(int status, Map<String, List<String>> headers, byte[] body) {
    static final Reply NONE = new Reply(0, Map.of(), new byte[0]);

    boolean ok() {
        return status / 100 == 2;
    }

    /** The first value of a header, empty when it is absent. */
    String header(String name) {
        List<String> values = headers.getOrDefault(name, List.of());
        return values.isEmpty() ? "" : values.getFirst();
    }
}
