package io.lotabots.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.clients.Columns;
import java.util.List;

/** Shares are proven, and everything is recomputed from the archive. */
record Checking(Scene scene, List<Miner> miners, Closing.Paid paid) {
    void run() throws InterruptedException {
        Now now = scene.passage().now();
        prove(now);
        scene.passage().toNextEpoch();
        scene.passage().until("the closing of epoch " + now.epoch(), () -> sealed() >= now.epoch());
        audit(now.epoch());
    }

    private void prove(Now now) {
        Voice voice = scene.voice();
        voice.step("Whoever was paid can prove it", now);
        voice.says("A proof leads from a share to the epoch's signed root. The command recomputes the share from the"
                + " weights, the sums and the path, and checks the signature with the platform's published key.");
        voice.line("");
        voice.typed("wallet verify --epoch " + paid.epoch() + " --address WALLET");
        Columns table = new Columns("llrl", "NAME", "WALLET", "RTC", "PROOF");
        for (Miner miner : miners) {
            long share = paid.shares().getOrDefault(miner.name(), 0L);
            if (share == 0 && miner.weight().signum() == 0) {
                table.row(miner.name(), miner.shortWallet(), Money.shown(0), "none: weight 0 has no share");
                continue;
            }
            JsonNode proof = scene.commands()
                    .json("wallet", "verify", "--epoch", Long.toString(paid.epoch()), "--address", miner.wallet());
            Discrepancy.demand(
                    "the proven share of " + miner.name(),
                    share,
                    proof.path("share_i64").longValue());
            table.row(
                    miner.name(),
                    miner.shortWallet(),
                    Money.shown(share),
                    "holds, signed by " + proof.path("key").asText());
        }
        voice.table(table);
    }

    private void audit(long last) throws InterruptedException {
        Voice voice = scene.voice();
        voice.step("Anyone can audit everything", scene.passage().now());
        voice.says("The epoch with the transfer is closed too. The audit downloads the archive and recomputes members,"
                + " weights, shares, balances and transfers, and the chain of signed roots.");
        voice.line("");
        voice.typed("audit");
        JsonNode report = scene.commands().json("audit");
        voice.table(new Columns("llrrr", "EPOCHS", "SEALS", "SHARES", "MINTED", "DIFFERENCES")
                .row(
                        report.path("first_epoch").longValue() + " to "
                                + report.path("last_epoch").longValue(),
                        report.path("seals").asText(),
                        report.path("shares").asText(),
                        Money.shown(report.path("minted_i64").longValue()),
                        Integer.toString(report.path("differences").size())));
        if (!report.path("ok").booleanValue() || !report.path("differences").isEmpty()) {
            throw new Discrepancy("the audit found " + report.path("differences"));
        }
        if (report.path("last_epoch").longValue() < last) {
            throw new Discrepancy("the audit ends with epoch " + report.path("last_epoch") + ", before " + last);
        }
        Discrepancy.demand(
                "what the audit says was minted",
                paid.pot(),
                report.path("minted_i64").longValue());
    }

    private long sealed() throws InterruptedException {
        return scene.node().get("/archive/epochs/latest").whole("sealed_epoch").orElse(-1);
    }
}
