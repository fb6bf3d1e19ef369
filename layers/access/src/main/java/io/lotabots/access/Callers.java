package io.lotabots.access;

import io.lotabots.aws.Aws;
import io.lotabots.aws.Expression;
import io.lotabots.aws.Secrets;
import io.lotabots.aws.Table;
import io.lotabots.platform.Call;
import io.lotabots.platform.Priming;
import io.lotabots.platform.Refusal;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Says who calls: as the gateway's authorizer found it, where the route has one, else by {@code Authorization: Bearer} with
 * an access token or an API key. One row is read for each request and decides: what was revoked is refused by the next
 * request, whatever its token says.
 *
 * <p>Nothing, {@code Bearer null} (as clients send it that have not signed in), and a credential that is unknown, expired or
 * revoked are all the same.
 */
public final class Callers {
    /** How late the last use of a key is noted, in seconds: noting it each time would cost a write for each request. */
    public static final int USE_NOTED_SECONDS = 600;

    private static final String BEARER = "bearer ";

    private final AccessTokens tokens;
    private final Table sessions;
    private final Table keys;
    private final Secrets secrets;

    /** What it reads is looked up when it is first asked: a function behind the authorizer needs none of it. */
    public Callers(Aws aws) {
        this.tokens = new AccessTokens(aws);
        this.sessions = aws.table("ACCOUNT_SESSIONS");
        this.keys = aws.table("API_KEYS");
        this.secrets = aws.secrets();
    }

    /** Who calls. @throws Refusal 401 {@code UNAUTHENTICATED} when nobody did that is known here */
    public Caller required(Call call) {
        return optional(call).orElseThrow(Callers::unauthenticated);
    }

    /** Who calls, on routes that anybody may call; empty for nobody that is known here. */
    public Optional<Caller> optional(Call call) {
        return call.caller("account").isPresent()
                ? Optional.of(fromContext(call))
                : call.header("authorization").flatMap(header -> of(header, call.epochSecond()));
    }

    /**
     * Who shows a credential.
     *
     * @param authorization the value of the header
     * @param now seconds since 1970
     */
    public Optional<Caller> of(String authorization, long now) {
        if (Priming.active()) {
            tokens.warm();
            sessions.get(SessionRow.key("priming", "priming"));
            return Optional.empty();
        }
        if (!authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return Optional.empty();
        }
        String credential = authorization.substring(BEARER.length()).strip();
        return credential.startsWith(ApiKey.PREFIX)
                ? ApiKey.parse(credential).flatMap(key -> byKey(key, now))
                : tokens.verify(credential, now).flatMap(content -> bySession(content, now));
    }

    private Optional<Caller> bySession(AccessTokens.Content content, long now) {
        return sessions.get(SessionRow.key(content.account(), content.session()))
                .map(SessionRow::of)
                .filter(row -> row.live(now))
                .map(SessionRow::caller);
    }

    private Optional<Caller> byKey(ApiKey key, long now) {
        byte[] digest = key.digest(secrets.bytes("KEY_PEPPER"));
        Optional<KeyRow> row = keys.get(KeyRow.key(key.account(), key.keyId()))
                .map(KeyRow::of)
                .filter(found -> MessageDigest.isEqual(found.digest(), digest))
                .filter(found -> found.live(now));
        row.filter(found -> now - found.lastUsedAt() >= USE_NOTED_SECONDS).ifPresent(found -> noteUse(found, now));
        return row.map(KeyRow::caller);
    }

    /** A key that was deleted meanwhile is not brought back by it. */
    private void noteUse(KeyRow row, long now) {
        keys.update(
                KeyRow.key(row.account(), row.keyId()),
                Expression.of("SET #last_used_at = :now").with(":now", now),
                Expression.of("#last_used_at < :now"));
    }

    private static Refusal unauthenticated() {
        return new Refusal(
                        401, "UNAUTHENTICATED", "Sign in, and send Authorization: Bearer with the token or an API key")
                .header("WWW-Authenticate", "Bearer");
    }

    /** What an authorizer tells the functions behind it. */
    public static Map<String, String> context(Caller caller) {
        Map<String, String> context = new LinkedHashMap<>();
        context.put("account", caller.account());
        context.put("how", caller.how().name());
        context.put("credential", caller.credential());
        context.put("scopes", String.join(" ", caller.scopes()));
        context.put("authenticated_at", Long.toString(caller.authenticatedAt()));
        context.put("second_factor", Boolean.toString(caller.secondFactor()));
        if (caller.organization() != null) {
            context.put("organization", caller.organization());
        }
        if (caller.project() != null) {
            context.put("project", caller.project());
        }
        return context;
    }

    private static Caller fromContext(Call call) {
        String scopes = call.caller("scopes").orElse("");
        return new Caller(
                told(call, "account"),
                How.valueOf(told(call, "how")),
                told(call, "credential"),
                scopes.isEmpty() ? Set.of() : Set.of(scopes.split(" ")),
                call.caller("organization").orElse(null),
                call.caller("project").orElse(null),
                Long.parseLong(told(call, "authenticated_at")),
                Boolean.parseBoolean(told(call, "second_factor")));
    }

    private static String told(Call call, String name) {
        return call.caller(name).orElseThrow(() -> new IllegalStateException("the authorizer told no " + name));
    }
}
