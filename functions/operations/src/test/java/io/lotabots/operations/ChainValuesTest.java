package io.lotabots.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lotabots.aws.Item;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChainValuesTest {
    static final Map<String, String> PROPERTIES = Map.of(
            "ServiceToken", "arn:aws:lambda:eu-central-1:123456789012:function:lotabots-dev-RecordChain:live",
            "ChainId", "lotabots-dev",
            "GenesisEpochSecond", "1764706927",
            "SlotSeconds", "600",
            "SlotsPerEpoch", "144",
            "EpochPotMicroRtc", "1500000",
            "Shards", "64");

    private static final long NOW = 1_795_234_320L;
    private static final ChainValues VALUES = ChainValues.of(PROPERTIES);

    static Map<String, String> with(String name, String value) {
        Map<String, String> changed = new HashMap<>(PROPERTIES);
        changed.put(name, value);
        return changed;
    }

    @Test
    void a_chain_starts_with_everything_before_its_current_epoch_behind_it() {
        Item row = VALUES.row(NOW);
        assertThat(row.text("item")).isEqualTo("chain");
        assertThat(row.text("chain_id")).isEqualTo("lotabots-dev");
        assertThat(row.number("head")).isEqualTo(352);
        assertThat(row.number("pot_from_epoch")).isEqualTo(353);
        assertThat(row.number("epoch_pot_micro_rtc")).isEqualTo(1_500_000);
        assertThat(row.number("started_at")).isEqualTo(NOW);
    }

    @Test
    void a_chain_that_is_recorded_before_its_genesis_begins_with_epoch_0() {
        assertThat(VALUES.row(1_000_000_000L).number("head")).isEqualTo(-1);
        assertThat(VALUES.row(1_764_706_927L).number("head")).isEqualTo(-1);
    }

    @Test
    void the_same_values_later_are_no_conflict() {
        assertThat(VALUES.conflict(VALUES.row(NOW - 1_000_000))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "ChainId, other-chain, lotabots-dev",
        "GenesisEpochSecond, 1764706928, 1764706927",
        "SlotSeconds, 60, 600",
        "SlotsPerEpoch, 10, 144",
        "EpochPotMicroRtc, 2000000, 1500000",
        "Shards, 128, 64"
    })
    void another_value_is_refused_by_name_with_what_is_recorded_and_what_was_asked(
            String name, String asked, String recorded) {
        assertThat(ChainValues.of(with(name, asked)).conflict(VALUES.row(NOW)))
                .hasValueSatisfying(reason -> assertThat(reason)
                        .startsWith(name + " is recorded as " + recorded + " and was asked to be " + asked)
                        .doesNotContain("\n"));
    }

    @Test
    void a_record_that_lacks_a_value_is_a_conflict() {
        assertThat(VALUES.conflict(Item.of("item", "chain")))
                .hasValue("ChainId is recorded as nothing and was asked to be lotabots-dev;"
                        + " the tables hold rows made with it");
    }

    @ParameterizedTest
    @CsvSource({
        "ChainId, ''",
        "SlotSeconds, 0",
        "SlotsPerEpoch, -1",
        "EpochPotMicroRtc, 1.5",
        "Shards, many",
        "GenesisEpochSecond, 9999999999999999999"
    })
    void a_property_out_of_its_range_is_refused_by_name(String name, String value) {
        assertThatThrownBy(() -> ChainValues.of(with(name, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(name + " must be")
                .hasMessageEndingWith("got: " + value);
    }

    @Test
    void a_property_that_is_missing_is_refused_by_name() {
        assertThatThrownBy(() -> ChainValues.of(Map.of("ChainId", "x")))
                .hasMessageStartingWith("GenesisEpochSecond must be");
    }
}
