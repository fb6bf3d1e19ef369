package io.lotabots.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lotabots.platform.Telemetry;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FanTest {
    private static final List<Integer> ITEMS = IntStream.range(0, 1000).boxed().toList();

    @Test
    void what_many_requests_at_once_consume_counts_for_the_one_that_made_them() {
        Telemetry telemetry = Telemetry.of(() ->
                Fan.wide(32).each(ITEMS, _ -> Telemetry.current().consumed(0.5, 2)));
        assertThat(telemetry.readUnits()).isEqualTo(500);
        assertThat(telemetry.writeUnits()).isEqualTo(2000);
    }

    @Test
    void after_a_failure_no_other_is_begun() {
        AtomicInteger begun = new AtomicInteger();
        assertThatThrownBy(() -> Fan.wide(4).each(ITEMS, item -> {
                    begun.incrementAndGet();
                    if (item == 10) {
                        throw new IllegalArgumentException("the store is gone");
                    }
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the store is gone");
        assertThat(begun).hasValueLessThan(100);
    }
}
