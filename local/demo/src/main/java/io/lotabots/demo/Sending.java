package io.lotabots.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.clients.Columns;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** A part of what was earned is sent, and is the receiver's when its day is over. */
record Sending(Scene scene, Closing.Paid paid) {
    private static final String SENDER = "power-mac";
    private static final String RECEIVER = "savings";
    private static final long AMOUNT = 250_000;

    /** Where the money is in the end: micro-RTC by the name of the wallet. */
    Map<String, Long> run() throws InterruptedException {
        Voice voice = scene.voice();
        Now now = scene.passage().now();
        long earned = paid.shares().getOrDefault(SENDER, 0L);
        voice.step("A quarter of an RTC is sent, signed", now);
        voice.says("The wallet holds the machine's own key. The transfer is signed here; the node checks the signature,"
                + " takes the amount out of what can be spent, and keeps it until the protocol's delay is over.");
        voice.line("");
        typed("wallet", "import", SENDER, "--key", scene.commands().key(SENDER).toString());
        typed("wallet", "create", RECEIVER);
        JsonNode sent = typed("wallet", "send", "0.25", RECEIVER, "--from", SENDER, "--memo", "rent", "--yes");
        String hash = sent.path("tx_hash").asText();
        Instant due = Instant.ofEpochSecond(sent.path("confirms_at").longValue());
        balances(earned, AMOUNT, earned, 0);
        voice.says("Transfer " + hash.substring(0, 12) + ".. is "
                + sent.path("status").asText() + " until " + Voice.time(due) + ".");

        scene.passage().to(due);
        String before = status(hash);
        if (!before.equals("pending")) {
            throw new Discrepancy("the transfer was " + before + " before its delay was over");
        }
        scene.passage().until("the confirmation", () -> status(hash).equals("confirmed"));
        now = scene.passage().now();
        voice.step("It is confirmed, by the schedule", now);
        voice.says("It stayed pending for " + told(Duration.between(sentAt(hash), due))
                + ", as the protocol has it. Then the next run of the schedule confirmed it.");
        balances(earned - AMOUNT, 0, earned - AMOUNT, AMOUNT);

        Map<String, Long> end = new LinkedHashMap<>(paid.shares());
        end.put(SENDER, earned - AMOUNT);
        end.put(RECEIVER, AMOUNT);
        return end;
    }

    /** Runs a command and shows it as it was typed, with a file's name for its path. */
    private JsonNode typed(String... words) {
        StringBuilder shown = new StringBuilder();
        for (String word : words) {
            shown.append(shown.isEmpty() ? "" : " ").append(word.substring(word.lastIndexOf('/') + 1));
        }
        scene.voice().typed(shown.toString());
        return scene.commands().json(words);
    }

    private JsonNode row(String hash) {
        for (JsonNode row : scene.commands().json("wallet", "history", SENDER).path("transactions")) {
            if (hash.equals(row.path("tx_hash").textValue())) {
                return row;
            }
        }
        throw new Discrepancy("the history of " + SENDER + " does not hold the transfer " + hash);
    }

    private String status(String hash) {
        return row(hash).path("status").asText();
    }

    private Instant sentAt(String hash) {
        return Instant.ofEpochSecond(row(hash).path("timestamp").longValue());
    }

    /** Shows both wallets, and demands what they have to hold. */
    private void balances(long senders, long pending, long sendersWhole, long receivers) {
        JsonNode told =
                scene.commands().json("wallet", "balance", SENDER, RECEIVER).path("balances");
        Columns table = new Columns("lrrr", "WALLET", "RTC", "AVAILABLE", "PENDING");
        for (JsonNode wallet : told) {
            table.row(
                    wallet.path("wallet").asText(),
                    Money.shown(wallet.path("amount_i64").longValue()),
                    Money.shown(Money.micro(wallet.path("available_rtc"))),
                    Money.shown(Money.micro(wallet.path("pending_debits_rtc"))));
        }
        scene.voice().table(table);
        JsonNode sender = told.path(0);
        Discrepancy.demand(
                SENDER + " has", sendersWhole, sender.path("amount_i64").longValue());
        Discrepancy.demand(SENDER + " can spend", senders - pending, Money.micro(sender.path("available_rtc")));
        Discrepancy.demand(SENDER + " has under way", pending, Money.micro(sender.path("pending_debits_rtc")));
        Discrepancy.demand(
                RECEIVER + " has", receivers, told.path(1).path("amount_i64").longValue());
    }

    private static String told(Duration time) {
        return time.toMinutes() % 60 == 0 ? time.toHours() + " hours" : time.toMinutes() + " minutes";
    }
}
