package io.lotabots.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotabots.crypto.Digests;
import io.lotabots.crypto.Ed25519;
import io.lotabots.crypto.RtcAddress;
import io.lotabots.crypto.TransferMessage;
import io.lotabots.platform.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Wallets with money from the stage's treasury, and transfers that they sign. There are many more of them than
 * connections, so that two transfers of one wallet never meet and each nonce comes after the one before.
 */
final class Wallets {
    private static final int COUNT = 64;
    private static final String RECEIVER = "RTC" + "1".repeat(40);
    private static final BigDecimal LEAST = new BigDecimal("0.000001");

    private final List<byte[]> seeds = new ArrayList<>();
    private long nonce;

    /** Makes the wallets and gives each of them 1 RTC. */
    Wallets(URI node, String adminKey) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            for (int i = 0; i < COUNT; i++) {
                seeds.add(Digests.sha256(("wallet " + i).getBytes(StandardCharsets.UTF_8)));
                operator(
                        http,
                        node.resolve("/wallet/transfer"),
                        adminKey,
                        "{\"from_miner\":\"treasury\",\"to_miner\":\"" + address(i)
                                + "\",\"amount_rtc\":1,\"idempotency_key\":\"bench-" + i + "\"}");
            }
            operator(http, node.resolve("/pending/confirm"), adminKey, "{\"limit\":500}");
        }
    }

    private static void operator(HttpClient http, URI uri, String adminKey, String body)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(uri)
                        .header("Content-Type", "application/json")
                        .header("X-Admin-Key", adminKey)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(uri + " answered " + answer.statusCode() + " " + answer.body());
        }
    }

    String address(int wallet) {
        return RtcAddress.of(Ed25519.publicKey(seeds.get(wallet))).value();
    }

    /** Transfers of the least amount, from each wallet in turn, as bodies of {@code POST /wallet/transfer/signed}. */
    List<String> transfers(int count) {
        List<String> bodies = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            bodies.add(transfer(seeds.get(i % COUNT), ++nonce));
        }
        return bodies;
    }

    private static String transfer(byte[] seed, long nonce) {
        byte[] key = Ed25519.publicKey(seed);
        TransferMessage message = new TransferMessage(
                RtcAddress.of(key).value(), RECEIVER, LEAST, BigDecimal.ZERO, "", nonce, Optional.empty());
        ObjectNode body = Json.MAPPER.createObjectNode();
        return body.put("from_address", message.from())
                .put("to_address", message.to())
                .put("amount_rtc", message.amount().toPlainString())
                .put("memo", message.memo())
                .put("nonce", message.nonce())
                .put("public_key", HexFormat.of().formatHex(key))
                .put("signature", HexFormat.of().formatHex(Ed25519.sign(seed, message.signed())))
                .toString();
    }
}
