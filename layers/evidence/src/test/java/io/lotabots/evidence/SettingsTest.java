package io.lotabots.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotabots.evidence.snp.SevSnp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A policy that is not understood may ask for something: no evidence holds under it. */
class SettingsTest {
    private static final SevSnp FORMAT = new SevSnp();

    private static Verdict under(Policy policy) {
        return FORMAT.verify(
                new Evidence(Map.of()),
                new Terms(new byte[32], Instant.EPOCH, TrustAnchors.of(List.of()), Collateral.NONE, policy));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "max_vmp|0|is none of the settings",
                "max_vmpl|[0]|must be a whole number from 0 to 3",
                "max_vmpl|4|must be a whole number from 0 to 3",
                "allow_debug|no|must be true or false",
                "min_tcb|04|must be a text that matches",
                "measurement|beef|must be a list of texts that match"
            })
    void a_setting_of_another_name_type_or_range_refuses_all_evidence_by_name(String name, String text, String why) {
        Object value = text.equals("[0]") ? List.of("0") : text.matches("\\d") ? Long.valueOf(text) : text;
        assertThat(under(new Policy(Map.of(name, value)))).isInstanceOfSatisfying(Verdict.Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(Reason.POLICY_NOT_UNDERSTOOD);
            assertThat(refused.detail()).contains("\"" + name + "\"", why);
        });
    }

    @Test
    void what_the_format_takes_is_taken() {
        Policy policy = new Policy(Map.of(
                "max_vmpl",
                1L,
                "allow_debug",
                true,
                "measurement",
                List.of("aB".repeat(48)),
                "min_tcb",
                "0".repeat(16)));
        assertThat(under(policy))
                .isInstanceOfSatisfying(
                        Verdict.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.MISSING_PART));
    }

    @Test
    void a_part_that_the_format_does_not_know_is_not_read() {
        assertThat(new Evidence(Map.of("report", new byte[1], "selfie", new byte[2]))
                        .only(FORMAT.parts())
                        .parts())
                .containsOnlyKeys("report");
    }
}
