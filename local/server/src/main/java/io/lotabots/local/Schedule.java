package io.lotabots.local;

import io.lotabots.local.lambda.LambdaFunction;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * What a schedule runs.
 *
 * @param name physical name
 * @param expression {@code rate(...)} or {@code cron(...)}
 */
record Schedule(String name, String expression, LambdaFunction function, Input input) {
    /** Makes the event for a scheduled time. */
    interface Input {
        String at(Instant time);
    }

    void run(Instant time) throws InterruptedException {
        function.invoke(input.at(time).getBytes(StandardCharsets.UTF_8));
    }
}
