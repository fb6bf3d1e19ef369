package io.lotabots.identity;

import io.lotabots.access.AccessTokens;
import io.lotabots.access.AuditEvent;
import io.lotabots.access.AuditLog;
import io.lotabots.access.SessionRow;
import io.lotabots.aws.Aws;
import io.lotabots.aws.Expression;
import io.lotabots.aws.Item;
import io.lotabots.aws.Secrets;
import io.lotabots.aws.Table;
import io.lotabots.aws.Transaction;
import io.lotabots.aws.Written;
import io.lotabots.crypto.Digests;
import io.lotabots.platform.Call;
import io.lotabots.platform.RandomBytes;
import io.lotabots.platform.Refusal;
import io.lotabots.platform.Telemetry;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Sessions: opened by whoever proves who they are, kept alive by refresh tokens, ended one by one or all. A session is the
 * family of its refresh tokens: each is exchanged once, in one conditional write; one that comes back later ends them all.
 */
final class Sessions {
    /** Most sessions of an account; opening one more ends the one that was opened first. */
    static final int MOST = 25;

    /** How long a token that was exchanged is still answered with the same next one, in seconds. */
    static final int GRACE_SECONDS = 10;

    static final Pattern ID = Pattern.compile("[0-9a-f]{32}");

    private static final int MOST_AGENT = 120;
    private static final int DELETED_AT_ONCE = 50;

    private final Table sessions;
    private final Aws aws;
    private final Secrets secrets;
    private final TokenKeys keys;
    private final AccessTokens tokens;
    private final AuditLog audit;
    private final long accessSeconds;
    private final long idleSeconds;
    private final long absoluteSeconds;

    Sessions(Aws aws) {
        this.aws = aws;
        this.sessions = aws.table("ACCOUNT_SESSIONS");
        this.secrets = aws.secrets();
        this.keys = new TokenKeys(aws);
        this.tokens = new AccessTokens(aws);
        this.audit = new AuditLog(aws);
        this.accessSeconds = aws.env().number("ACCESS_TOKEN_SECONDS");
        this.idleSeconds = aws.env().number("REFRESH_IDLE_SECONDS");
        this.absoluteSeconds = aws.env().number("REFRESH_ABSOLUTE_SECONDS");
    }

    /** Opens a session for an account that proved itself in this call. */
    SignedIn open(Opening opening, Call call) {
        makeRoom(opening.account());
        String session = HexFormat.of().formatHex(RandomBytes.of(16));
        String how = opening.how().name().toLowerCase(Locale.ROOT);
        audit.write(
                call,
                AuditEvent.ofAccount(opening.account(), "session.opened", session)
                        .because(opening.secondFactor() ? how + " and second factor" : how));
        return issue(opening, session, call);
    }

    /** The same untold, under a name of the caller's; a session that stands there already goes on as this one. */
    SignedIn issue(Opening opening, String session, Call call) {
        long now = call.epochSecond();
        long access = opening.accessSeconds() == 0 ? accessSeconds : opening.accessSeconds();
        SessionRow row = new SessionRow(
                opening.account(),
                session,
                opening.how(),
                now,
                now,
                Math.addExact(now, opening.refreshed() ? idleSeconds : access),
                Math.addExact(now, opening.refreshed() ? absoluteSeconds : access),
                opening.scopes(),
                opening.organization(),
                opening.project(),
                now,
                opening.secondFactor(),
                call.sourceNetwork(),
                agent(call));
        if (!opening.refreshed()) {
            sessions.put(row.item());
            return signedIn(row, access, Optional.empty(), now);
        }
        RefreshToken first = RefreshToken.first(row.account(), row.session());
        sessions.put(row.item().with("refresh_digest", first.digest()));
        return signedIn(row, access, Optional.of(first), now);
    }

    /**
     * Exchanges a refresh token.
     *
     * @throws Refusal 401 {@code INVALID_REFRESH_TOKEN} when it is none of an open session; {@code REFRESH_TOKEN_REUSED} when
     *     it was exchanged before, which ends the session
     */
    SignedIn refresh(String text, Call call) {
        long now = call.epochSecond();
        byte[] key = refreshKey();
        RefreshToken token = RefreshToken.parse(text, key).orElseThrow(Sessions::invalid);
        RefreshToken next = token.next(key);
        Written written = sessions.update(
                SessionRow.key(token.account(), token.session()),
                Expression.of("SET #previous_digest = #refresh_digest, #refresh_digest = :next, #rotated_at = :now,"
                                + " #seen_at = :now, #expires_at = :until")
                        .with(":next", next.digest())
                        .with(":now", now)
                        .with(":until", Math.addExact(now, idleSeconds)),
                Expression.of("#refresh_digest = :given AND #expires_at > :now AND #ends_at > :now")
                        .with(":given", token.digest())
                        .with(":now", now));
        return switch (written) {
            // While the code is primed the row that was written does not come back.
            case Written.Done done when !done.row().has("account") -> throw invalid();
            case Written.Done done -> signedIn(SessionRow.of(done.row()), accessSeconds, Optional.of(next), now);
            case Written.Refused refused -> again(token, next, refused.stored(), call);
        };
    }

