package io.lotabots.clients.fingerprint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lotabots.clients.hardware.Caches;
import io.lotabots.clients.hardware.Machines;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FingerprintTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void this_machine_really_measures_all_six_checks() throws IOException {
        var said = new ArrayList<String>();
        long start = System.nanoTime();
        var fingerprint = Fingerprint.measure(Machines.desktop(), said::add);
        assertThat(System.nanoTime() - start).as("nanoseconds").isLessThan(60_000_000_000L);
        assertThat(said).containsExactly("clock drift", "cache timing", "thermal drift", "instruction jitter");
        var checks = JSON.readTree(fingerprint.json().toString()).path("checks");
        assertThat(checks.properties().stream().map(e -> e.getKey()))
                .containsExactly(
                        "clock_drift",
                        "cache_timing",
                        "simd_identity",
                        "thermal_drift",
                        "instruction_jitter",
                        "anti_emulation");
        assertThat(keys(checks.at("/clock_drift/data").fieldNames()))
                .contains("mean_ns", "stdev_ns", "cv", "drift_stdev", "samples");
        assertThat(checks.at("/clock_drift/data/cv").doubleValue()).isPositive();
        assertThat(checks.at("/cache_timing/data/l1_ns").doubleValue()).isPositive();
        assertThat(checks.at("/thermal_drift/data/drift_ratio").doubleValue()).isPositive();
        assertThat(checks.at("/instruction_jitter/data/branch_avg_ns").doubleValue())
                .isPositive();
        assertThat(checks.at("/simd_identity/data/has_avx").booleanValue()).isTrue();
    }

    @Test
    void two_measurements_are_never_the_same() {
        var machine = Machines.desktop();
        var first = Fingerprint.measure(machine, what -> {}).json().toString();
        assertThat(Fingerprint.measure(machine, what -> {}).json().toString()).isNotEqualTo(first);
    }

    @Test
    void a_clock_that_never_varies_fails() {
        assertThat(ClockDrift.check(timings(100, 100, 100, 100), 1).passed()).isFalse();
        assertThat(ClockDrift.check(timings(100, 103, 98, 101), 1).passed()).isTrue();
    }

    @Test
    void clock_statistics_are_those_of_the_whole_loop() throws IOException {
        var data = JSON.readTree(ClockDrift.check(timings(100, 200), 1).json().toString())
                .path("data");
        assertThat(data.path("mean_ns").doubleValue()).isEqualTo(150.0);
        assertThat(data.path("stdev_ns").doubleValue()).isEqualTo(50.0);
        assertThat(data.path("cv").doubleValue()).isEqualTo(0.333333);
        assertThat(data.path("samples").intValue()).isEqualTo(2);
    }

    @Test
    void caches_without_a_step_fail_except_on_powerpc() {
        assertThat(CacheTiming.check(1, 1, 1, Machines.desktop()).passed()).isFalse();
        assertThat(CacheTiming.check(1, 1, 1, Machines.power8()).passed()).isTrue();
        assertThat(CacheTiming.check(1, 2, 2, Machines.desktop()).passed()).isTrue();
    }

    @Test
    void buffers_grow_from_level_to_level_whatever_the_platform_told() {
        for (var known : List.of(
                Caches.UNKNOWN,
                new Caches(64 << 10, 0, 0),
                new Caches(1, 1, 1),
                new Caches(1L << 40, 1L << 41, 1L << 42))) {
            var buffers = CacheTiming.buffers(known);
            assertThat(buffers.l1()).isPositive();
            assertThat(buffers.l2()).isGreaterThanOrEqualTo(buffers.l1() * 4);
            assertThat(buffers.l3()).isGreaterThanOrEqualTo(buffers.l2() * 4).isLessThanOrEqualTo(64 << 20);
        }
    }

    @Test
    void a_walk_visits_every_line_of_its_buffer() {
        var ring = CacheTiming.ring(64 * 1000);
        int at = 0;
        int steps = 0;
        do {
            at = ring[at];
            steps++;
        } while (at != 0 && steps <= 1000);
        assertThat(steps).isEqualTo(1000);
    }

    @Test
    void interruptions_are_left_out_and_the_order_stays() {
        var nanos = new long[100];
        Arrays.setAll(nanos, i -> 100 + i % 7);
        nanos[50] = 1_000_000;
        var kept = new Timings(nanos, 1).withoutInterruptions();
        assertThat(kept.count()).isEqualTo(95);
        assertThat(kept.max()).isLessThan(200);
        assertThat(kept.first(3)).containsExactly(100, 101, 102);
    }

    @Test
    void a_guest_does_not_pass_and_says_why() throws IOException {
        var check = AntiEmulation.measure(Machines.guest());
        assertThat(check.passed()).isFalse();
        var data = JSON.readTree(check.json().toString()).path("data");
        assertThat(data.path("is_likely_vm").booleanValue()).isTrue();
        assertThat(data.path("indicator_count").intValue())
                .isEqualTo(data.path("vm_indicators").size())
                .isPositive();
        assertThat(data.path("fail_reason").textValue()).isEqualTo("vm_detected");
    }

    @Test
    void bare_metal_passes_with_its_evidence() throws IOException {
        var data =
                JSON.readTree(AntiEmulation.measure(Machines.desktop()).json().toString());
        assertThat(data.path("passed").booleanValue()).isTrue();
        assertThat(data.at("/data/vm_indicators").size()).isZero();
        assertThat(data.at("/data/paths_checked").size()).isPositive();
        assertThat(data.at("/data/dmesg_scanned").booleanValue()).isTrue();
    }

    @Test
    void powerpc_shows_altivec_and_no_x86_flags() throws IOException {
        var data = JSON.readTree(SimdIdentity.measure(Machines.power8()).json().toString())
                .path("data");
        assertThat(data.path("has_altivec").booleanValue()).isTrue();
        assertThat(data.path("has_sse").booleanValue()).isFalse();
        assertThat(data.path("sample_flags").size()).isEqualTo(2);
    }

    private static Timings timings(long... nanos) {
        return new Timings(nanos, 1);
    }

    private static List<String> keys(java.util.Iterator<String> names) {
        var keys = new ArrayList<String>();
        names.forEachRemaining(keys::add);
        return keys;
    }
}
