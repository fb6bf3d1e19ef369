package io.lotabots.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class ChainTest {
    private static final long GENESIS = 1_764_706_927L;
    private static final Chain CHAIN = new Chain("rustchain-mainnet-v2", GENESIS, 600, 144, 1_500_000);

    @Test
    void slots_and_epochs_count_from_genesis_and_below_it() {
        assertThat(CHAIN.slotAt(1_795_234_320L)).isEqualTo(50_878);
        assertThat(CHAIN.epochAt(1_795_234_320L)).isEqualTo(353);
        assertThat(CHAIN.slotAt(GENESIS)).isZero();
        assertThat(CHAIN.slotAt(GENESIS - 1)).isEqualTo(-1);
        assertThat(CHAIN.epochAt(GENESIS - 1)).isEqualTo(-1);
    }

    @Test
    void an_epoch_ends_at_the_second_at_which_the_next_begins() {
        assertThat(CHAIN.epochEndsAt(0)).isEqualTo(GENESIS + 86_400);
        assertThat(CHAIN.epochAt(CHAIN.epochEndsAt(0) - 1)).isZero();
        assertThat(CHAIN.epochAt(CHAIN.epochEndsAt(0))).isEqualTo(1);
    }

    @Property
    void every_second_lies_in_its_slot_and_its_epoch(
            @ForAll @LongRange(min = -4_000_000_000L, max = 40_000_000_000L) long second,
            @ForAll @LongRange(min = 0, max = 4_000_000_000L) long genesis,
            @ForAll @LongRange(min = 1, max = 86_400) long slotSeconds,
            @ForAll @LongRange(min = 1, max = 10_000) long slotsPerEpoch) {
        Chain chain = new Chain("any", genesis, slotSeconds, slotsPerEpoch, 0);
        long slot = chain.slotAt(second);
        long epoch = chain.epochAt(second);
        assertThat(second).isGreaterThanOrEqualTo(chain.slotStartsAt(slot)).isLessThan(chain.slotStartsAt(slot + 1));
        assertThat(second).isGreaterThanOrEqualTo(chain.epochStartsAt(epoch)).isLessThan(chain.epochEndsAt(epoch));
        assertThat(chain.epochOfSlot(slot)).isEqualTo(epoch);
    }

    @Test
    void the_chain_is_that_of_the_environment() {
        Map<String, String> variables = Map.of(
                "CHAIN_ID", "rustchain-mainnet-v2",
                "GENESIS_EPOCH_SECOND", "1764706927",
                "SLOT_SECONDS", "600",
                "SLOTS_PER_EPOCH", "144",
                "EPOCH_POT_MICRO_RTC", "1500000");
        assertThat(Chain.of(Env.of(variables))).isEqualTo(CHAIN);
    }

    @Test
    void a_chain_without_time_or_name_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Chain("any", GENESIS, 0, 144, 0))
                .withMessage("slotSeconds must be at least 1, got: 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Chain("any", GENESIS, 600, 0, 0))
                .withMessage("slotsPerEpoch must be at least 1, got: 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Chain("any", -1, 600, 144, 0))
                .withMessage("genesisEpochSecond must be at least 0, got: -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Chain("any", GENESIS, 600, 144, -1))
                .withMessage("potMicroRtc must be at least 0, got: -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Chain("", GENESIS, 600, 144, 0))
                .withMessage("chainId must not be empty");
    }

    @Test
    void no_epoch_wraps_around() {
        assertThatThrownBy(() -> CHAIN.epochEndsAt(Long.MAX_VALUE)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> CHAIN.epochStartsAt(Long.MAX_VALUE / 144)).isInstanceOf(ArithmeticException.class);
    }
}
