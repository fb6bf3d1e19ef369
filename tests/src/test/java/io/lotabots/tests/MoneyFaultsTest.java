package io.lotabots.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotabots.local.aws.Fault;
import io.lotabots.local.aws.FaultRule;
import io.lotabots.local.aws.Faults;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The store fails in the middle of a movement of money. Whatever fails: money is neither made nor lost, no transfer
 * counts twice, and whoever asks again is told how it stands.
 */
class MoneyFaultsTest {
    /** More strikes than two functions' clients of the store have tries: as if the functions had died there. */
    private static final int FOR_GOOD = 120;

    private static final String SUBMIT = "PostWalletTransferSigned";
    private static final String CONFIRM = "PostPendingConfirm";
    private static final String VOID = "PostPendingVoid";

    private final Http node = Node.http();
    private final Faults faults = Node.prod().port().faults();

    @AfterEach
    void all_faults_are_over() {
        faults.clear();
    }

    @ParameterizedTest
    @EnumSource(names = {"LOST_REPLY", "THROTTLED", "TRANSACTION_CONFLICT", "CONNECTION_CLOSED"})
    void one_fault_changes_nothing(Fault fault) {
        Purse anna = Purse.funded(node, 1_000_000);
        String to = Purse.unused();
        strike(fault, SUBMIT, 1);
        MoneyTest.ok(anna.send(to, "0.6", 1));
        assertThat(faults.pending()).as("the fault struck").isZero();
        assertThat(available(anna)).isEqualByComparingTo("0.4");
        strikeConfirming(fault, 1);
        Node.advance(Duration.ofDays(1));
        confirm();
        assertThat(faults.pending()).as("the fault struck").isZero();
        assertThat(Purse.balance(node, to).get("amount_i64").longValue()).isEqualTo(600_000);
        assertThat(anna.balance().get("amount_i64").longValue()).isEqualTo(400_000);
    }

    @Test
    void a_submission_whose_every_reply_is_lost_counts_once() {
        Purse anna = Purse.funded(node, 1_000_000);
        ObjectNode transfer = anna.transfer(Purse.unused(), "0.6", 1);
        strike(Fault.LOST_REPLY, SUBMIT, FOR_GOOD);
        triesAgain(anna.send(transfer));
        assertThat(faults.pending()).as("the fault struck").isLessThan(FOR_GOOD);
        faults.clear();
        Http.Answer again = anna.send(transfer);
        assertThat(again.code()).as(again.text()).isEqualTo("REPLAY_DETECTED");
        assertThat(again.json().get("status").asText()).isEqualTo("pending");
        assertThat(again.json().get("tx_hash").asText()).hasSize(32);
        assertThat(available(anna)).isEqualByComparingTo("0.4");
        assertThat(anna.balance().get("amount_i64").longValue()).isEqualTo(1_000_000);
    }

    @ParameterizedTest
    @EnumSource(names = {"CONNECTION_CLOSED", "TRANSACTION_CONFLICT", "THROTTLED"})
    void a_submission_that_is_never_carried_out_burns_no_nonce(Fault fault) {
        Purse anna = Purse.funded(node, 1_000_000);
        ObjectNode transfer = anna.transfer(Purse.unused(), "0.6", 1);
        strike(fault, SUBMIT, FOR_GOOD);
        triesAgain(anna.send(transfer));
        faults.clear();
        assertThat(available(anna)).isEqualByComparingTo("1");
        assertThat(anna.balance().get("nonce").longValue()).isZero();
        MoneyTest.ok(anna.send(transfer));
    }

    @ParameterizedTest
    @EnumSource(names = {"LOST_REPLY", "CONNECTION_CLOSED", "TRANSACTION_CONFLICT"})
    void a_confirmation_that_dies_is_finished_by_the_next_one(Fault fault) {
        Purse anna = Purse.funded(node, 1_000_000);
        String to = Purse.unused();
        MoneyTest.ok(anna.send(to, "0.1", 1));
        MoneyTest.ok(anna.send(to, "0.2", 2));
        MoneyTest.ok(anna.send(to, "0.3", 3));
        strikeConfirming(fault, FOR_GOOD);
        Node.advance(Duration.ofDays(1));
        triesAgain(Purse.operator(node, "/pending/confirm", "{\"limit\":500}"));
        faults.clear();
        assertThat(Purse.total(node, List.of(anna.address, to))).isEqualTo(1_000_000);
        confirm();
        assertThat(Purse.balance(node, to).get("amount_i64").longValue()).isEqualTo(600_000);
        assertThat(anna.balance().get("amount_i64").longValue()).isEqualTo(400_000);
    }

