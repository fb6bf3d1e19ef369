package io.lotabots.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotabots.crypto.Ed25519;
import io.lotabots.crypto.TransferMessage;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What wallets and explorers of the field read in the answers: the fields of the network, and what else is told. */
class WalletEndpointsTest {
    private final Http node = Node.http();

    @Test
    void a_wallet_that_nobody_knows_owns_nothing_whatever_the_path() {
        String nobody = Purse.unused();
        for (String path : List.of(
                "/wallet/balance?miner_id=" + nobody,
                "/wallet/balance?address=" + nobody,
                "/api/balance?wallet=" + nobody,
                "/balance/" + nobody,
                "/api/wallet/" + nobody)) {
            JsonNode balance = MoneyTest.ok(node.get(path));
            assertThat(balance.get("amount_i64").longValue()).isZero();
            assertThat(balance.get("amount_rtc").decimalValue()).isEqualByComparingTo("0");
            assertThat(balance.get("balance_rtc").decimalValue()).isEqualByComparingTo("0");
            assertThat(balance.get("miner_id").asText()).isEqualTo(nobody);
            assertThat(balance.get("miner_pk").asText()).isEqualTo(nobody);
        }
        assertThat(node.get("/wallet/balance").json().get("error").asText()).isEqualTo("miner_id or address required");
        assertThat(node.get("/wallet/balance?miner_id=a%20b")
                        .json()
                        .get("error")
                        .asText())
                .isEqualTo("invalid miner_id");
        assertThat(node.get("/wallet/balance?miner_id=a&address=b").status()).isEqualTo(400);
        assertThat(node.get("/api/wallet/bad%20id").status()).isEqualTo(400);
    }

    @Test
    void the_answer_to_a_transfer_has_the_fields_of_every_client() {
        Purse anna = Purse.funded(node, 2_000_000);
        String to = Purse.unused();
        JsonNode answer = MoneyTest.ok(anna.send(to, "1.25", 1));
        assertThat(answer.get("ok").booleanValue()).isTrue();
        assertThat(answer.get("success").booleanValue()).isTrue();
        assertThat(answer.get("verified").booleanValue()).isTrue();
        assertThat(answer.get("replay_protected").booleanValue()).isTrue();
        assertThat(answer.get("signature_type").asText()).isEqualTo("Ed25519");
        assertThat(answer.get("phase").asText()).isEqualTo("pending");
        assertThat(answer.get("pending_id").isIntegralNumber()).isTrue();
        assertThat(answer.get("tx_hash").asText())
                .matches("[0-9a-f]{32}")
                .isEqualTo(answer.get("tx_id").asText());
        assertThat(answer.get("from_address").asText()).isEqualTo(anna.address);
        assertThat(answer.get("to_address").asText()).isEqualTo(to);
        assertThat(answer.get("amount_rtc").decimalValue()).isEqualByComparingTo("1.25");
        assertThat(answer.get("chain_id").asText()).isEqualTo("rustchain-mainnet-v2");
        assertThat(answer.get("confirms_in_hours").decimalValue()).isEqualByComparingTo("24");

        String hash = answer.get("tx_hash").asText();
        JsonNode pending = node.get("/pending/list?miner_id=" + anna.address).json();
        assertThat(pending.get("count").intValue()).isEqualTo(1);
        JsonNode row = pending.get("pending").get(0);
        assertThat(row.get("id").longValue()).isEqualTo(answer.get("pending_id").longValue());
        assertThat(row.get("tx_hash").asText()).isEqualTo(hash);
        assertThat(row.get("reason").asText()).isEqualTo("rent");
        assertThat(row.get("voided_by").isNull()).isTrue();
        JsonNode history = node.get("/wallet/history?miner_id=" + to).json();
        assertThat(history.get("total").intValue()).isEqualTo(1);
        assertThat(history.get("transactions").get(0).get("type").asText()).isEqualTo("transfer_in");
        assertThat(history.get("transactions").get(0).get("status").asText()).isEqualTo("pending");
        assertThat(history.get("transactions").get(0).get("epoch").isNull()).isTrue();
        JsonNode newest = node.get("/explorer/transactions?limit=200").json();
        assertThat(newest.get("transactions"))
                .anySatisfy(tx -> assertThat(tx.get("tx_hash").asText()).isEqualTo(hash));
    }

