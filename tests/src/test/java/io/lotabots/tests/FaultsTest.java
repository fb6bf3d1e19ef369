package io.lotabots.tests;

import static io.lotabots.tests.AttestationLoopTest.accepted;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotabots.local.aws.Fault;
import io.lotabots.local.aws.FaultRule;
import io.lotabots.local.aws.Faults;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The store fails in the middle of a submission. Whatever fails, and wherever: the miner is told to try again or that it
 * is accepted, one challenge never counts twice, and an identity is counted once.
 */
class FaultsTest {
    /** More strikes than the client of the store has tries: as if the function had died there. */
    private static final int FOR_GOOD = 40;

    private static int miners;

    private final Http node = Node.http();
    private final Faults faults = Node.prod().port().faults();

    @BeforeEach
    void a_new_window_of_every_limit() {
        Node.advance(Duration.ofSeconds(61));
    }

    @AfterEach
    void all_faults_are_over() {
        faults.clear();
    }

    /** The writes of a new machine's first submission, in their order: table and operation. */
    static Stream<Arguments> writes() {
        return Stream.of(
                Arguments.of("LIMITS", "UpdateItem"),
                Arguments.of("PROFILES", "PutItem"),
                Arguments.of("CHALLENGES", "PutItem"),
                Arguments.of("MINERS", "TransactWriteItems"),
                Arguments.of("PRESENCE", "PutItem"));
    }

    @ParameterizedTest
    @MethodSource("writes")
    void one_lost_reply_changes_nothing(String table, String operation) {
        TestMiner miner = miner();
        long before = enrolled();
        ObjectNode payload = miner.signed(miner.payload(miner.nonce()));
        strike(Fault.LOST_REPLY, table, operation, 1);
        assertThat(accepted(miner.submit(payload)).get("weight").asDouble()).isEqualTo(0.8);
        assertThat(faults.pending()).as("the fault struck").isZero();
        assertThat(miner.submit(payload).code()).isEqualTo("NONCE_REPLAY");
        assertThat(enrolled()).isEqualTo(before + 1);
    }

    @ParameterizedTest
    @MethodSource("writes")
    void one_throttled_write_is_tried_again(String table, String operation) {
        TestMiner miner = miner();
        long before = enrolled();
        ObjectNode payload = miner.signed(miner.payload(miner.nonce()));
        strike(Fault.THROTTLED, table, operation, 1);
        accepted(miner.submit(payload));
        assertThat(faults.pending()).as("the fault struck").isZero();
        assertThat(enrolled()).isEqualTo(before + 1);
    }

    @ParameterizedTest
    @MethodSource("writes")
    void a_write_that_is_never_carried_out_refuses_and_a_new_challenge_is_welcome(String table, String operation) {
        crash(Fault.CONNECTION_CLOSED, table, operation);
    }

    @ParameterizedTest
    @MethodSource("writes")
    void a_write_whose_every_reply_is_lost_refuses_and_counts_once(String table, String operation) {
        crash(Fault.LOST_REPLY, table, operation);
    }

    /** Fails a write for good, and looks at what became of the challenge, the machine and the count. */
    private void crash(Fault fault, String table, String operation) {
        TestMiner miner = miner();
        long before = enrolled();
        ObjectNode payload = miner.signed(miner.payload(miner.nonce()));
        strike(fault, table, operation, FOR_GOOD);
        triesAgain(miner.submit(payload));
        assertThat(faults.pending()).as("the fault struck").isLessThan(FOR_GOOD);
        faults.clear();
        assertThat(enrolled() - before).isBetween(0L, 1L);

        Http.Answer same = miner.submit(payload);
        assertThat(same.status()).as(same.text()).isIn(200, 409);
        if (same.status() == 409) {
            assertThat(same.code()).isEqualTo("NONCE_REPLAY");
        }
        assertThat(miner.submit(payload).code()).isEqualTo("NONCE_REPLAY");

        assertThat(accepted(miner.attest()).get("enrolled_weight").asDouble()).isEqualTo(0.8);
        accepted(miner.enrol());
        assertThat(enrolled()).isEqualTo(before + 1);
        listed(miner);
    }

