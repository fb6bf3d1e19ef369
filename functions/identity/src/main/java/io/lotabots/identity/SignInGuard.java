package io.lotabots.identity;

import io.lotabots.aws.Aws;
import io.lotabots.aws.Expression;
import io.lotabots.aws.Item;
import io.lotabots.aws.Table;
import io.lotabots.aws.Written;
import io.lotabots.credentials.Lockout;
import io.lotabots.crypto.Digests;
import io.lotabots.platform.Refusal;
import java.util.Locale;

/**
 * Counts attempts to sign in before anything is verified, by {@link Lockout}'s rule. An attempt is a failure until it
 * succeeds, so that attempts at once are counted like attempts one after the other. Names that nobody has are counted the
 * same way, by what was typed and never by whose it is: a name and an address of one account are counted apart, or the waits
 * of one would tell of the other.
 */
final class SignInGuard {
    private static final int MOST_TRIES = 5;
    private static final long HOUR = 3600;
    private static final int DIGEST_LENGTH = 32;

    private final Table limits;

    SignInGuard(Aws aws) {
        this.limits = aws.table("LIMITS");
    }

    /**
     * An attempt that was let through.
     *
     * @param known whether it comes from a device that signed in to this account before
     */
    record Attempt(String bucket, String account, boolean known) {}

    /**
     * Lets an attempt through.
     *
     * @param login who it is for, as typed
     * @param place a known device or a network; what fails here makes nobody elsewhere wait
     * @throws Refusal 401 {@code ACCOUNT_LOCKED} with {@code Retry-After} while this place must wait
     */
    Attempt begin(String login, String place, boolean known, long now) {
        String account = Digests.sha256Hex(login.toLowerCase(Locale.ROOT)).substring(0, DIGEST_LENGTH);
        Attempt attempt = new Attempt(
                "signin#" + account + "#" + Digests.sha256Hex(place).substring(0, DIGEST_LENGTH), account, known);
        boolean attacked = !known
                && limits.getEventually(Item.of("bucket", hour(account, now)))
                                .map(row -> row.number("failures", 0))
                                .orElse(0L)
                        >= Lockout.UNDER_ATTACK;
        Written written = first(attempt, attacked, now);
        for (int tried = 0; tried < MOST_TRIES; tried++) {
            if (!(written instanceof Written.Refused refused)) {
                return attempt;
            }
            Item stood = refused.stored();
            if (stood.isEmpty()) {
                written = first(attempt, attacked, now);
            } else if (stood.number("wait_until") > now) {
                throw locked(stood.number("wait_until") - now);
            } else {
                written = next(attempt, stood, attacked, now);
            }
        }
        throw locked(1);
    }

    private Written first(Attempt attempt, boolean attacked, long now) {
        return limits.update(
                Item.of("bucket", attempt.bucket),
                counted(1, attacked, now),
                Expression.of("attribute_not_exists(#bucket) OR #expires_at <= :now")
                        .with(":now", now));
    }

    private Written next(Attempt attempt, Item stood, boolean attacked, long now) {
        return limits.update(
                Item.of("bucket", attempt.bucket),
                counted(stood.number("failures") + 1, attacked, now),
                Expression.of("#failures = :stood").with(":stood", stood.number("failures")));
    }

    private static Expression counted(long failures, boolean attacked, long now) {
        return Expression.of("SET #failures = :failures, #wait_until = :until, #expires_at = :forgotten")
                .with(":failures", failures)
                .with(":until", now + Lockout.waitSeconds(failures, attacked))
                .with(":forgotten", now + Lockout.FORGOTTEN_SECONDS);
    }

    /** Forgets what this place failed before: it was its owner after all. */
    void succeeded(Attempt attempt) {
        limits.delete(Item.of("bucket", attempt.bucket));
    }

    /** Counts a failure from a place that never signed in to the account. */
    void failed(Attempt attempt, long now) {
        if (!attempt.known) {
            limits.update(
                    Item.of("bucket", hour(attempt.account, now)),
                    Expression.of("ADD #failures :one SET #expires_at = :end")
                            .with(":one", 1)
                            .with(":end", now + 2 * HOUR));
        }
    }

    private static String hour(String account, long now) {
        return "signin-all#" + account + "#" + Math.floorDiv(now, HOUR);
    }

    private static Refusal locked(long seconds) {
        return new Refusal(
                        401,
                        "ACCOUNT_LOCKED",
                        "Too many attempts from here: try again in " + seconds
                                + " s, or from where you signed in before")
                .header("Retry-After", Long.toString(seconds))
                .with("retry_after_seconds", seconds);
    }
}
