package io.lotabots.identity;

import io.lotabots.platform.Call;
import io.lotabots.platform.Refusal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A body of the type {@code application/x-www-form-urlencoded}, as OAuth's endpoints take it; no field stands twice. */
final class Form {
    private static final int MOST_BYTES = 16 * 1024;
    private static final int MOST_FIELDS = 32;

    private final Map<String, String> fields;

    private Form(Map<String, String> fields) {
        this.fields = fields;
    }

    /** Reads the body of a request. @throws Refusal 400 {@code invalid_request} when it is no form, or too long */
    static Form of(Call call) {
        byte[] body = call.body();
        if (body.length > MOST_BYTES) {
            throw invalid("The body has " + body.length + " bytes, the limit is " + MOST_BYTES);
        }
        Map<String, String> fields = new TreeMap<>();
        String text = new String(body, StandardCharsets.UTF_8);
        for (String pair : text.isEmpty() ? new String[0] : text.split("&", MOST_FIELDS + 1)) {
            String[] parts = pair.split("=", 2);
            String name = decoded(parts[0]);
            if (fields.size() == MOST_FIELDS
                    || fields.putIfAbsent(name, parts.length == 2 ? decoded(parts[1]) : "") != null) {
                throw invalid("A field stands twice, or there are more than " + MOST_FIELDS);
            }
        }
        return new Form(fields);
    }

    Optional<String> find(String name) {
        return Optional.ofNullable(fields.get(name)).filter(value -> !value.isEmpty());
    }

    String get(String name) {
        return find(name).orElseThrow(() -> invalid("The field '" + name + "' is missing"));
    }

    static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw invalid("The body is not application/x-www-form-urlencoded");
        }
    }

    static Refusal invalid(String why) {
        return new Refusal(400, "INVALID_REQUEST", why);
    }
}
