package io.lotabots.identity;

import io.lotabots.access.Caller;
import io.lotabots.access.Callers;
import io.lotabots.platform.Call;
import io.lotabots.platform.Refusal;

/** Demands that who changes how they sign in signed in just now: a session that was left open does not suffice. */
final class Freshness {
    /** How long ago a sign-in may be. */
    static final long SECONDS = 15 * 60;

    private Freshness() {}

    /** The person who calls. @throws Refusal 403 {@code SIGN_IN_AGAIN} when their sign-in is too long ago */
    static Caller required(Callers callers, Call call) {
        Caller caller = callers.required(call).requireSession();
        if (call.epochSecond() - caller.authenticatedAt() > SECONDS) {
            throw new Refusal(
                    403,
                    "SIGN_IN_AGAIN",
                    "Sign in again for this: it may be done within " + SECONDS / 60 + " minutes of a sign-in");
        }
        return caller;
    }
}
