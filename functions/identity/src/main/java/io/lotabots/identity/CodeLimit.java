package io.lotabots.identity;

import io.lotabots.aws.Aws;
import io.lotabots.aws.RateLimit;
import io.lotabots.platform.Call;

/** How often one account may try a code outside a sign-in: six digits are soon guessed by who may try without end. */
final class CodeLimit {
    private static final int CODES = 10;
    private static final long WINDOW_SECONDS = 900;

    private final RateLimit limit;

    CodeLimit(Aws aws) {
        this.limit = new RateLimit(aws.table("LIMITS"), "code", CODES, WINDOW_SECONDS, "CODE_RATE_LIMIT");
    }

    void take(String account, Call call) {
        limit.take(account, call.epochSecond());
    }
}
