package io.lotabots.platform;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A request that is answered with an error: the status, a stable code, a sentence for people, and further fields and
 * headers of the answer. The {@link Wire} family decides the shape.
 */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final transient Map<String, Object> fields = new LinkedHashMap<>();
    private final transient Map<String, String> headers = new LinkedHashMap<>();

    /** A refusal with {@code status} (400 to 599), a stable {@code code} and a plain sentence. */
    public Refusal(int status, String code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
    }

    /** Adds a field to the answer; the family's own fields give way to it. */
    public Refusal with(String field, Object value) {
        fields.put(field, value);
        return this;
    }

    /** Adds a header to the answer. */
    public Refusal header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    /** A refusal because of too many requests, with the seconds after which the next one is welcome. */
    public static Refusal tooMany(String code, String message, long retryAfterSeconds) {
        return new Refusal(429, code, message).header("Retry-After", Long.toString(Math.max(1, retryAfterSeconds)));
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    public String sentence() {
        return String.valueOf(getMessage());
    }

    public Map<String, Object> fields() {
        return fields;
    }

    public Map<String, String> headers() {
        return headers;
    }
}
