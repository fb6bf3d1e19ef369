package io.lotabots.platform;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** A family of clients, by the shape of the errors that they parse. */
public enum Wire {
    /** Endpoints of our own: problem details of RFC 9457 with a stable {@code code}. */
    PROBLEM("application/problem+json") {
        @Override
        Map<String, Object> body(Refusal refusal) {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("type", "about:blank");
            body.put("status", refusal.status());
            body.put("title", refusal.code().toLowerCase(Locale.ROOT).replace('_', ' '));
            body.put("detail", refusal.sentence());
            body.put("code", refusal.code());
            return body;
        }
    },

    /** RustChain's miners and wallets: {@code {ok:false, error, code, message}}. */
    RUSTCHAIN("application/json") {
        @Override
        Map<String, Object> body(Refusal refusal) {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("ok", false);
            body.put("error", refusal.code().toLowerCase(Locale.ROOT));
            body.put("code", refusal.code());
            body.put("message", refusal.sentence());
            return body;
        }
    },

    /** Haithe's clients: {@code {success:false, message, code, request_id}}, beside the envelope {@link Envelope}. */
    HAITHE("application/json") {
        @Override
        Map<String, Object> body(Refusal refusal) {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("success", false);
            body.put("message", refusal.sentence());
            body.put("code", refusal.code());
            return body;
        }

        @Override
        void identify(Map<String, Object> body, String requestId) {
            body.put("request_id", requestId);
        }
    },

    /** Programs that speak OAuth 2: {@code {error, error_description}} (RFC 6749, section 5.2). */
    OAUTH("application/json") {
        @Override
        Map<String, Object> body(Refusal refusal) {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("error", refusal.code().toLowerCase(Locale.ROOT));
            body.put("error_description", refusal.sentence());
            return body;
        }

        @Override
        void add(Map<String, Object> body, Map<String, Object> fields) {
            fields.forEach(body::putIfAbsent);
        }
    },

    /**
     * Clients of Trustee's key broker: {@code {type, detail}}, where the statuses are 401, 403 and 404. What those say
     * nothing of, as a body that is too long or a second too early, keeps its own.
     */
    KBS("application/json") {
        private static final Set<Integer> KEPT = Set.of(403, 404, 413, 429);

        @Override
        Map<String, Object> body(Refusal refusal) {
            Map<String, Object> body = new LinkedHashMap<>();
            StringBuilder type = new StringBuilder("https://github.com/confidential-containers/kbs/errors/");
            for (String word : refusal.code().split("_")) {
                type.append(word, 0, 1).append(word.substring(1).toLowerCase(Locale.ROOT));
            }
            body.put("type", type.toString());
            body.put("detail", refusal.sentence());
            return body;
        }

        @Override
        int status(Refusal refusal) {
            return refusal.status() < 500 && !KEPT.contains(refusal.status()) ? 401 : refusal.status();
        }
    },

    /** Agents of Keylime: a document of JSON:API (version 1.1) with {@code errors}. */
    KEYLIME("application/vnd.api+json") {
        @Override
        Map<String, Object> body(Refusal refusal) {
            Map<String, Object> error = new LinkedHashMap<>();
            error.put("status", Integer.toString(refusal.status()));
            error.put("code", refusal.code());
            error.put("title", refusal.code().toLowerCase(Locale.ROOT).replace('_', ' '));
            error.put("detail", refusal.sentence());
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("errors", List.of(error));
            return body;
        }

        @Override
        void add(Map<String, Object> body, Map<String, Object> fields) {
            if (!fields.isEmpty()) {
                body.put("meta", fields);
            }
        }
    };

    private final String contentType;

    Wire(String contentType) {
        this.contentType = contentType;
    }

    abstract Map<String, Object> body(Refusal refusal);

    /** Adds further fields of a refusal; the family's own give way to them. */
    void add(Map<String, Object> body, Map<String, Object> fields) {
        body.putAll(fields);
    }

    /** Adds the request's id, where the family's clients look for it in the body; it is in a header anyway. */
    void identify(Map<String, Object> body, String requestId) {}

    /** The status that the family's clients are told. */
    int status(Refusal refusal) {
        return refusal.status();
    }

    /** The answer to a refused request in this family's shape. */
    public Reply reply(Refusal refusal, String requestId) {
        Map<String, Object> body = body(refusal);
        identify(body, requestId);
        add(body, refusal.fields());
        return new Reply(status(refusal), contentType, Json.write(body) + "\n", refusal.headers());
    }
}
