package io.lotabots.clients.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PatienceTest {
    private final List<Duration> waits = new ArrayList<>();
    private final List<String> notices = new ArrayList<>();

    @Test
    void waits_grow_by_the_base() throws InterruptedException {
        var answer = patience(4, 2, 0).call(() -> status(503, null));
        assertThat(answer.status()).isEqualTo(503);
        assertThat(waits).extracting(Duration::toSeconds).containsExactly(1L, 2L, 4L, 8L);
        assertThat(notices).hasSize(4).first().asString().contains("HTTP 503", "attempt 2 of 5 in 1.0 s");
    }

    @Test
    void waits_are_spread_by_a_tenth_at_most() throws InterruptedException {
        patience(1, 2, 0.999).call(() -> status(503, null));
        assertThat(waits.getFirst()).isBetween(Duration.ofMillis(1090), Duration.ofMillis(1100));
    }

    @Test
    void no_wait_is_longer_than_five_minutes() throws InterruptedException {
        patience(20, 10, 0).call(() -> status(0, null));
        assertThat(waits).hasSize(20).allMatch(wait -> wait.compareTo(Patience.LONGEST) <= 0);
    }

    @Test
    void retry_after_counts_when_it_is_longer() throws InterruptedException {
        patience(2, 2, 0).call(() -> status(429, Duration.ofSeconds(30)));
        assertThat(waits).containsExactly(Duration.ofSeconds(30), Duration.ofSeconds(30));
    }

    @Test
    void a_rest_that_is_too_long_is_left_to_the_caller() throws InterruptedException {
        var answer = patience(5, 2, 0).call(() -> status(429, Duration.ofHours(1)));
        assertThat(waits).isEmpty();
        assertThat(answer.retryAfter()).contains(Duration.ofHours(1));
    }

    @Test
    void a_refusal_is_not_tried_again() throws InterruptedException {
        patience(5, 2, 0).call(() -> status(409, null));
        assertThat(waits).isEmpty();
    }

    @Test
    void the_first_good_answer_ends_it() throws InterruptedException {
        var answers =
                new ArrayList<>(List.of(status(500, null), status(0, null), status(200, null), status(200, null)));
        assertThat(patience(5, 2, 0).call(answers::removeFirst).isDone()).isTrue();
        assertThat(answers).hasSize(1);
    }

    private Patience patience(int retries, double base, double random) {
        return new Patience(retries, base, waits::add, new Fixed(random), notices::add);
    }

    private static NodeAnswer status(int status, @org.jspecify.annotations.Nullable Duration rest) {
        return new NodeAnswer(
                "GET /epoch", status, JsonNodeFactory.instance.objectNode(), Optional.ofNullable(rest), "");
    }
}