    /** A token that is not the current one: just exchanged by another request of the same client, or taken. */
    private SignedIn again(RefreshToken token, RefreshToken next, Item stored, Call call) {
        long now = call.epochSecond();
        if (stored.isEmpty()
                || !stored.has("refresh_digest")
                || !SessionRow.of(stored).live(now)) {
            throw invalid();
        }
        SessionRow row = SessionRow.of(stored);
        boolean justExchanged = Digests.sameBytes(stored.bytes("previous_digest"), token.digest())
                && now - stored.number("rotated_at") <= GRACE_SECONDS;
        if (justExchanged) {
            return signedIn(row, accessSeconds, Optional.of(next), now);
        }
        end(row.account(), row.session());
        audit.write(
                call,
                AuditEvent.ofAccount(row.account(), "session.ended", row.session())
                        .by("none")
                        .because("refresh_token_reused"));
        Telemetry.current().count("RefreshTokenReused");
        throw new Refusal(
                401,
                "REFRESH_TOKEN_REUSED",
                "This refresh token was exchanged before; its session is ended because somebody else may hold it");
    }

    /** The open sessions of an account, newest first. */
    List<SessionRow> list(String account, long now) {
        return sessions.query("account", account, MOST * 2).stream()
                .map(SessionRow::of)
                .filter(row -> row.live(now))
                .sorted(Comparator.comparingLong(SessionRow::createdAt).reversed())
                .toList();
    }

    /** Ends a session. @return whether it was open */
    boolean end(String account, String session) {
        return sessions.delete(SessionRow.key(account, session), Expression.of("attribute_exists(#session)"))
                .done();
    }

    /** Ends the session that a refresh token is of; nothing when it is none. */
    void endOf(String refreshToken) {
        RefreshToken.parse(refreshToken, refreshKey()).ifPresent(token -> end(token.account(), token.session()));
    }

    /** Ends every session of an account. @return how many there were */
    int endAll(String account) {
        return endOthers(account, "");
    }

    /** Ends every session of an account but one. @return how many there were */
    int endOthers(String account, String kept) {
        int ended = 0;
        // Each round reads what is left; an account never has many more than MOST.
        for (int round = 0; round < MOST; round++) {
            List<String> open = sessions.query("account", account, DELETED_AT_ONCE).stream()
                    .map(row -> row.text("session"))
                    .filter(session -> !session.equals(kept))
                    .toList();
            if (open.isEmpty()) {
                return ended;
            }
            Transaction transaction = aws.transaction();
            open.forEach(session -> transaction.delete(sessions, SessionRow.key(account, session)));
            transaction.run();
            ended += open.size();
        }
        throw new IllegalStateException("sessions are opened faster than they can be ended");
    }

    private void makeRoom(String account) {
        List<Item> open = sessions.queryEventually("account", account, MOST);
        if (open.size() == MOST) {
            open.stream()
                    .map(SessionRow::of)
                    .min(Comparator.comparingLong(SessionRow::createdAt))
                    .ifPresent(oldest -> end(account, oldest.session()));
        }
    }

    private SignedIn signedIn(SessionRow row, long access, Optional<RefreshToken> refresh, long now) {
        long until = Math.min(Math.addExact(now, access), row.endsAt());
        String token = tokens.issue(
                new AccessTokens.Content(
                        row.account(),
                        row.session(),
                        HexFormat.of().formatHex(RandomBytes.of(16)),
                        row.scopes(),
                        now,
                        until),
                keys.at(now));
        return new SignedIn(
                token,
                "Bearer",
                until - now,
                refresh.map(next -> next.text(refreshKey())).orElse(null),
                refresh.map(_ -> Math.min(row.expiresAt(), row.endsAt()) - now).orElse(null),
                row.account(),
                row.session());
    }

    private byte[] refreshKey() {
        return secrets.bytes("SESSION_KEY");
    }

    private static String agent(Call call) {
        String name = call.header("user-agent").orElse("").replaceAll("[^ -~]", " ");
        return name.length() <= MOST_AGENT ? name : name.substring(0, MOST_AGENT);
    }

    private static Refusal invalid() {
        return new Refusal(401, "INVALID_REFRESH_TOKEN", "No open session has this refresh token: sign in again");
    }
}
