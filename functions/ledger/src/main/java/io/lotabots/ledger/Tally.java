package io.lotabots.ledger;

import io.lotabots.aws.Item;
import java.util.List;

/**
 * What the votes on a proposal come to.
 *
 * @param yes their weights in micro-RTC, as are {@code no}
 * @param yesVotes how many they are, as are {@code noVotes}
 */
record Tally(long yes, long no, long yesVotes, long noVotes) {
    /** The sum of the rows among which votes are spread. */
    static Tally of(List<Item> shards) {
        Tally sum = new Tally(0, 0, 0, 0);
        for (Item shard : shards) {
            sum = new Tally(
                    Math.addExact(sum.yes, shard.number("yes", 0)),
                    Math.addExact(sum.no, shard.number("no", 0)),
                    Math.addExact(sum.yesVotes, shard.number("yes_votes", 0)),
                    Math.addExact(sum.noVotes, shard.number("no_votes", 0)));
        }
        return sum;
    }

    long votes() {
        return Math.addExact(yesVotes, noVotes);
    }

    long total() {
        return Math.addExact(yes, no);
    }
}
