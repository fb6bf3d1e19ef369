package io.lotabots.platform;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

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
    };

    private final String contentType;

    Wire(String contentType) {
        this.contentType = contentType;
    }

    abstract Map<String, Object> body(Refusal refusal);

    /** The answer to a refused request in this family's shape. */
    public Reply reply(Refusal refusal) {
        Map<String, Object> body = body(refusal);
        body.putAll(refusal.fields());
        return new Reply(refusal.status(), contentType, Json.write(body) + "\n", refusal.headers());
    }
}
