package io.lotabots.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecordBackupAgeTest {
    private static final Instant EARLY = Instant.parse("2026-11-21T04:00:00Z");
    private static final Instant LATE = Instant.parse("2026-11-21T04:05:00Z");

    @Test
    void the_platform_can_be_restored_to_the_oldest_of_its_tables_moments() {
        assertThat(RecordBackupAge.oldest(List.of(Optional.of(LATE), Optional.of(EARLY), Optional.empty())))
                .contains(EARLY);
    }

    @Test
    void nothing_measured_is_nothing_recorded() {
        assertThat(RecordBackupAge.oldest(List.of(Optional.empty(), Optional.empty())))
                .isEmpty();
        assertThat(RecordBackupAge.oldest(List.of())).isEmpty();
    }

    @Test
    void tables_are_named_with_commas_between_them() {
        assertThat(RecordBackupAge.tables("CHAIN, MINERS,")).containsExactly("CHAIN", "MINERS");
    }

    @Test
    void a_schedule_without_a_time_is_refused_by_name() {
        assertThat(RecordBackupAge.time("2026-11-21T04:00:00Z")).isEqualTo(EARLY);
        assertThatThrownBy(() -> RecordBackupAge.time(null)).hasMessageStartingWith("time must be a moment");
    }
}
