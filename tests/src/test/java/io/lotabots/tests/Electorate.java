package io.lotabots.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotabots.crypto.Ed25519;
import io.lotabots.crypto.TransferMessage;
import io.lotabots.local.Platform;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HexFormat;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;

/** A chain of its own with a treasury, and those who own its money, propose and vote. */
final class Electorate implements AutoCloseable {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    final Platform platform;
    final Http node;
    private final String adminKey;
    private final Queue<Owner> prepared = new ArrayDeque<>();

    Electorate() throws IOException {
        Path data = Node.temporary();
        this.platform = Platform.start(Node.options("dev", data));
        this.node = new Http(platform.uri());
        this.adminKey = Files.readString(data.resolve("admin-key")).strip();
    }

    @Override
    public void close() {
        platform.close();
    }

    /** A miner whose key holds money. */
    final class Owner {
        final TestMiner miner = TestMiner.modern(node, 0x607e0000L + NUMBER.incrementAndGet());

        /** RTC that it was given. */
        final BigDecimal amount;

        private Owner(BigDecimal amount) {
            this.amount = amount;
        }

        /** What a vote with all of it weighs. */
        BigDecimal weight() {
            return amount.multiply(new BigDecimal("0.8"));
        }

        String wallet() {
            return miner.wallet;
        }

        Owner attested() {
            Http.Answer answer = miner.attest();
            MoneyTest.ok(answer);
            return this;
        }

        ObjectNode signedProposal(String title, String nonce) {
            String text = "What is meant:\n" + title;
            return signed("{\"description\":" + Http.JSON.valueToTree(text) + ",\"nonce\":\"" + nonce
                    + "\",\"title\":\"" + title + "\",\"wallet\":\"" + wallet() + "\"}");
        }

        ObjectNode signedVote(long proposal, String vote, String nonce, String chain) {
            return signed((chain.isEmpty() ? "{" : "{\"chain_id\":\"" + chain + "\",") + "\"nonce\":\"" + nonce
                    + "\",\"proposal_id\":" + proposal + ",\"vote\":\"" + vote + "\",\"wallet\":\"" + wallet() + "\"}");
        }

        private ObjectNode signed(String canonical) {
            try {
                return ((ObjectNode) Http.JSON.readTree(canonical))
                        .put("public_key", miner.publicKey)
                        .put(
                                "signature",
                                HexFormat.of()
                                        .formatHex(
                                                Ed25519.sign(miner.seed, canonical.getBytes(StandardCharsets.UTF_8))));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        Http.Answer propose(String title) {
            return send("/governance/propose", signedProposal(title, "n-" + title));
        }

        long proposes(String title) {
            Http.Answer answer = propose(title);
            assertThat(answer.status()).as(answer.text()).isEqualTo(201);
            return answer.json().at("/proposal/id").longValue();
        }

        Http.Answer vote(long proposal, String vote) {
            return send("/governance/vote", signedVote(proposal, vote, "n", ""));
        }

        void sendsAll(Owner to) {
            TransferMessage message = TransferMessage.of(wallet(), to.wallet(), amount, "", 1, "lotabots-dev");
            ObjectNode body = Http.JSON.createObjectNode();
            body.put("from_address", wallet())
                    .put("to_address", to.wallet())
                    .put("amount_rtc", amount.toPlainString())
                    .put("memo", "")
                    .put("nonce", 1)
                    .put("chain_id", "lotabots-dev")
                    .put("public_key", miner.publicKey)
                    .put("signature", HexFormat.of().formatHex(Ed25519.sign(miner.seed, message.signed())));
            MoneyTest.ok(send("/wallet/transfer/signed", body));
            confirm();
        }
    }

    /** Somebody to whom the treasury sent money, which is not confirmed yet. */
    Owner funded(String amount) {
        Owner owner = new Owner(new BigDecimal(amount));
        MoneyTest.ok(operator(
                "/wallet/transfer",
                "{\"from_miner\":\"treasury\",\"to_miner\":\"" + owner.wallet() + "\",\"amount_rtc\":\"" + amount
                        + "\"}"));
        return owner;
    }

    /** Makes owners of different sealed amounts above 20 RTC, for {@link #owner} to give out. */
    void prepare(int owners) {
        for (int i = 0; i < owners; i++) {
            prepared.add(funded("20.%02d".formatted(i)));
        }
        confirm();
        seal();
    }

    /** One of the prepared owners, which nobody else was given. */
    Owner owner() {
        return prepared.remove();
    }

    /** Somebody who owns nothing. */
    Owner stranger() {
        return new Owner(BigDecimal.ZERO);
    }

    /** Confirms what is pending. */
    void confirm() {
        advance(Duration.ofSeconds(11));
        MoneyTest.ok(operator("/pending/confirm", "{\"limit\":500}"));
    }

    /** Goes on to where all that happened so far is sealed. */
    void seal() {
        advance(Duration.ofDays(2));
        long epoch = node.get("/epoch").json().get("epoch").longValue();
        MoneyTest.ok(operator("/rewards/settle", "{\"epoch\":" + (epoch - 1) + "}"));
        assertThat(MoneyTest.ok(get("/archive/epochs/latest"))
                        .path("sealed_epoch")
                        .longValue())
                .isGreaterThanOrEqualTo(epoch - 1);
    }

    void advance(Duration by) {
        platform.clock().advance(by);
    }

    long now() {
        return platform.clock().instant().getEpochSecond();
    }

    /** RTC that an owner owns now. */
    BigDecimal balance(Owner owner) {
        return MoneyTest.ok(get("/wallet/balance?miner_id=" + owner.wallet()))
                .get("amount_rtc")
                .decimalValue();
    }

    JsonNode proposal(long id) {
        return MoneyTest.ok(get("/governance/proposal/" + id));
    }

    Http.Answer get(String path) {
        return node.get(path, "X-Real-IP", address());
    }

    Http.Answer send(String path, JsonNode body) {
        return send(path, body.toString());
    }

    Http.Answer send(String path, String body) {
        return node.post(path, body, "X-Real-IP", address());
    }

    Http.Answer operator(String path, String body) {
        return node.post(path, body, "X-Real-IP", address(), "X-Admin-Key", adminKey);
    }

    /** An address of a network that nobody else calls from. */
    String address() {
        return "2001:db8:e6:" + Integer.toHexString(NUMBER.incrementAndGet()) + "::1";
    }
}
