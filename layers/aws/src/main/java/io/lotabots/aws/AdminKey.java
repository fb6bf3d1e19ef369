package io.lotabots.aws;

import io.lotabots.platform.Call;
import io.lotabots.platform.Env;
import io.lotabots.platform.Refusal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * The operator's key in the header {@code X-Admin-Key} (or {@code X-API-Key}, as older tools send it). The limit per
 * address is taken before the key is looked at; a missing secret refuses everybody.
 */
public final class AdminKey {
    private static final long WINDOW_SECONDS = 60;

    private final Secrets secrets;
    private final RateLimit limit;

    public AdminKey(Aws aws) {
        Env env = aws.env();
        this.secrets = aws.secrets();
        this.limit = new RateLimit(
                aws.table("LIMITS"),
                "admin",
                Math.toIntExact(env.number("ADMIN_REQUESTS_PER_MINUTE")),
                WINDOW_SECONDS,
                "ADMIN_RATE_LIMIT");
    }

    /** Demands the key. @throws Refusal 429 past the limit, else {@code refusalStatus} when the key is not right */
    public void demand(Call call, int refusalStatus) {
        limit.take(call.sourceAddress() + "#" + call.route(), call.epochSecond());
        if (!holds(call)) {
            throw new Refusal(refusalStatus, "ADMIN_REQUIRED", "The header X-Admin-Key must hold the operator's key")
                    .with("error", "unauthorized")
                    .with("reason", "admin_required");
        }
    }

    /**
     * Whether the call carries the key, for endpoints that tell an operator more than others. A call that shows no key
     * costs nothing; one that does is counted before its key is looked at.
     *
     * @throws Refusal 429 past the limit
     */
    public boolean recognises(Call call) {
        if (given(call).isEmpty()) {
            return false;
        }
        limit.take(call.sourceAddress() + "#" + call.route(), call.epochSecond());
        return holds(call);
    }

    private static Optional<String> given(Call call) {
        return call.header("x-admin-key").or(() -> call.header("x-api-key"));
    }

    private boolean holds(Call call) {
        Optional<String> given = given(call);
        return given.isPresent()
                && MessageDigest.isEqual(
                        digest(given.get().getBytes(StandardCharsets.UTF_8)), digest(secrets.bytes("ADMIN_KEY")));
    }

    /** Comparing digests takes the same time whatever the lengths. */
    private static byte[] digest(byte[] text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text);
        } catch (java.security.NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
