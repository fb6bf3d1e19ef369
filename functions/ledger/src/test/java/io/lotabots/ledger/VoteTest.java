package io.lotabots.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotabots.aws.Item;
import io.lotabots.crypto.Rtc;
import java.util.List;
import org.junit.jupiter.api.Test;

class VoteTest {
    private static final Proposal PROPOSAL = new Proposal(1, "anna", "title", "text", 100, 200, 7, "f".repeat(64));

    @Test
    void a_vote_weighs_balance_times_multiplier_in_whole_micro_rtc() {
        assertThat(vote(100 * Rtc.MICRO, 800_000_000).weight()).isEqualTo(80 * Rtc.MICRO);
        assertThat(vote(3, 500_000_000).weight()).isEqualTo(1);
        assertThat(vote(1, 999_999_999).weight()).isZero();
    }

    @Test
    void the_whole_supply_on_the_oldest_hardware_is_weighed_exactly() {
        assertThat(vote(Rtc.SUPPLY, 4_000_000_000L).weight()).isEqualTo(4 * Rtc.SUPPLY);
    }

    @Test
    void rows_hold_all_of_a_vote_and_of_a_proposal() {
        Vote vote = vote(7, 8);
        assertThat(Vote.of(vote.row())).isEqualTo(vote);
        assertThat(Proposal.of(PROPOSAL.row())).isEqualTo(PROPOSAL);
    }

    @Test
    void a_tally_is_the_sum_of_its_rows() {
        Tally tally = Tally.of(List.of(
                Item.of("entry", "#0").with("yes", 5).with("yes_votes", 1),
                Item.of("entry", "#3")
                        .with("yes", 2)
                        .with("yes_votes", 1)
                        .with("no", 9)
                        .with("no_votes", 2)));
        assertThat(tally).isEqualTo(new Tally(7, 9, 2, 2));
        assertThat(tally.total()).isEqualTo(16);
        assertThat(tally.votes()).isEqualTo(4);
    }

    @Test
    void a_proposal_passes_when_it_ends_with_more_yes_than_no() {
        Tally more = new Tally(8, 7, 1, 1);
        Tally even = new Tally(7, 7, 1, 1);
        assertThat(PROPOSAL.status(more, 199)).isEqualTo("active");
        assertThat(PROPOSAL.result(more, 199)).isEqualTo("pending");
        assertThat(PROPOSAL.status(more, 200)).isEqualTo("passed");
        assertThat(PROPOSAL.status(even, 200)).isEqualTo("failed");
        assertThat(PROPOSAL.result(even, 200)).isEqualTo("failed");
    }

    @Test
    void a_result_is_final_once_no_vote_of_the_last_second_can_still_be_written() {
        assertThat(PROPOSAL.isOpen(199)).isTrue();
        assertThat(PROPOSAL.isOpen(200)).isFalse();
        assertThat(PROPOSAL.isFinal(214)).isFalse();
        assertThat(PROPOSAL.isFinal(215)).isTrue();
    }

    private static Vote vote(long balance, long multiplier) {
        return new Vote(1, "anna", Vote.YES, balance, multiplier, 150);
    }
}
