package io.lotabots.identity;

import io.lotabots.aws.Aws;
import io.lotabots.aws.RateLimit;
import io.lotabots.platform.Call;

/** How often one network may ask for nonces, sign in, and refresh, in a minute: counted before anything is computed. */
final class SignInLimit {
    private static final long WINDOW_SECONDS = 60;

    private final RateLimit limit;

    /** @param what names what is counted, apart from other requests */
    SignInLimit(Aws aws, String what) {
        this.limit = new RateLimit(
                aws.table("LIMITS"),
                what,
                Math.toIntExact(aws.env().number("SIGN_INS_PER_ADDRESS_PER_MINUTE")),
                WINDOW_SECONDS,
                "SIGN_IN_RATE_LIMIT");
    }

    void take(Call call) {
        limit.take(call.sourceNetwork(), call.epochSecond());
    }
}
