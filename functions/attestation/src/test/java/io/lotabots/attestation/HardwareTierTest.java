package io.lotabots.attestation;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotabots.platform.Env;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HardwareTierTest {
    private static final long NOW = 1_800_000_000L;

    private final HardwareTier tiers = new HardwareTier(Env.of(
            Map.of("AFFIRMING_FACTOR", "1500", "VIRTUAL_TPM_FACTOR", "1250", "CONFIDENTIAL_VM_WEIGHT", "700000000")));

    private static Judgement worth(long weight) {
        return worth(weight, weight > 0);
    }

    private static Judgement worth(long weight, boolean passed) {
        return new Judgement(
                "x86",
                "modern",
                passed,
                List.of(),
                false,
                63,
                63,
                1_000_000_000L,
                weight,
                new byte[0],
                5,
                Optional.empty(),
                "f",
                0,
                HardwareTier.FINGERPRINT);
    }

    private Judgement applied(long weight, String tier, boolean confidential, long until) {
        return tiers.applied(worth(weight), Optional.of(new HardwareTier.Shown(tier, confidential, until)), NOW);
    }

    @Test
    void a_weight_is_multiplied_by_the_factor_of_its_tier_in_integers() {
        assertThat(tiers.applied(worth(1_000_000_000L), Optional.empty(), NOW).weight())
                .isEqualTo(1_000_000_000L);
        assertThat(applied(1_000_000_001L, "affirming", false, NOW + 1).weight())
                .isEqualTo(1_500_000_001L);
        assertThat(applied(1_000_000_000L, "virtual-tpm", false, NOW + 1).weight())
                .isEqualTo(1_250_000_000L);
        assertThat(applied(1_000_000_000L, "warning", false, NOW + 1).weight()).isEqualTo(1_000_000_000L);
    }

    @Test
    void a_tier_counts_until_its_second_and_not_in_it() {
        Judgement over = applied(1_000_000_000L, "affirming", true, NOW);
        assertThat(over.weight()).isEqualTo(1_000_000_000L);
        assertThat(over.tier()).isEqualTo(HardwareTier.FINGERPRINT);
    }

    @Test
    void a_confidential_machine_that_is_affirmed_has_a_weight_of_its_own_where_its_fingerprint_is_worth_nothing() {
        assertThat(applied(0, "affirming", true, NOW + 1).weight()).isEqualTo(1_050_000_000L);
        assertThat(applied(0, "affirming", false, NOW + 1).weight()).isZero();
        assertThat(applied(0, "warning", true, NOW + 1).weight()).isZero();
        assertThat(applied(1_000_000_000L, "affirming", true, NOW + 1).weight()).isEqualTo(1_500_000_000L);
    }

    @Test
    void a_confidential_machine_keeps_the_larger_of_what_virtual_hardware_and_what_its_evidence_are_worth() {
        Optional<HardwareTier.Shown> shown = Optional.of(new HardwareTier.Shown("affirming", true, NOW + 1));
        assertThat(tiers.applied(worth(100_000, false), shown, NOW).weight()).isEqualTo(1_050_000_000L);
        assertThat(tiers.applied(worth(800_000_000, false), shown, NOW).weight())
                .isEqualTo(1_200_000_000L);
    }
}
