package io.lotabots.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotabots.crypto.Ed25519;
import io.lotabots.platform.Chain;
import io.lotabots.settlement.RootKey;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An enrolment that comes after the freeze is found, an hour later, and told once. */
class SweepTest {
    private static final int EPOCH = 600;
    private static final int GRACE = 15;
    private static final int SHARDS = 4;
    private static final RootKey KEY = RootKey.of(new byte[Ed25519.KEY_BYTES]);

    private final MemoryStore store = new MemoryStore(SHARDS);
    private final Terms terms = new Terms(new Chain("test", 0, 1, EPOCH, 1_500_000), GRACE, SHARDS, 1000);
    private final Sweep sweep = new Sweep(store, terms, Fan.inOrder());

    SweepTest() {
        Opening.of(terms.chain(), "").open(store, 0);
        sweep.run(0, 10);
    }

    private static long due(long epoch) {
        return (epoch + 1) * EPOCH + GRACE;
    }

    private void settle(long now) {
        new Settlement(store, terms, () -> KEY, Fan.inOrder()).run(now, 10);
    }

    @Test
    void whoever_was_frozen_is_no_late_comer() {
        store.enrol(0, "a", 5);
        store.enrol(0, "b", 0);
        settle(due(0));
        sweep.run(due(0) + 60, 10);
        assertThat(sweep.run(due(0) + 60 + Sweep.AFTER_SECONDS, 10)).isEqualTo(new Sweep.Run(1, 0, List.of(), false));
    }

    @Test
    void a_row_after_the_freeze_is_found_an_hour_after_it_and_told_once() {
        store.enrol(0, "a", 5);
        store.enrol(0, "b", 5);
        settle(due(0));
        sweep.run(due(0) + 60, 10);
        store.enrol(0, "late", 7);
        store.enrol(0, "b", 9);
        assertThat(sweep.run(due(0) + 59 + Sweep.AFTER_SECONDS, 10).seals()).isZero();
        Sweep.Run run = sweep.run(due(0) + 60 + Sweep.AFTER_SECONDS, 10);
        assertThat(run.late()).isEqualTo(2);
        assertThat(run.named()).containsExactly("0 b", "0 late");
        assertThat(sweep.run(due(0) + 61 + Sweep.AFTER_SECONDS, 10).late()).isZero();
    }

    @Test
    void an_epoch_that_was_sealed_as_empty_is_looked_at_too() {
        store.enrol(2, "a", 5);
        settle(due(2));
        assertThat(store.head().orElseThrow().epoch()).isEqualTo(2);
        sweep.run(due(2), 10);
        store.enrol(1, "late", 1);
        assertThat(sweep.run(due(2) + Sweep.AFTER_SECONDS, 10).named()).containsExactly("1 late");
    }

    @Test
    void several_seals_are_looked_at_one_after_the_other_however_runs_end() {
        for (long epoch = 0; epoch < 3; epoch++) {
            store.enrol(epoch, "a", 5);
            settle(due(epoch));
            sweep.run(due(epoch), 10);
        }
        store.enrol(2, "late", 1);
        long hourAfterTheFirst = due(0) + Sweep.AFTER_SECONDS;
        assertThat(sweep.run(hourAfterTheFirst, 1)).isEqualTo(new Sweep.Run(1, 0, List.of(), false));
        sweep.run(hourAfterTheFirst, 1);
        Sweep.Run second = sweep.run(hourAfterTheFirst + Sweep.AFTER_SECONDS, 1);
        assertThat(second.seals()).isEqualTo(1);
        assertThat(second.more()).isTrue();
        assertThat(sweep.run(hourAfterTheFirst + Sweep.AFTER_SECONDS, 1).named())
                .containsExactly("2 late");
    }
}
