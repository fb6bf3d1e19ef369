package io.lotabots.ledger;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotabots.aws.Aws;
import io.lotabots.aws.RateLimit;
import io.lotabots.bench.Interleaved;
import io.lotabots.crypto.Digests;
import io.lotabots.crypto.Ed25519;
import io.lotabots.crypto.RtcAddress;
import io.lotabots.crypto.TransferMessage;
import io.lotabots.platform.Env;
import io.lotabots.platform.Json;
import io.lotabots.platform.PrimingContext;
import io.lotabots.settlement.JournalEntry;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * CPU of one {@code POST /wallet/transfer/signed} in process, with the store stubbed at the level of bytes, beside its
 * parts measured in the same run: JSON, the canonical message, the signature, digests, and the store calls that it makes.
 */
public final class TransferBench {
    private static final long NOW = 1_795_234_320L;
    private static final String CHAIN_ID = "bench";
    private static final String TO = "RTC" + "1".repeat(40);
    private static final BigDecimal AMOUNT = new BigDecimal("1.25");
    private static final String ADDRESS = "192.0.2.10";
    private static final double LIMIT = 1.5;

    private final WalletStore bytes = new WalletStore();
    private final Aws aws = Aws.of(environment(), () -> bytes);
    private final PostWalletTransferSigned handler = new PostWalletTransferSigned(aws);
    private final DynamoStore store = new DynamoStore(aws);
    private final RateLimit limit = TransferAnswers.limit(aws, "transfer");
    private final byte[] seed = Digests.sha256("bench".getBytes(StandardCharsets.UTF_8));
    private final byte[] publicKey = Ed25519.publicKey(seed);
    private final String wallet = RtcAddress.of(publicKey).value();
    private final byte[] body;
    private final byte[] message;
    private final byte[] signature;
    private final JsonNode answer;
    private long nonce;

    private TransferBench() throws IOException {
        APIGatewayV2HTTPEvent event = event();
        APIGatewayV2HTTPResponse first = handler.handleRequest(event, new PrimingContext("PostWalletTransferSigned"));
        if (first.getStatusCode() != 200) {
            throw new IllegalStateException("the transfer is refused: " + first.getBody());
        }
        answer = Json.tree(first.getBody().getBytes(StandardCharsets.UTF_8));
        body = event.getBody().getBytes(StandardCharsets.UTF_8);
        message = message(nonce).signed();
        signature = Ed25519.sign(seed, message);
    }

    private static Env environment() {
        Map<String, String> env = new HashMap<>(Map.of(
                "AWS_REGION", "eu-west-1",
                "AWS_ACCESS_KEY_ID", "bench",
                "AWS_SECRET_ACCESS_KEY", "bench",
                "CHAIN_ID", CHAIN_ID,
                "CONFIRMATION_SECONDS", "86400",
                "TRANSFERS_PER_ADDRESS_PER_MINUTE", "100"));
        for (String name : new String[] {
            "LIMITS", "MINERS", "EPOCHS", "PAGES", "WALLETS", "SLOTS", "TRANSFERS", "DUE", "JOURNAL", "ACTIVITY"
        }) {
            env.put("TABLE_" + name, name);
        }
        return Env.of(env);
    }

    private TransferMessage message(long number) {
        return TransferMessage.of(wallet, TO, AMOUNT, "bench", number, CHAIN_ID);
    }

    /** A fresh transfer: the next nonce, signed anew. */
    private APIGatewayV2HTTPEvent event() {
        nonce++;
        ObjectNode signed = Json.MAPPER.createObjectNode();
        signed.put("from_address", wallet)
                .put("to_address", TO)
                .put("amount_rtc", AMOUNT)
                .put("memo", "bench")
                .put("nonce", nonce)
                .put("chain_id", CHAIN_ID)
                .put("public_key", HexFormat.of().formatHex(publicKey))
                .put(
                        "signature",
                        HexFormat.of()
                                .formatHex(Ed25519.sign(seed, message(nonce).signed())));
        APIGatewayV2HTTPEvent event = new APIGatewayV2HTTPEvent();
        event.setRouteKey("POST /wallet/transfer/signed");
        event.setHeaders(Map.of("content-type", "application/json"));
        event.setBody(signed.toString());
        event.setRequestContext(APIGatewayV2HTTPEvent.RequestContext.builder()
                .withRequestId("bench-" + nonce)
                .withTimeEpoch(NOW * 1000)
                .withHttp(APIGatewayV2HTTPEvent.RequestContext.Http.builder()
                        .withMethod("POST")
                        .withPath("/wallet/transfer/signed")
                        .withSourceIp(ADDRESS)
                        .build())
                .build());
        return event;
    }

