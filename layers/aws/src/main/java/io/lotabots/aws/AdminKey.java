package io.lotabots.aws;

import io.lotabots.platform.Call;
import io.lotabots.platform.Env;
import io.lotabots.platform.Refusal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;

/**
 * The operator's key in the header {@code X-Admin-Key} (or {@code X-API-Key}, as older tools send it). The limit per
 * address is taken before the key is looked at; a missing secret refuses everybody.
 *
 * <p>There are two: the admin key, which opens everything, and one that opens only what changes nothing.
 */
public final class AdminKey {
    private static final long WINDOW_SECONDS = 60;

    private final Secrets secrets;
    private final List<String> accepted;
    private final RateLimit limit;

    private AdminKey(Aws aws, List<String> accepted) {
        Env env = aws.env();
        this.secrets = aws.secrets();
        this.accepted = accepted;
        this.limit = new RateLimit(
                aws.table("LIMITS"),
                "admin",
                Math.toIntExact(env.number("ADMIN_REQUESTS_PER_MINUTE")),
                WINDOW_SECONDS,
                "ADMIN_RATE_LIMIT");
    }

    /** For what changes something: the admin key alone. */
    public static AdminKey toChange(Aws aws) {
        return new AdminKey(aws, List.of("ADMIN_KEY"));
    }

    /** For what only reads: the admin key or the one for reading. */
    public static AdminKey toRead(Aws aws) {
        return new AdminKey(aws, List.of("ADMIN_KEY", "ADMIN_READ_KEY"));
    }

    /** Demands the key. @throws Refusal 429 past the limit, else {@code refusalStatus} when the key is not right */
    public void demand(Call call, int refusalStatus) {
        limit.take(call.sourceNetwork() + "#" + call.route(), call.epochSecond());
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
        limit.take(call.sourceNetwork() + "#" + call.route(), call.epochSecond());
        return holds(call);
    }

    private static Optional<String> given(Call call) {
        return call.header("x-admin-key").or(() -> call.header("x-api-key"));
    }

    private boolean holds(Call call) {
        Optional<String> given = given(call);
        if (given.isEmpty()) {
            return false;
        }
        byte[] digest = digest(given.get().getBytes(StandardCharsets.UTF_8));
        boolean right = false;
        // Every key is compared, whichever matches: the time says nothing of it.
        for (String secret : accepted) {
            right |= MessageDigest.isEqual(digest, digest(secrets.bytes(secret)));
        }
        return right;
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