    @Test
    void a_void_whose_reply_is_lost_gives_the_money_back_once() {
        Purse anna = Purse.funded(node, 1_000_000);
        JsonNode sent = MoneyTest.ok(anna.send(Purse.unused(), "0.6", 1));
        String body = "{\"tx_hash\":\"" + sent.get("tx_hash").asText() + "\"}";
        strike(Fault.LOST_REPLY, VOID, FOR_GOOD);
        triesAgain(Purse.operator(node, "/pending/void", body));
        faults.clear();
        Http.Answer again = Purse.operator(node, "/pending/void", body);
        assertThat(again.status()).isEqualTo(400);
        assertThat(again.json().get("status").asText()).isEqualTo("voided");
        assertThat(available(anna)).isEqualByComparingTo("1");
    }

    @Test
    void sixteen_spenders_among_conflicts_and_lost_replies_spend_what_is_there() throws Exception {
        Purse anna = Purse.funded(node, 3_000_000);
        List<String> receivers =
                IntStream.range(0, 16).mapToObj(_ -> Purse.unused()).toList();
        String table = Purse.table("PostWalletTransfer", "TRANSFERS");
        String function = Node.function("PostWalletTransfer").name();
        for (Fault fault : List.of(Fault.TRANSACTION_CONFLICT, Fault.LOST_REPLY, Fault.THROTTLED)) {
            faults.next(FaultRule.next(fault)
                    .on(table)
                    .during("TransactWriteItems")
                    .by(function)
                    .times(4));
        }
        List<Http.Answer> answers = RacesTest.together(i -> () -> Purse.operator(
                node,
                "/wallet/transfer",
                "{\"from_miner\":\"%s\",\"to_miner\":\"%s\",\"amount_rtc\":1,\"idempotency_key\":\"%s\"}"
                        .formatted(anna.address, receivers.get(i), receivers.get(i))));
        faults.clear();
        assertThat(answers).allSatisfy(a -> assertThat(a.status()).as(a.text()).isIn(200, 400, 503));
        assertThat(available(anna)).isBetween(BigDecimal.ZERO, BigDecimal.valueOf(3));
        Node.advance(Duration.ofDays(1));
        confirm();
        long received = Purse.total(node, receivers);
        assertThat(received + anna.balance().get("amount_i64").longValue()).isEqualTo(3_000_000);
        assertThat(received)
                .isGreaterThanOrEqualTo(1_000_000L
                        * answers.stream().filter(a -> a.status() == 200).count());
    }

    private void strike(Fault fault, String handler, int times) {
        faults.next(FaultRule.next(fault)
                .on(Purse.table(handler, "TRANSFERS"))
                .during("TransactWriteItems")
                .by(Node.function(handler).name())
                .times(times));
    }

    /** Whoever confirms: the operator who asks, or the schedule, whose minute may come first. */
    private void strikeConfirming(Fault fault, int times) {
        faults.next(FaultRule.next(fault)
                .on(Purse.table(CONFIRM, "TRANSFERS"))
                .during("TransactWriteItems")
                .times(times));
    }

    private void confirm() {
        MoneyTest.ok(Purse.operator(node, "/pending/confirm", "{\"limit\":500}"));
    }

    private static BigDecimal available(Purse purse) {
        return new BigDecimal(purse.balance().get("available_rtc").asText());
    }

    private static void triesAgain(Http.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isIn(429, 503);
        assertThat(answer.json().get("ok").asBoolean()).isFalse();
        assertThat(Long.parseLong(answer.header("retry-after"))).isBetween(1L, 60L);
    }
}