    private int json() {
        try {
            return Json.tree(body).size() + Json.write(answer).length();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private int message() {
        return message(1).signed().length;
    }

    private int signature() {
        return Ed25519.verify(publicKey, message, signature) ? 1 : 0;
    }

    /** The address of the key, and the transfer's hash. */
    private int digests() {
        return RtcAddress.of(publicKey).value().length()
                ^ TransferMessage.hash(message, signature).length();
    }

    private int limit() {
        return limit.take(ADDRESS, NOW);
    }

    /** The reads of a transfer: what attestation knows of the sender, its wallet, the head, its page. */
    private int reads() {
        return Profile.of(aws, wallet).pinnedKey().map(String::length).orElse(0)
                ^ (int) Balance.of(store, wallet).available();
    }

    /** The transaction of a transfer, six rows. */
    private int transaction() {
        Wallet before = new Wallet(wallet, 5_000_000, 0, 0, 0, 3);
        Wallet after = new Wallet(wallet, 10_750_000, 1_250_000, 7_000_000, 1, 3);
        String hash = "0".repeat(32);
        Transfer transfer = new Transfer(
                hash, 0, wallet, TO, 1_250_000, "bench", 1, hash, NOW, NOW, Transfer.Status.PENDING, 0, "", "");
        JournalEntry entry = new JournalEntry(
                NOW * 1000, JournalEntry.Step.SUBMIT, hash, wallet, TO, 1_250_000, 7_000_000, 7_000_000, 1);
        return store.submit(transfer, before, after, entry) instanceof Store.Submission.Accepted ? 1 : 0;
    }

    /** Everything in a row, as a transfer has it: no part finds the processor's caches full of itself. */
    private int parts() {
        return limit() ^ json() ^ message() ^ signature() ^ digests() ^ reads() ^ transaction();
    }

    /** Prints the table; exits with 1 when a transfer costs more than 1.5 times its parts. */
    public static void main(String[] args) throws IOException {
        TransferBench bench = new TransferBench();
        Interleaved run = new Interleaved(args.length > 0 ? Integer.parseInt(args[0]) : 40, 50);
        PrimingContext context = new PrimingContext("PostWalletTransferSigned");
        run.prepared(
                "transfer",
                bench::event,
                event -> bench.handler.handleRequest(event, context).getStatusCode());
        run.add("JSON in and out", bench::json);
        run.add("canonical message", bench::message);
        run.add("Ed25519", bench::signature);
        run.add("digests", bench::digests);
        run.add("limit, one update", bench::limit);
        run.add("three gets, one query", bench::reads);
        run.add("transaction of six rows", bench::transaction);
        run.add("the parts in a row", bench::parts);
        Interleaved.Medians micros = run.run();
        bench.bytes.calls().clear();
        bench.handler.handleRequest(bench.event(), context);
        demandCalls(bench.bytes);
        double parts = micros.of("the parts in a row");
        double ratio = micros.of("transfer") / parts;
        micros.print(System.err);
        System.err.printf("store calls of one transfer: %s%n", bench.bytes.calls());
        System.err.printf(
                "the parts in a row %.1f us, a transfer is %.2f times that (limit %.1f)%n", parts, ratio, LIMIT);
        if (ratio > LIMIT) {
            System.exit(1);
        }
    }

    /** The parts stand for the calls that a transfer makes: should it make others, the comparison is void. */
    private static void demandCalls(WalletStore store) {
        if (store.count("UpdateItem") != 1
                || store.count("GetItem") != 3
                || store.count("Query") != 1
                || store.count("TransactWriteItems") != 1
                || store.calls().size() != 4) {
            throw new IllegalStateException("a transfer makes other calls than the parts: " + store.calls());
        }
    }
}
