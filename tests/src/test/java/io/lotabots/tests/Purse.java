package io.lotabots.tests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotabots.crypto.Digests;
import io.lotabots.crypto.Ed25519;
import io.lotabots.crypto.RtcAddress;
import io.lotabots.crypto.TransferMessage;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A wallet of the field: a key, the transfers that it signs, and the calls of its owner. */
final class Purse {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    final Http node;
    final byte[] seed;
    final String address;
    final String publicKey;

    /** The network address from which this wallet calls, a documentation address of its own (RFC 3849). */
    final String from;

    Purse(Http node) {
        int number = NUMBER.incrementAndGet();
        this.node = node;
        this.seed = Digests.sha256(("purse " + number).getBytes(StandardCharsets.UTF_8));
        this.address = RtcAddress.of(Ed25519.publicKey(seed)).value();
        this.publicKey = HexFormat.of().formatHex(Ed25519.publicKey(seed));
        this.from = "2001:db8:e1:" + Integer.toHexString(number) + "::1";
    }

    /** A wallet that holds money from outside of the ledger, which no rule of the platform gives. */
    static Purse funded(Http node, long micro) {
        Purse purse = new Purse(node);
        fund(purse.address, micro);
        return purse;
    }

    static void fund(String wallet, long micro) {
        try (DynamoDbClient store = Crowd.operator(Node.prod())) {
            store.putItem(r -> r.tableName(table("PostWalletTransferSigned", "WALLETS"))
                    .item(Map.of(
                            "wallet_id", AttributeValue.fromS(wallet),
                            "base", AttributeValue.fromN(Long.toString(micro)))));
        }
    }

    /** The public key by which a node's ledger is signed; others of the one key set sign other things. */
    static JsonNode ledgerKey(Http node) {
        for (JsonNode key : node.get("/.well-known/jwks.json").json().path("keys")) {
            if (key.path("crv").asText().equals("Ed25519")) {
                return key;
            }
        }
        throw new AssertionError("no key of the ledger is published");
    }

    /** The name of a function's table. */
    static String table(String handler, String name) {
        return Objects.requireNonNull(Node.function(handler).environment().get("TABLE_" + name), name);
    }

    /** A transfer as this platform's own wallets sign it. */
    ObjectNode transfer(String to, String amount, long nonce) {
        return transfer(to, amount, nonce, "rent");
    }

    ObjectNode transfer(String to, String amount, long nonce, String memo) {
        TransferMessage message =
                TransferMessage.of(address, to, new BigDecimal(amount), memo, nonce, "rustchain-mainnet-v2");
        return body(message, Ed25519.sign(seed, message.signed()));
    }

    ObjectNode body(TransferMessage message, byte[] signature) {
        ObjectNode body = Http.JSON.createObjectNode();
        body.put("from_address", message.from())
                .put("to_address", message.to())
                .put("amount_rtc", message.amount().toPlainString())
                .put("memo", message.memo())
                .put("nonce", message.nonce())
                .put("public_key", publicKey)
                .put("signature", HexFormat.of().formatHex(signature));
        message.chainId().ifPresent(id -> body.put("chain_id", id));
        return body;
    }

    Http.Answer send(JsonNode transfer) {
        return node.post("/wallet/transfer/signed", transfer, "X-Real-IP", from);
    }

    Http.Answer send(String to, String amount, long nonce) {
        return send(transfer(to, amount, nonce));
    }

    JsonNode balance() {
        return balance(node, address);
    }

    static JsonNode balance(Http node, String wallet) {
        Http.Answer answer = node.get("/wallet/balance?miner_id=" + wallet);
        if (answer.status() != 200) {
            throw new AssertionError("balance: " + answer.status() + " " + answer.text());
        }
        return answer.json();
    }

    /** All that these wallets own, in micro-RTC. */
    static long total(Http node, List<String> wallets) {
        return wallets.stream()
                .mapToLong(wallet -> balance(node, wallet).get("amount_i64").longValue())
                .sum();
    }

    /** A wallet that nobody used yet. */
    static String unused() {
        return "RTC" + Digests.sha256Hex("unused " + NUMBER.incrementAndGet()).substring(0, 40);
    }

    static Http.Answer operator(Http node, String path, String body) {
        return node.post(
                path,
                body,
                "X-Admin-Key",
                Node.adminKey(),
                "X-Real-IP",
                "2001:db8:e2:" + Integer.toHexString(NUMBER.incrementAndGet()) + "::1");
    }
}
