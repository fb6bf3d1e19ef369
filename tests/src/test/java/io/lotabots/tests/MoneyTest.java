package io.lotabots.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotabots.crypto.Ed25519;
import io.lotabots.crypto.TransferMessage;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * The properties of money that wallets can see, by the numbers under which the protocol lists them; sixteen callers at
 * once against the real DynamoDB engine. Those of settlement (P3 to P6) stand with the tests of settlement.
 */
class MoneyTest {
    private static final int SPENDERS = 16;
    private static final Duration DELAY = Duration.ofDays(1);

    private final Http node = Node.http();

    @Test
    void p1_money_is_neither_made_nor_lost_by_any_step() throws Exception {
        Purse anna = Purse.funded(node, 1_000_000);
        Purse ben = Purse.funded(node, 500_000);
        String carl = Purse.unused();
        List<String> all = List.of(anna.address, ben.address, carl);
        List<Http.Answer> answers = RacesTest.together(i -> () -> i % 2 == 0
                ? anna.send(i % 4 == 0 ? carl : ben.address, "0.09", 1 + i)
                : ben.send(i % 4 == 1 ? carl : anna.address, "0.07", 1 + i));
        assertThat(Purse.total(node, all)).isEqualTo(1_500_000);
        long voided = answers.stream().filter(a -> a.status() == 200).findFirst().orElseThrow().json()
                .get("pending_id")
                .longValue();
        assertThat(Purse.operator(node, "/pending/void", "{\"pending_id\":" + voided + "}").status())
                .isEqualTo(200);
        assertThat(Purse.total(node, all)).isEqualTo(1_500_000);
        confirmAll();
        assertThat(Purse.total(node, all)).isEqualTo(1_500_000);
        assertThat(pending(anna.address) + pending(ben.address)).isZero();
    }

    @Test
    void p2_balances_are_whole_and_never_below_zero() throws Exception {
        Purse anna = Purse.funded(node, 10);
        RacesTest.together(i -> () -> anna.send(Purse.unused(), "0.000007", 1 + i));
        JsonNode balance = anna.balance();
        assertThat(balance.get("amount_i64").isIntegralNumber()).isTrue();
        assertThat(balance.get("amount_i64").longValue()).isEqualTo(10);
        assertThat(new BigDecimal(balance.get("available_rtc").asText())).isEqualByComparingTo("0.000003");
        assertThat(new BigDecimal(balance.get("pending_debits_rtc").asText())).isEqualByComparingTo("0.000007");
    }

    @Test
    void p7_the_confirmed_movements_of_a_wallet_sum_to_its_balance() {
        Purse anna = Purse.funded(node, 1_000_000);
        Purse ben = new Purse(node);
        ok(anna.send(ben.address, "0.25", 1));
        confirmAll();
        ok(ben.send(anna.address, "0.1", 1));
        ok(anna.send(ben.address, "0.05", 2));
        confirmAll();
        assertThat(movements(ben.address)).isEqualTo(200_000);
        assertThat(ben.balance().get("amount_i64").longValue()).isEqualTo(200_000);
        assertThat(anna.balance().get("amount_i64").longValue()).isEqualTo(1_000_000 + movements(anna.address));
    }

    private long movements(String wallet) {
        long sum = 0;
        for (JsonNode row : node.get("/wallet/history?miner_id=" + wallet).json().get("transactions")) {
            assertThat(row.get("status").asText()).isEqualTo("confirmed");
            long amount = row.get("amount_i64").longValue();
            sum += row.get("type").asText().equals("transfer_in") ? amount : -amount;
        }
        return sum;
    }

    @Test
    void p8_no_fee_is_taken_and_none_is_promised() {
        Purse anna = Purse.funded(node, 1_000_000);
        TransferMessage message = new TransferMessage(
                anna.address,
                Purse.unused(),
                BigDecimal.ONE,
                new BigDecimal("0.01"),
                "",
                1,
                Optional.of("rustchain-mainnet-v2"));
        ObjectNode bound = anna.body(message, Ed25519.sign(anna.seed, message.signed()));
        bound.put("fee_rtc", 0.01);
        assertThat(anna.send(bound).code()).isEqualTo("SIGNED_TRANSFER_FEE_UNSETTLED");
        ObjectNode unbound = anna.body(message, Ed25519.sign(anna.seed, message.forms().getLast()));
        unbound.put("fee_rtc", 0.01);
        Http.Answer legacy = anna.send(unbound);
        assertThat(legacy.status()).isEqualTo(401);
        assertThat(legacy.code()).isEqualTo("LEGACY_SIGNATURE_FEE_UNBOUND");
        ok(anna.send(message.to(), "1", 1));
        confirmAll();
        assertThat(Purse.balance(node, message.to()).get("amount_i64").longValue()).isEqualTo(1_000_000);
        assertThat(anna.balance().get("amount_i64").longValue()).isZero();
    }

