package io.lotabots.clients.wallet;

import io.lotabots.clients.PlainError;
import io.lotabots.clients.node.NodeClient;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a node says that a sender has to know.
 *
 * @param chainId which chain it serves
 * @param available micro-RTC that can be spent, when the node tells
 * @param lastNonce the greatest nonce that the node saw of the sender, 0 when it does not tell
 */
record SenderView(String chainId, OptionalLong available, long lastNonce) {
    /** How far beyond the clock a node may say that a nonce was. One far beyond would leave the wallet no numbers. */
    private static final long FARTHEST_MILLIS = Duration.ofDays(1).toMillis();

    /**
     * Asks the node.
     *
     * @param expected the chain that the sender means; the node's when absent
     * @throws PlainError when the node serves another chain, or does not answer
     */
    static SenderView of(NodeClient node, String sender, Optional<String> expected) throws InterruptedException {
        var network = node.get("/network/info");
        if (!network.isDone() && !network.isTransient()) {
            network = node.get("/api/stats");
        }
        var answer = network;
        var chainId = network.text("chain_id")
                .filter(id -> answer.isDone() && id.matches("[A-Za-z0-9._-]{1,64}"))
                .orElseThrow(() -> PlainError.notDone("the node does not say which chain it serves ("
                        + (answer.isDone() ? answer.without("chain_id") : answer).refusal() + ")"));
        if (expected.isPresent() && !expected.get().equals(chainId)) {
            throw new PlainError("the node serves the chain " + chainId + ", not " + expected.get());
        }
        var balance = node.get("/wallet/balance" + Whose.query(sender));
        if (!balance.isDone()) {
            throw PlainError.notDone("the balance of " + sender + " is not known: " + balance.refusal());
        }
        var available = Amount.of(balance, "available_i64", "available_rtc");
        return new SenderView(
                chainId,
                available.isPresent() ? available : Amount.of(balance, "amount_i64", "amount_rtc"),
                balance.whole("nonce").orElse(0));
    }

    /** A nonce above all that were used: the time, or one more than the last. */
    long nonce(long nowMillis, long lastHere) {
        if (lastNonce > Math.addExact(nowMillis, FARTHEST_MILLIS)) {
            throw PlainError.notDone("the node says that this wallet used the nonce " + lastNonce
                    + ", more than a day ahead of this machine's clock (" + nowMillis + "); nothing is signed");
        }
        return Math.max(nowMillis, Math.max(lastHere, lastNonce) + 1);
    }
}
