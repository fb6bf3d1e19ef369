package io.lotabots.clients.node;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * How often, and how long apart, a call is tried again: after {@code base}^0, {@code base}^1, ... seconds, each up to a tenth longer so that
 * miners do not come back together, never longer than {@link #LONGEST}. What the node asks for in {@code Retry-After} counts when it is longer.
 *
 * @param retries further attempts after the first, 0 or more
 * @param base the base of the growth, 1 or more
 * @param pacer waits
 * @param random spreads the waits
 * @param notice told before each wait, one line
 */
public record Patience(int retries, double base, Pacer pacer, RandomGenerator random, Consumer<String> notice) {
    /** The longest wait between two attempts; a node that asks for more gets its rest from the caller. */
    public static final Duration LONGEST = Duration.ofMinutes(5);

    /** Waits; tests have one that only counts. */
    public interface Pacer {
        /** Returns after that long. */
        void pause(Duration wait) throws InterruptedException;
    }

    /** One call. */
    public interface Call {
        /** Makes it. */
        NodeAnswer make() throws InterruptedException;
    }

    /** Makes a call until its answer is no passing trouble or the attempts are used up; the last answer. */
    public NodeAnswer call(Call call) throws InterruptedException {
        return call(call, NodeAnswer::isTransient);
    }

    /** Makes a call until {@code again} says no to its answer or the attempts are used up; the last answer. */
    public NodeAnswer call(Call call, Predicate<NodeAnswer> again) throws InterruptedException {
        var answer = call.make();
        for (int attempt = 0; attempt < retries && again.test(answer); attempt++) {
            var asked = answer.retryAfter().orElse(Duration.ZERO);
            if (asked.compareTo(LONGEST) > 0) {
                return answer;
            }
            var wait = spread(grown(attempt));
            wait = asked.compareTo(wait) > 0 ? asked : wait;
            notice.accept("%s; attempt %d of %d in %.1f s"
                    .formatted(answer.refusal(), attempt + 2, retries + 1, wait.toMillis() / 1000.0));
            pacer.pause(wait);
            answer = call.make();
        }
        return answer;
    }

    private Duration grown(int attempt) {
        double seconds = Math.min(Math.pow(base, attempt), LONGEST.toSeconds());
        return Duration.ofMillis((long) (seconds * 1000));
    }

    private Duration spread(Duration wait) {
        return wait.plusMillis((long) (wait.toMillis() * 0.1 * random.nextDouble()));
    }
}