    @Test
    void p9_of_sixteen_spenders_of_one_purse_exactly_the_affordable_ones_are_served() throws Exception {
        Purse anna = Purse.funded(node, 5_000_000);
        List<String> receivers = new ArrayList<>();
        for (int i = 0; i < SPENDERS; i++) {
            receivers.add(Purse.unused());
        }
        // As an operator moves money there are no nonces: only the money decides.
        List<Http.Answer> answers = RacesTest.together(i -> () -> Purse.operator(
                node,
                "/wallet/transfer",
                "{\"from_miner\":\"" + anna.address + "\",\"to_miner\":\"" + receivers.get(i) + "\",\"amount_rtc\":1}"));
        assertThat(answers.stream().filter(a -> a.status() == 200)).hasSize(5);
        assertThat(answers.stream().filter(a -> a.status() != 200))
                .allSatisfy(a -> assertThat(a.json().get("error").asText()).isEqualTo("Insufficient available balance"));
        assertThat(new BigDecimal(anna.balance().get("available_rtc").asText())).isEqualByComparingTo("0");
        confirmAll();
        assertThat(Purse.total(node, receivers)).isEqualTo(5_000_000);
    }

    @Test
    void p10_a_nonce_counts_once_and_a_refused_transfer_burns_none() throws Exception {
        Purse anna = Purse.funded(node, 2_000_000);
        String to = Purse.unused();
        Http.Answer poor = anna.send(to, "3", 7);
        assertThat(poor.status()).isEqualTo(400);
        assertThat(poor.json().get("error").asText()).isEqualTo("Insufficient available balance");
        List<Http.Answer> answers = RacesTest.together(i -> () -> anna.send(anna.transfer(to, "0.1", 7, "memo " + i)));
        assertThat(answers.stream().filter(a -> a.status() == 200)).hasSize(1);
        assertThat(answers.stream().filter(a -> a.status() != 200))
                .allSatisfy(a -> assertThat(a.code()).isEqualTo("REPLAY_DETECTED"));
        Http.Answer lower = anna.send(to, "0.1", 6);
        assertThat(lower.code()).isEqualTo("OUT_OF_ORDER_NONCE");
        assertThat(lower.json().get("latest_nonce").longValue()).isEqualTo(7);
        assertThat(lower.json().get("nonce").asText()).isEqualTo("6");
        ok(anna.send(to, "0.1", 1_000));
    }

    @Test
    void p10_a_voided_transfer_cannot_be_replayed() {
        Purse anna = Purse.funded(node, 2_000_000);
        ObjectNode transfer = anna.transfer(Purse.unused(), "1", 3);
        JsonNode accepted = ok(anna.send(transfer));
        String hash = accepted.get("tx_hash").asText();
        assertThat(Purse.operator(node, "/pending/void", "{\"tx_hash\":\"" + hash + "\",\"reason\":\"a mistake\"}")
                        .status())
                .isEqualTo(200);
        Http.Answer replay = anna.send(transfer);
        assertThat(replay.status()).isEqualTo(400);
        assertThat(replay.code()).isEqualTo("REPLAY_DETECTED");
        assertThat(replay.json().get("status").asText()).isEqualTo("voided");
        assertThat(new BigDecimal(anna.balance().get("available_rtc").asText())).isEqualByComparingTo("2");
    }

    @Test
    void p11_a_transfer_is_confirmed_once_after_the_delay_and_not_before() throws Exception {
        Purse anna = Purse.funded(node, 1_000_000);
        String to = Purse.unused();
        String hash = ok(anna.send(to, "0.4", 1)).get("tx_hash").asText();
        confirmDue();
        assertThat(node.get("/wallet/tx/" + hash).json().get("status").asText()).isEqualTo("pending");
        Node.advance(DELAY);
        RacesTest.together(i -> () -> Purse.operator(node, "/pending/confirm", "{\"limit\":500}"));
        assertThat(Purse.balance(node, to).get("amount_i64").longValue()).isEqualTo(400_000);
        assertThat(anna.balance().get("amount_i64").longValue()).isEqualTo(600_000);
        JsonNode status = node.get("/wallet/tx/" + hash).json();
        assertThat(status.get("status").asText()).isEqualTo("confirmed");
        assertThat(status.get("confirmations").intValue()).isEqualTo(1);
    }

