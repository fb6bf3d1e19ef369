package io.lotabots.attestation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What readers are shown of a machine, as pure functions of its row. */
class ShownTest {
    private static final long NOW = 1_795_234_320L;

    @ParameterizedTest
    @CsvSource({
        "PowerPC,G4,PowerPC G4 (Vintage)",
        "PowerPC,POWER8,PowerPC POWER8 (Classic)",
        "PowerPC,default,PowerPC (Modern)",
        "Apple Silicon,M1,Apple Silicon M1 (Modern)",
        "ARM,aarch64,ARM aarch64 (Modern)",
        "ARM,arm7tdmi,ARM arm7tdmi (Vintage)",
        "x86,modern,x86 (Modern)",
        "x86,486,x86 486 (Vintage)",
        "x86,pentium_iii,x86 pentium iii (Vintage)",
        "x86,ivy_bridge,x86 ivy bridge (Classic)",
        "x86_64,default,x86-64 (Modern)",
        "console,nes_6502,console nes 6502 (Vintage)",
        "MOS,6502,MOS 6502 (Vintage)",
        "'','',Unknown"
    })
    void a_classified_device_has_a_readable_kind(String family, String arch, String kind) {
        assertThat(HardwareType.of(family, arch)).isEqualTo(kind);
    }

    @Test
    void a_badge_tells_active_idle_inactive_unverified_and_unknown_apart() {
        assertThat(GetApiBadge.badge(Optional.empty(), NOW).message()).isEqualTo("unknown");
        assertThat(badge(3599, true)).isEqualTo(new GetApiBadge.Answer(1, "RustChain", "active 2.5x", "brightgreen"));
        assertThat(badge(3600, true).message()).isEqualTo("idle 2.5x");
        assertThat(badge(86_399, false).message()).isEqualTo("unverified");
        assertThat(badge(86_400, true).message()).isEqualTo("inactive");
    }

    private static GetApiBadge.Answer badge(long age, boolean passed) {
        return GetApiBadge.badge(Optional.of(Machines.of("m", NOW - age, "PowerPC", "G4", passed)), NOW);
    }

    @Test
    void a_streak_lasts_until_a_day_is_missed_and_its_bonus_stops_at_thirty_days() {
        Machine machine = Machines.of("m", NOW);
        assertThat(Streak.of(Machines.known(machine), NOW).days()).isEqualTo(1);
        assertThat(Streak.of(Machines.known(machine), NOW + 86_400).days()).isEqualTo(1);
        assertThat(Streak.of(Machines.known(machine), NOW + 2 * 86_400).days()).isZero();
        assertThat(new Streak(7).bonus()).isEqualTo(140_000_000L);
        assertThat(new Streak(31).bonus()).isEqualTo(600_000_000L);
        assertThat(new Streak(31).daysToFull()).isZero();
    }

    @Test
    void the_pool_counts_every_machine_while_they_are_few() {
        Pooled pooled = Pooled.of(
                List.of(
                        Machines.of("a", NOW - 10),
                        Machines.of("b", NOW - 20, "x86", "modern", false),
                        Machines.of("c", NOW - 30)),
                3,
                NOW / 3600);
        assertThat(pooled.passed()).isEqualTo(2);
        assertThat(pooled.attestations()).isEqualTo(3);
        assertThat(pooled.newest()).isEqualTo(NOW - 10);
        assertThat(pooled.oldest()).isEqualTo(NOW - 30);
        assertThat(pooled.meanEntropy()).isEqualTo(0.9);
        assertThat(pooled.archs())
                .containsExactly(
                        new GetApiAttestationPool.Arch("PowerPC", "G4", 2),
                        new GetApiAttestationPool.Arch("x86", "modern", 1));
    }

    @Test
    void the_pool_scales_a_sample_that_is_spread_over_the_list() {
        List<Integer> sample = Pooled.sampled(IntStream.range(0, 4000).boxed().toList());
        assertThat(sample).hasSize(Pooled.MAX_ROWS).startsWith(0, 4, 8).endsWith(3996);
        assertThat(Pooled.of(List.of(Machines.of("a", NOW)), 4, NOW / 3600).passed())
                .isEqualTo(4);
        assertThat(Pooled.of(List.of(), 0, NOW / 3600).newest()).isNull();
    }
}
