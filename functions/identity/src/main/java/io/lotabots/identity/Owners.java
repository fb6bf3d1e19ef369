package io.lotabots.identity;

import io.lotabots.access.Caller;
import io.lotabots.access.Callers;
import io.lotabots.aws.Aws;
import io.lotabots.aws.RateLimit;
import io.lotabots.platform.Call;
import io.lotabots.platform.Refusal;

/**
 * Who manages what is their own: a person in a session, counted by account over all such endpoints and instances, whatever
 * network they come from.
 */
final class Owners {
    /** How long ago a sign-in may be for what changes how its owner signs in. */
    static final long FRESH_SECONDS = 15 * 60;

    private static final long WINDOW_SECONDS = 60;

    private final Callers callers;
    private final RateLimit limit;

    Owners(Aws aws) {
        this.callers = new Callers(aws);
        this.limit = new RateLimit(
                aws.table("LIMITS"),
                "account",
                Math.toIntExact(aws.env().number("ACCOUNT_REQUESTS_PER_MINUTE")),
                WINDOW_SECONDS,
                "ACCOUNT_RATE_LIMIT");
    }

    /** The person who calls. @throws Refusal 401, 403 for a key or a program, 429 when the account asks too often */
    Caller required(Call call) {
        Caller caller = callers.required(call).requireSession();
        limit.take(caller.account(), call.epochSecond());
        return caller;
    }

    /** The same, who signed in just now: a session that was left open does not suffice. @throws Refusal 403 too */
    Caller fresh(Call call) {
        Caller caller = required(call);
        if (call.epochSecond() - caller.authenticatedAt() > FRESH_SECONDS) {
            throw new Refusal(
                    403,
                    "SIGN_IN_AGAIN",
                    "Sign in again for this: it may be done within " + FRESH_SECONDS / 60 + " minutes of a sign-in");
        }
        return caller;
    }
}
