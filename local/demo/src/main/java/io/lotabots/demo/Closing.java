package io.lotabots.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.clients.Columns;
import io.lotabots.clients.node.NodeAnswer;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The epoch ends, the schedule closes it, and the pot is paid. */
record Closing(Scene scene, List<Miner> miners) {
    /**
     * Who was paid what.
     *
     * @param epoch that was closed
     * @param pot micro-RTC that it paid
     * @param shares micro-RTC by the name of the machine
     */
    record Paid(long epoch, long pot, Map<String, Long> shares) {}

    Paid run() throws InterruptedException {
        Voice voice = scene.voice();
        Now before = scene.passage().now();
        long epoch = before.epoch();
        Now after = scene.passage().toNextEpoch();
        Instant sealed = scene.passage().until("the closing of epoch " + epoch, () -> isSealed(epoch));
        voice.step("The epoch ends, and its pot is paid", scene.passage().now());
        voice.says("The clock ran through the " + before.slotsLeft() + " slots that were left. At "
                + Voice.time(after.time()) + " epoch " + epoch + " was over; at " + Voice.time(sealed)
                + ", its time of grace being over too, the platform's own schedule had closed it. Paying is one write:"
                + " before it nobody is paid, after it everybody is.");
        Paid paid = paid(epoch, before.pot());
        voice.says(
                "The pot is split by weight into whole micro-RTC; what is left over goes to the largest remainders.");
        return paid;
    }

    private boolean isSealed(long epoch) throws InterruptedException {
        return rewards(epoch).body().path("settled").booleanValue();
    }

    private NodeAnswer rewards(long epoch) throws InterruptedException {
        NodeAnswer answer = scene.node().get("/rewards/epoch/" + epoch + "?limit=1000");
        if (!answer.isDone()) {
            throw new Discrepancy(answer.refusal().toString());
        }
        return answer;
    }

    private Paid paid(long epoch, long pot) throws InterruptedException {
        JsonNode rewards = rewards(epoch).body();
        Map<String, Reward> byWallet = new LinkedHashMap<>();
        rewards.path("rewards")
                .forEach(reward -> byWallet.put(reward.path("miner_id").asText(), Reward.of(reward)));
        long sum = byWallet.values().stream().mapToLong(Reward::share).reduce(0, Math::addExact);
        Map<String, Long> shares = new LinkedHashMap<>();
        Columns table = new Columns("lrr", "NAME", "WEIGHT", "RTC");
        BigDecimal weights = BigDecimal.ZERO;
        for (Miner miner : miners) {
            // Whoever weighs nothing has no share, not a share of nothing.
            Reward reward = Optional.ofNullable(byWallet.remove(miner.wallet())).orElse(Reward.NONE);
            if (reward.weight().compareTo(miner.weight()) != 0) {
                throw new Discrepancy(miner.name() + " was enrolled with weight " + miner.shownWeight()
                        + " and paid for " + reward.weight());
            }
            shares.put(miner.name(), reward.share());
            table.row(miner.name(), miner.shownWeight(), Money.shown(reward.share()));
            weights = weights.add(miner.weight());
        }
        if (!byWallet.isEmpty()) {
            throw new Discrepancy("epoch " + epoch + " paid somebody else too: " + byWallet.keySet());
        }
        table.row("together", weights.stripTrailingZeros().toPlainString(), Money.shown(sum));
        scene.voice().table(table);
        Discrepancy.demand("the shares of epoch " + epoch + " together", pot, sum);
        Discrepancy.demand(
                "what epoch " + epoch + " says it paid",
                pot,
                rewards.path("distributed_urtc").longValue());
        return new Paid(epoch, pot, shares);
    }

    private record Reward(long share, BigDecimal weight) {
        static final Reward NONE = new Reward(0, BigDecimal.ZERO);

        static Reward of(JsonNode reward) {
            return new Reward(
                    reward.path("share_i64").longValue(), reward.path("weight").decimalValue());
        }
    }
}