    @Test
    void conflicting_transactions_are_tried_again_and_then_refused() {
        TestMiner miner = miner();
        long before = enrolled();
        ObjectNode payload = miner.signed(miner.payload(miner.nonce()));
        strike(Fault.TRANSACTION_CONFLICT, "MINERS", "TransactWriteItems", 2);
        accepted(miner.submit(payload));
        assertThat(enrolled()).isEqualTo(before + 1);

        TestMiner other = miner();
        strike(Fault.TRANSACTION_CONFLICT, "MINERS", "TransactWriteItems", FOR_GOOD);
        triesAgain(other.attest());
        faults.clear();
        assertThat(enrolled()).isEqualTo(before + 1);
        accepted(other.attest());
        assertThat(enrolled()).isEqualTo(before + 2);
    }

    @Test
    void a_known_machine_s_write_with_a_lost_reply_is_counted_once() {
        // A new hour, so that none ends in the middle of the count.
        Node.advance(Duration.ofSeconds(3600 - Node.prod().clock().instant().getEpochSecond() % 3600));
        TestMiner miner = miner();
        accepted(miner.attest());
        for (Fault fault : List.of(Fault.LOST_REPLY, Fault.TRANSACTION_CONFLICT)) {
            ObjectNode payload = miner.signed(miner.payload(miner.nonce()));
            strike(fault, "MINERS", "PutItem", 1);
            accepted(miner.submit(payload));
            assertThat(faults.pending()).as("the fault struck").isZero();
        }
        // Three submissions stand in the hour's window, so seven more fit into it and no eighth.
        for (int more = 0; more < 7; more++) {
            Node.advance(Duration.ofSeconds(61));
            accepted(miner.attest());
        }
        assertThat(miner.attest().json().get("error").asText()).isEqualTo("rate_limit_exceeded");
    }

    @Test
    void an_enrolment_with_a_lost_reply_counts_once_in_the_next_epoch_too() {
        TestMiner miner = miner();
        accepted(miner.attest());
        Node.advance(Duration.ofDays(1));
        long before = enrolled();
        ObjectNode payload = miner.signed(miner.payload(miner.nonce()));
        strike(Fault.LOST_REPLY, "ENROLMENTS", "TransactWriteItems", 2);
        accepted(miner.submit(payload));
        assertThat(enrolled()).isEqualTo(before + 1);
        accepted(miner.enrol());
        assertThat(enrolled()).isEqualTo(before + 1);
    }

    @Test
    void a_challenge_that_cannot_be_counted_is_not_given() {
        String function = Node.function("PostAttestChallenge").name();
        faults.next(FaultRule.next(Fault.CONNECTION_CLOSED).by(function).times(FOR_GOOD));
        Http.Answer answer = node.post("/attest/challenge", "{}", "X-Real-IP", "2001:db8:f::1");
        triesAgain(answer);
        faults.clear();
        assertThat(node.post("/attest/challenge", "{}", "X-Real-IP", "2001:db8:f::1")
                        .status())
                .isEqualTo(200);
    }

    private void strike(Fault fault, String table, String operation, int times) {
        var function = Node.function("PostAttestSubmit");
        faults.next(FaultRule.next(fault)
                .on(Objects.requireNonNull(function.environment().get("TABLE_" + table), table))
                .during(operation)
                .by(function.name())
                .times(times));
    }

    private static void triesAgain(Http.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isIn(429, 503);
        assertThat(answer.json().get("ok").asBoolean()).isFalse();
        assertThat(Long.parseLong(answer.header("retry-after"))).isBetween(1L, 60L);
    }

    private void listed(TestMiner miner) {
        Node.advance(Duration.ofSeconds(1));
        AttestationLoopTest.find(node.get("/api/miners?limit=1000").json().get("miners"), miner.wallet);
    }

    private long enrolled() {
        return node.get("/epoch").json().get("enrolled_miners").asLong();
    }

    private TestMiner miner() {
        return TestMiner.modern(node, 9000 + miners++);
    }
}
