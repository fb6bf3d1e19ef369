package io.lotabots.attestation.appraisal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TemporalReviewTest {
    private static TemporalHistory clocks(double... cvs) {
        List<TemporalProfile> samples = new ArrayList<>();
        for (double cv : cvs) {
            samples.add(new TemporalProfile(cv, 0, 0, 0));
        }
        return new TemporalHistory(samples);
    }

    @Test
    void two_measurements_are_not_enough() {
        TemporalReview review = TemporalReview.of(clocks(0.01, 0.02));
        assertThat(review.reason()).isEqualTo("insufficient_history");
        assertThat(review.applyTo(2_500_000_000L)).isEqualTo(1_750_000_000);
        assertThat(review.applyTo(800_000_000)).isEqualTo(800_000_000);
    }

    @Test
    void a_frozen_a_noisy_and_a_displaced_metric_are_flagged() {
        assertThat(TemporalReview.of(clocks(0.1, 0.1001, 0.1)).flags())
                .containsExactly("frozen_profile:clock_drift_cv");
        assertThat(TemporalReview.of(clocks(0.001, 0.001, 0.2)).flags())
                .containsExactly("noisy_profile:clock_drift_cv");
        assertThat(TemporalReview.of(clocks(0.4, 0.5, 0.6)).flags())
                .containsExactly("drift_out_of_band:clock_drift_cv");
        assertThat(TemporalReview.of(clocks(0.1, 0.12, 0.14)).reason()).isEqualTo("temporal_consistent");
    }

    @Test
    void a_frozen_metric_leaves_a_fifth_of_the_bonus() {
        assertThat(TemporalReview.of(clocks(0.1, 0.1, 0.1)).applyTo(2_500_000_000L))
                .isEqualTo(1_300_000_000);
    }

    @Test
    void only_the_last_ten_measurements_are_kept() {
        TemporalHistory history = TemporalHistory.EMPTY;
        for (int i = 1; i <= 12; i++) {
            history = history.with(new TemporalProfile(i, 0, 0, 0));
        }
        assertThat(history.samples()).hasSize(10).first().isEqualTo(new TemporalProfile(3, 0, 0, 0));
        assertThat(history.encode()).hasSizeLessThanOrEqualTo(400);
    }

    @Test
    void nothing_measured_is_no_measurement() {
        assertThat(TemporalHistory.EMPTY.with(new TemporalProfile(0, -1, Double.NaN, Double.POSITIVE_INFINITY)))
                .isEqualTo(TemporalHistory.EMPTY);
    }

    @Property
    void a_history_reads_back_as_it_was_written(@ForAll @Size(max = 12) List<Double> values) {
        List<TemporalProfile> samples = values.stream()
                .map(value -> new TemporalProfile(value, value / 3, -value, 1 / value))
                .toList();
        TemporalHistory history = new TemporalHistory(samples);
        assertThat(TemporalHistory.decode(history.encode())).isEqualTo(history);
    }

    @Test
    void no_bytes_are_an_empty_history_and_other_bytes_are_refused() {
        assertThat(TemporalHistory.decode(new byte[0])).isEqualTo(TemporalHistory.EMPTY);
        assertThatThrownBy(() -> TemporalHistory.decode(new byte[] {1, 2, 3}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("got version 1 and 3 bytes");
        assertThatThrownBy(() -> TemporalHistory.decode(new byte[1 + 11 * 32]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Property
    void a_review_never_raises_a_weight_nor_takes_one_below_one(
            @ForAll @Size(max = 10) List<Double> values,
            @ForAll @LongRange(min = 0, max = 4_000_000_000L) long hardware) {
        TemporalHistory history = new TemporalHistory(values.stream()
                .map(value -> new TemporalProfile(Math.abs(value), Math.abs(value), 0.1, 2))
                .toList());
        long weight = TemporalReview.of(history).applyTo(hardware);
        assertThat(weight).isLessThanOrEqualTo(hardware).isGreaterThanOrEqualTo(Math.min(hardware, WeightUnits.ONE));
    }
}
