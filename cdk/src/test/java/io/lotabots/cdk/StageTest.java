package io.lotabots.cdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StageTest {

    @Test
    void production_runs_on_the_values_of_the_protocol() {
        Stage prod = Stage.prod();

        assertThat(prod.chainId()).isEqualTo("rustchain-mainnet-v2");
        assertThat(prod.genesisEpochSecond()).isEqualTo(1_764_706_927L);
        assertThat(prod.slotSeconds()).isEqualTo(600);
        assertThat(prod.slotsPerEpoch()).isEqualTo(144);
        assertThat(prod.epochPot()).isEqualTo(1_500_000L);
        assertThat(prod.confirmationSeconds()).isEqualTo(86_400);
        assertThat(prod.virtualHardwareWeight()).isZero();
        assertThat(prod.removalPolicy()).isEqualTo(Stage.Removal.RETAIN);
        assertThat(prod.pointInTimeRecovery() && prod.deletionProtection() && prod.canary())
                .isTrue();
    }

    @Test
    void development_is_another_chain_that_confirms_in_ten_seconds_and_weighs_virtual_machines() {
        Stage dev = Stage.dev();

        assertThat(dev.chainId()).isNotEqualTo(Stage.prod().chainId());
        assertThat(dev.confirmationSeconds()).isEqualTo(10);
        assertThat(dev.virtualHardwareWeight()).isPositive();
        assertThat(dev.removalPolicy()).isEqualTo(Stage.Removal.DESTROY);
    }

    @Test
    void one_setting_is_replaced_and_the_others_stay() {
        Stage quick = Stage.dev().withAll(List.of("slotSeconds=1", "alarmEmail=a=b@example.org"));

        assertThat(quick.slotSeconds()).isEqualTo(1);
        assertThat(quick.alarmEmail()).isEqualTo("a=b@example.org");
        assertThat(quick.with("slotSeconds", "600").with("alarmEmail", "")).isEqualTo(Stage.dev());
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "prod"})
    void every_setting_reads_back_what_it_writes(String name) {
        Stage stage = Stage.named(name);

        Settings.all(stage)
                .forEach(
                        (key, text) -> assertThat(stage.with(key, text)).as(key).isEqualTo(stage));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "slotSeconds|0|slotSeconds must be between 1 and 86400, got: 0",
                "slotSeconds|soon|slotSeconds must be a whole number of 32 bits, got: soon",
                "slotSeconds|99999999999|slotSeconds must be a whole number of 32 bits, got: 99999999999",
                "epochPot|8388608000001|epochPot must be between 0 and 8388608000000, got: 8388608000001",
                "graceSeconds|14|graceSeconds must be between 15 and 3600, got: 14",
                "requireMac|yes|requireMac must be true or false, got: yes",
                "attestEnforceMode|all|attestEnforceMode must be one of log_only, enforce_new, enforce_all, got: all",
                "removalPolicy|keep|removalPolicy must be one of destroy, retain, got: keep",
                "chainId|Main Net|chainId must match [a-z0-9][a-z0-9-]{0,63}, got: Main Net",
                "corsOrigins|https://a.example,*.b|corsOrigins must match",
                "nodes|http://127.0.0.1|nodes must match",
                "logRetentionDays|8|logRetentionDays must be one of [1, 3, 5,",
                "alarmEmail|nobody|alarmEmail must match",
                "slotsperepoch|144|there is no setting slotsperepoch; the settings are name, chainId,",
            })
    void a_bad_setting_is_refused_with_its_name_its_range_and_what_was_got(String key, String value, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Stage.dev().with(key, value))
                .withMessageStartingWith(message)
                .satisfies(refusal -> assertThat(refusal.getMessage()).doesNotContain("\n"));
    }

    @Test
    void a_setting_without_a_value_and_an_unknown_stage_are_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Stage.dev().withAll(List.of("slotSeconds")))
                .withMessage("a setting is given as key=value, got: slotSeconds");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Stage.named("live"))
                .withMessage("stage must be dev or prod, got: live");
    }

    @Test
    void a_long_or_broken_value_is_shown_in_one_short_line() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Stage.dev().with("chainId", "A\n".repeat(500)))
                .satisfies(refusal ->
                        assertThat(refusal.getMessage()).hasSizeLessThan(200).doesNotContain("\n"));
    }

    @Test
    void variables_are_named_after_settings() {
        assertThat(Settings.variable("slotSeconds")).isEqualTo("SLOT_SECONDS");
        assertThat(Settings.variable("headerFutureSlots")).isEqualTo("HEADER_FUTURE_SLOTS");
        assertThat(Settings.variable("epochPot")).isEqualTo("EPOCH_POT_MICRO_RTC");
        assertThat(Settings.text(Stage.dev().with("nodes", "https://a.example, https://b.example"), "nodes"))
                .isEqualTo("https://a.example,https://b.example");
        assertThat(Settings.text(Stage.dev(), "attestEnforceMode")).isEqualTo("log_only");
    }
}
