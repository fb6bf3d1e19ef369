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
import io.lotabots.platform.Priming;
import io.lotabots.platform.RandomBytes;
import io.lotabots.platform.Refusal;
import io.lotabots.platform.Telemetry;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

/**
 * Sessions: opened by whoever proves who they are, kept alive by refresh tokens, ended one by one or all. A session is the
 * family of its refresh tokens: each is exchanged once, in one conditional write, and answered with the same next one for
 * {@value #GRACE_SECONDS} seconds; one that comes back later ends the session. Programs' sessions stand in the same
 * partition behind those of people, under names of their own: they take no room from them.
 */
final class Sessions {
    /** Most sessions of a person; opening one more ends the one that was opened first. Some more where many open at once. */
    static final int MOST = 25;

    /** How long a token that was exchanged is still answered with the same next one, in seconds. */
    static final int GRACE_SECONDS = 10;

    static final Pattern ID = Pattern.compile("[0-9a-f]{32}");

    /** Greater than every character of a session's name; names of people's sessions are below {@link #OF_PROGRAMS}. */
    static final String LAST = "~";

    /** What the names of programs' sessions begin with, which no hexadecimal digit comes after. */
    static final String OF_PROGRAMS = "p";

    private static final int MOST_AGENT = 120;
    private static final int DELETED_AT_ONCE = 50;
    private static final int MOST_ROUNDS = 200;

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

    /** Opens a session for an account that proved itself in this call, by what cannot be changed. */
    SignedIn open(Opening opening, Call call) {
        return open(opening, call, () -> true);
    }

    /**
     * Opens a session for an account that proved itself in this call.
     *
     * @param stands whether what was shown proves the account still. It is asked once the session is there: who changes what
     *     proves an account does that first and ends its sessions then, so that one of the two sees the other
     * @throws Refusal 401 {@code INVALID_CREDENTIALS} when it was changed or removed meanwhile
     */
    SignedIn open(Opening opening, Call call, BooleanSupplier stands) {
        makeRoom(opening.account(), call.epochSecond());
        String session = HexFormat.of().formatHex(RandomBytes.of(16));
        SignedIn signedIn = issue(opening, session, call);
        AuditEvent opened = AuditEvent.ofAccount(opening.account(), "session.opened", session);
        if (!stands.getAsBoolean() && !Priming.active()) {
            end(opening.account(), session);
            audit.write(call, opened.by(AccountRows.NOBODY).refused("changed-meanwhile"));
            throw new Refusal(
                    401, "INVALID_CREDENTIALS", "What was shown was changed or removed meanwhile: sign in again");
        }
        String how = opening.how().name().toLowerCase(Locale.ROOT);
        audit.write(call, opened.because(opening.secondFactor() ? how + " and second factor" : how));
        return signedIn;
    }

    /** The same untold, under a name of the caller's. */
    SignedIn issue(Opening opening, String session, Call call) {
        SessionRow row = row(opening, session, call);
        if (!opening.refreshed()) {
            sessions.put(row.item());
            return signedIn(row, access(opening), Optional.empty(), call.epochSecond());
        }
        RefreshToken first = RefreshToken.first(row.account(), row.session());
        sessions.put(row.item().with("refresh_digest", first.digest()));
        return signedIn(row, access(opening), Optional.of(first), call.epochSecond());
    }

    /** Lets a session without refresh tokens go on from now. @return empty when it was ended */
    Optional<SignedIn> goOn(Opening opening, String session, Call call) {
        SessionRow row = row(opening, session, call);
        return sessions.put(row.item(), Expression.of("attribute_exists(#session)"))
                        .done()
                ? Optional.of(signedIn(row, access(opening), Optional.empty(), call.epochSecond()))
                : Optional.empty();
    }

    private long access(Opening opening) {
        return opening.accessSeconds() == 0 ? accessSeconds : opening.accessSeconds();
    }

    private SessionRow row(Opening opening, String session, Call call) {
        long now = call.epochSecond();
        long access = access(opening);
        return new SessionRow(
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
                        .by(AccountRows.NOBODY)
                        .because("refresh_token_reused"));
        Telemetry.current().count("RefreshTokenReused");
        throw new Refusal(
                401,
                "REFRESH_TOKEN_REUSED",
                "This refresh token was exchanged before; its session is ended because somebody else may hold it");
    }

    /** The open sessions of a person, newest first. */
    List<SessionRow> list(String account, long now) {
        return sessions.query(range(account, "", OF_PROGRAMS), MOST * 2).stream()
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

    /** Ends the session that a refresh token is of. @return the token; empty when it is none of an open session */
    Optional<RefreshToken> endOf(String refreshToken) {
        return RefreshToken.parse(refreshToken, refreshKey()).filter(token -> end(token.account(), token.session()));
    }

    /** Ends every session of an account, and of its programs. @return how many there were */
    int endAll(String account) {
        return endOthers(account, "");
    }

    /** Ends every session of an account and of its programs but one. @return how many there were */
    int endOthers(String account, String kept) {
        return end(account, "", kept);
    }

    /** Ends the sessions of an account whose names begin with a text. @return how many there were */
    int endEach(String account, String prefix) {
        return end(account, prefix, "");
    }

    private int end(String account, String prefix, String kept) {
        int ended = 0;
        // Each round reads what is left.
        for (int round = 0; round < MOST_ROUNDS; round++) {
            List<String> open = sessions.query(range(account, prefix, prefix + LAST), DELETED_AT_ONCE).stream()
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

    /** Ends sessions of a person until one more is not too many: first those that expired, then the oldest. */
    private void makeRoom(String account, long now) {
        List<Item> open = sessions.queryEventually(range(account, "", OF_PROGRAMS), 2 * MOST);
        open.stream()
                .map(SessionRow::of)
                .sorted(Comparator.comparing((SessionRow row) -> row.live(now)).thenComparing(SessionRow::createdAt))
                .limit(Math.max(0, open.size() - MOST + 1))
                .forEach(row -> end(account, row.session()));
    }

    private static Table.Range range(String account, String from, String to) {
        // The store takes no empty text, and no name begins with a blank.
        return new Table.Range("account", account, "session", from.isEmpty() ? " " : from, to, false);
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