    @Test
    void p11_void_against_confirm_has_exactly_one_winner() throws Exception {
        Purse anna = Purse.funded(node, 1_000_000);
        String to = Purse.unused();
        String hash = ok(anna.send(to, "0.4", 1)).get("tx_hash").asText();
        Node.advance(DELAY);
        List<Http.Answer> answers = RacesTest.together(i -> () -> i % 2 == 0
                ? Purse.operator(node, "/pending/void", "{\"tx_hash\":\"" + hash + "\"}")
                : Purse.operator(node, "/pending/confirm", "{\"limit\":500}"));
        assertThat(answers).noneMatch(a -> a.status() >= 500);
        boolean voided = node.get("/wallet/tx/" + hash).json().get("status").asText().equals("failed");
        long voids = 0;
        for (int i = 0; i < answers.size(); i += 2) {
            voids += answers.get(i).status() == 200 ? 1 : 0;
        }
        assertThat(voids).isEqualTo(voided ? 1 : 0);
        assertThat(Purse.balance(node, to).get("amount_i64").longValue()).isEqualTo(voided ? 0 : 400_000);
        assertThat(anna.balance().get("amount_i64").longValue()).isEqualTo(voided ? 1_000_000 : 600_000);
        assertThat(new BigDecimal(anna.balance().get("pending_debits_rtc").asText())).isEqualByComparingTo("0");
    }

    @Test
    void p12_amounts_are_exact_and_what_lies_beyond_six_decimals_moves_nothing() {
        Purse anna = Purse.funded(node, 8_388_608_000_000L);
        String to = Purse.unused();
        ok(anna.send(to, "8388607.999998", 1));
        ok(anna.send(to, "0.0000019", 2));
        assertThat(anna.send(to, "0.0000009", 3).json().get("error").asText())
                .isEqualTo("amount_too_small_after_quantization");
        confirmAll();
        assertThat(Purse.balance(node, to).get("amount_i64").longValue()).isEqualTo(8_388_607_999_999L);
        assertThat(Purse.balance(node, to).get("amount_rtc").asText()).isEqualTo("8388607.999999");
        assertThat(anna.balance().get("amount_i64").longValue()).isEqualTo(1);
    }

    @Test
    void p13_an_operator_s_key_names_one_transfer_for_ever() throws Exception {
        String from = "fund-of-p13";
        Purse.fund(from, 1_000_000);
        String to = Purse.unused();
        String body = "{\"from_miner\":\"%s\",\"to_miner\":\"%s\",\"amount_rtc\":%s,\"idempotency_key\":\"p13\"}";
        List<Http.Answer> answers = RacesTest.together(
                i -> () -> Purse.operator(node, "/wallet/transfer", body.formatted(from, to, "0.75")));
        assertThat(answers).allSatisfy(a -> assertThat(a.status()).as(a.text()).isEqualTo(200));
        assertThat(answers.stream().map(a -> a.json().get("tx_hash").asText()).distinct())
                .hasSize(1);
        assertThat(answers.stream().filter(a -> !a.json().get("idempotent_replay").booleanValue()))
                .hasSize(1);
        Http.Answer other = Purse.operator(node, "/wallet/transfer", body.formatted(from, to, "0.2"));
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.json().get("error").asText()).isEqualTo("idempotency_key_conflict");
        confirmAll();
        Node.advance(Duration.ofDays(30));
        JsonNode later = ok(Purse.operator(node, "/wallet/transfer", body.formatted(from, to, "0.75")));
        assertThat(later.get("phase").asText()).isEqualTo("confirmed");
        assertThat(Purse.balance(node, to).get("amount_i64").longValue()).isEqualTo(750_000);
    }

    static JsonNode ok(Http.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private void confirmAll() {
        Node.advance(DELAY);
        confirmDue();
    }

    private void confirmDue() {
        ok(Purse.operator(node, "/pending/confirm", "{\"limit\":500}"));
    }

    private int pending(String wallet) {
        return node.get("/pending/list?miner_id=" + wallet).json().get("count").intValue();
    }
}
