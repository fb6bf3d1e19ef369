package io.lotabots.demo;

import io.lotabots.clients.node.NodeClient;
import io.lotabots.local.Platform;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The steps of the story, on a platform that runs; what one finds, the next ones stand on. */
record Story(Platform platform, Path folder, Voice voice) {
    private static final Duration CALL_LIMIT = Duration.ofSeconds(30);

    /**
     * Tells it to the end.
     *
     * @return how far the platform's clock went
     * @throws Discrepancy when anything is not as it is told
     */
    Duration tell() throws InterruptedException {
        Clock clock = platform.clock().withZone(ZoneOffset.UTC);
        try (NodeClient node = new NodeClient(platform.uri(), Optional.empty(), CALL_LIMIT, clock)) {
            Passage passage = new Passage(platform.clock(), node, voice);
            Scene scene = new Scene(voice, node, new Commands(platform.uri(), folder, clock), passage);
            Instant start = platform.clock().instant();
            voice.step("The platform starts", passage.now());
            Now now = passage.now();
            voice.says(platform.functions().size() + " functions behind "
                    + platform.routes().size() + " routes of "
                    + platform.uri()
                    + ", with the rules, tables and schedules that are deployed to AWS. Everything is in"
                    + " memory. The clock is moved, no rule is: an epoch is " + now.slotsPerEpoch() + " slots of "
                    + now.slotLength().toSeconds() + " s and pays " + Money.shown(now.pot()) + " RTC.");
            List<Miner> miners = new Attesting(scene).run();
            Closing.Paid paid = new Closing(scene, miners).run();
            Map<String, Long> end = new Sending(scene, paid).run();
            new Checking(scene, miners, paid).run();
            sum(scene, miners, paid, end);
            return Duration.between(start, platform.clock().instant());
        }
    }

    /** Every wallet is asked once more, and together they have to hold the pot. */
    private void sum(Scene scene, List<Miner> miners, Closing.Paid paid, Map<String, Long> end) {
        long sum = 0;
        for (Map.Entry<String, Long> wallet : end.entrySet()) {
            String who = miners.stream()
                    .filter(miner -> miner.name().equals(wallet.getKey()))
                    .map(Miner::wallet)
                    .findFirst()
                    .orElse(wallet.getKey());
            long has = scene.commands()
                    .json("wallet", "balance", who)
                    .path("balances")
                    .path(0)
                    .path("amount_i64")
                    .longValue();
            Discrepancy.demand(wallet.getKey() + " has in the end", wallet.getValue(), has);
            sum = Math.addExact(sum, has);
        }
        Discrepancy.demand("all wallets together", paid.pot(), sum);
        voice.line("");
        voice.title("Everything adds up: "
                + end.values().stream().map(Money::shown).collect(Collectors.joining(" + ")) + " = "
                + Money.shown(sum) + " RTC, the pot.");
    }
}