    @Test
    void wallets_of_every_language_are_understood() {
        Purse anna = Purse.funded(node, 1_000_000_000);
        String to = Purse.unused();
        long nonce = 0;
        for (String amount : List.of("2", "0.00001", "33.333333")) {
            for (String memo : List.of("", "caf\u00e9 \ud83d\udd25")) {
                int form = 0;
                int forms;
                do {
                    TransferMessage message = new TransferMessage(
                            anna.address, to, new BigDecimal(amount), BigDecimal.ZERO, memo, ++nonce, Optional.empty());
                    forms = message.forms().size();
                    byte[] signed = message.forms().get(form++);
                    MoneyTest.ok(anna.send(anna.body(message, Ed25519.sign(anna.seed, signed))));
                    if (nonce % 50 == 0) {
                        Node.advance(Duration.ofMinutes(1));
                    }
                } while (form < forms);
            }
        }
        assertThat(nonce).as("forms in all").isEqualTo(45);
    }

    @Test
    void a_signature_is_good_for_its_owner_its_chain_and_its_bytes_alone() {
        Purse anna = Purse.funded(node, 2_000_000);
        Purse eve = new Purse(node);
        ObjectNode transfer = anna.transfer(Purse.unused(), "1", 1);
        ObjectNode foreign = transfer.deepCopy().put("public_key", eve.publicKey);
        Http.Answer answer = eve.send(foreign);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("error").asText()).isEqualTo("Public key does not match from_address");
        assertThat(answer.text()).doesNotContain(anna.publicKey).doesNotContain(eve.publicKey);
        assertThat(eve.send(transfer.deepCopy().put("amount_rtc", "1.1")).status())
                .isEqualTo(401);
        assertThat(eve.send(transfer.deepCopy().put("memo", "rant")).status()).isEqualTo(401);
        assertThat(eve.send(transfer.deepCopy().put("signature", "00")).status())
                .isEqualTo(401);
        Http.Answer chain = eve.send(transfer.deepCopy().put("chain_id", "another"));
        assertThat(chain.status()).isEqualTo(400);
        assertThat(chain.json().get("expected_chain_id").asText()).isEqualTo("rustchain-mainnet-v2");
        assertThat(chain.json().get("got_chain_id").asText()).isEqualTo("another");
        assertThat(eve.send(transfer.deepCopy().put("public_key", "00".repeat(32)))
                        .code())
                .isEqualTo("INVALID_PUBLIC_KEY");
        assertThat(anna.send(anna.transfer("bcn_c850ea702e8f", "1", 1)).status())
                .isEqualTo(404);
        assertThat(node.get("/wallet/resolve?address=bcn_c850ea702e8f").status())
                .isEqualTo(404);
        assertThat(node.get("/wallet/resolve?address=x").status()).isEqualTo(400);
        MoneyTest.ok(anna.send(transfer));
    }

    @Test
    void a_wallet_under_review_cannot_spend_until_it_is_released() {
        Purse anna = Purse.funded(node, 2_000_000);
        long hold = MoneyTest.ok(Purse.operator(
                        node,
                        "/admin/wallet-review-holds",
                        "{\"wallet\":\"" + anna.address + "\",\"status\":\"held\",\"reason\":\"a look\"}"))
                .get("id")
                .longValue();
        Http.Answer held = anna.send(Purse.unused(), "1", 1);
        assertThat(held.status()).isEqualTo(409);
        assertThat(held.code()).isEqualTo("WALLET_UNDER_REVIEW");
        MoneyTest.ok(Purse.operator(node, "/admin/wallet-review-holds/" + hold + "/resolve", "{\"action\":\"block\"}"));
        assertThat(anna.send(Purse.unused(), "1", 1).status()).isEqualTo(403);
        MoneyTest.ok(
                Purse.operator(node, "/admin/wallet-review-holds/" + hold + "/resolve", "{\"action\":\"release\"}"));
        MoneyTest.ok(anna.send(Purse.unused(), "1", 1));
    }

    @Test
    void a_name_with_a_pinned_key_spends_by_that_key() {
        Purse signer = new Purse(node);
        String name = "named-miner-of-the-tests";
        Purse.fund(name, 2_000_000);
        TransferMessage message =
                TransferMessage.of(name, Purse.unused(), BigDecimal.ONE, "", 1, "rustchain-mainnet-v2");
        ObjectNode body = signer.body(message, Ed25519.sign(signer.seed, message.signed()));
        assertThat(signer.send(body).json().get("error").asText()).isEqualTo("Public key does not match from_address");
        MoneyTest.ok(Purse.operator(
                node,
                "/admin/attest/key",
                "{\"miner\":\"" + name + "\",\"action\":\"set\",\"public_key\":\"" + signer.publicKey + "\"}"));
        MoneyTest.ok(signer.send(body));
    }

    @Test
    void operators_endpoints_are_closed_without_their_key_and_answer_with_it() {
        for (String path : List.of(
                "/pending/list",
                "/pending/integrity",
                "/wallet/ledger",
                "/api/balances",
                "/api/wallets",
                "/wallet/balances/all",
                "/withdraw/history/anna")) {
            assertThat(node.get(path, "X-Real-IP", "2001:db8:e:2::1").status())
                    .as(path)
                    .isEqualTo(401);
            Http.Answer answer = node.get(path, "X-Real-IP", "2001:db8:e:2::1", "X-Admin-Key", Node.adminReadKey());
            assertThat(answer.status()).as(path + answer.text()).isEqualTo(200);
        }
        for (String path : List.of("/wallet/transfer", "/pending/confirm", "/pending/void", "/withdraw/register")) {
            assertThat(node.post(path, "{}", "X-Real-IP", "2001:db8:e:2::2", "X-Admin-Key", Node.adminReadKey())
                            .status())
                    .as(path)
                    .isEqualTo(401);
        }
        assertThat(Purse.operator(node, "/pending/void", "{\"pending_id\":1}").status())
                .isEqualTo(404);
        assertThat(Purse.operator(node, "/pending/void", "{}").status()).isEqualTo(400);
        assertThat(node.get("/wallet/tx/xyz").status()).isEqualTo(400);
        Http.Answer none = node.get("/wallet/tx/" + "0".repeat(32));
        assertThat(none.status()).isEqualTo(404);
        assertThat(none.json().get("error").asText()).isEqualTo("transaction_not_found");
        assertThat(none.json().get("status").asText()).isEqualTo("not_found");
    }

    @Test
    void figures_of_the_network_are_told_and_a_withdrawal_is_refused() {
        for (String path : List.of(
                "/api/fee_pool", "/api/tokenomics", "/api/bounty-multiplier", "/attestation/bounty_multiplier")) {
            assertThat(MoneyTest.ok(node.get(path)).get("ok").booleanValue()).isTrue();
        }
        assertThat(node.get("/api/tokenomics").json().get("total_supply_rtc").longValue())
                .isEqualTo(8_388_608);
        Purse anna = Purse.funded(node, 2_000_000);
        String body = "{\"miner_pk\":\"" + anna.address
                + "\",\"amount\":1,\"destination\":\"5Grw\",\"signature\":\"00\",\"nonce\":\"1\"}";
        assertThat(node.post("/withdraw/request", body).code()).isEqualTo("NO_WITHDRAWAL_KEY");
        MoneyTest.ok(Purse.operator(
                node,
                "/withdraw/register",
                "{\"miner_pk\":\"" + anna.address + "\",\"pubkey_sr25519\":\"" + "d4".repeat(32) + "\"}"));
        assertThat(node.post("/withdraw/request", body).code()).isEqualTo("WITHDRAWALS_UNAVAILABLE");
        assertThat(anna.balance().get("amount_i64").longValue()).isEqualTo(2_000_000);
        MoneyTest.ok(anna.send(Purse.unused(), "1", 1));
    }

    @Test
    void one_address_may_try_to_move_money_so_often_in_a_minute() {
        try (Still _ = Still.on(Node.prod())) {
            Purse anna = new Purse(node);
            Http.Answer last = anna.send(anna.transfer(Purse.unused(), "1", 1));
            for (int i = 0; i < 60 && last.status() != 429; i++) {
                last = node.post("/wallet/transfer/signed", "{}", "X-Real-IP", anna.from);
            }
            assertThat(last.status()).isEqualTo(429);
            assertThat(last.code()).isEqualTo("TRANSFER_RATE_LIMIT");
            assertThat(Long.parseLong(last.header("retry-after"))).isBetween(1L, 60L);
        }
    }
}
