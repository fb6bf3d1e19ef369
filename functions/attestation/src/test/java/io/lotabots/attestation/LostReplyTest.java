package io.lotabots.attestation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Refusal;
import io.lotabots.platform.Wire;
import io.lotabots.testing.Endpoints;
import io.lotabots.testing.MemoryTransport;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Writes whose reply was lost: the store's client sends them again, and the second meets what the first one wrote. And
 * writes that meet somebody else's.
 */
class LostReplyTest {
    private static final long NOW = 1_795_234_320L;

    @Test
    void the_use_of_a_nonce_that_meets_itself_holds() {
        Challenges challenges = challenges((_, request) -> conditionFailed(request.path("Item")));
        assertThatCode(() -> challenges.consume("ab".repeat(32), NOW)).doesNotThrowAnyException();
    }

    @Test
    void the_use_of_a_nonce_that_meets_another_is_refused() {
        Challenges challenges = challenges((_, _) -> conditionFailed(new JsonMapper()
                .createObjectNode()
                .set("use", new JsonMapper().createObjectNode().put("S", "x"))));
        assertThatThrownBy(() -> challenges.consume("ab".repeat(32), NOW))
                .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.code()).isEqualTo("NONCE_REPLAY"));
    }

    @Test
    void a_machine_whose_row_meets_itself_is_accepted_once() {
        MemoryTransport transport = new MemoryTransport((operation, request) -> operation.equals("PutItem")
                        && request.path("TableName").asText().equals("miners")
                ? conditionFailed(request.path("Item"))
                : "{}");
        Machine before = Machines.of("m", NOW - 1800);
        MachineStore.Accepted accepted = accept(transport, Optional.of(before)).orElseThrow();
        assertThat(accepted.machine().version()).isEqualTo(before.version() + 1);
        assertThat(accepted.machine().submissions().inHourOf(NOW))
                .isEqualTo(before.submissions().inHourOf(NOW) + 1);
        assertThat(transport.asked()).containsExactly("PutItem", "TransactWriteItems", "PutItem");
    }

    @Test
    void a_machine_that_another_wallet_binds_first_raises_no_weight() {
        Deque<String> outcomes = new ArrayDeque<>(List.of(
                // The identity is enrolled already, with weight 0; then the hardware turns out to be another's.
                cancelled(
                        "{\"Code\":\"None\"}",
                        "{\"Code\":\"None\"}",
                        failed("{\"weight\":{\"N\":\"0\"}}"),
                        "{\"Code\":\"None\"}"),
                cancelled("{\"Code\":\"None\"}", failed("{\"miner\":{\"S\":\"other\"}}"), "{\"Code\":\"None\"}")));
        MemoryTransport transport = new MemoryTransport(
                (operation, _) -> operation.equals("TransactWriteItems") ? outcomes.removeFirst() : "{}");
        assertThatThrownBy(() -> accept(transport, Optional.empty()))
                .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.code()).isEqualTo("HARDWARE_BINDING_FAILED"));
        assertThat(transport.asked()).containsExactly("TransactWriteItems", "TransactWriteItems");
    }

    private static Challenges challenges(BiFunction<String, JsonNode, String> store) {
        return new Challenges(Service.over(new MemoryTransport(store)));
    }

    private static String conditionFailed(JsonNode item) {
        return "!{\"__type\":\"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException\",\"Item\":" + item
                + "}";
    }

    private static String failed(String item) {
        return "{\"Code\":\"ConditionalCheckFailed\",\"Item\":" + item + "}";
    }

    private static String cancelled(String... reasons) {
        return "!{\"__type\":\"com.amazonaws.dynamodb.v20120810#TransactionCanceledException\",\"CancellationReasons\":["
                + String.join(",", reasons) + "]}";
    }

    private static Optional<MachineStore.Accepted> accept(MemoryTransport transport, Optional<Machine> before) {
        Aws aws = Service.over(transport);
        List<MachineStore.Accepted> accepted = new ArrayList<>();
        List<RuntimeException> thrown = new ArrayList<>();
        Endpoints.send(
                new OneCall(call -> {
                    try {
                        accepted.add(new MachineStore(aws).accept(attested(), before, call));
                    } catch (RuntimeException e) {
                        thrown.add(e);
                    }
                }),
                Endpoints.sample(GetEpoch.class));
        thrown.stream().findFirst().ifPresent(e -> {
            throw e;
        });
        return accepted.stream().findFirst();
    }

    private static MachineStore.Attested attested() {
        Judgement judgement = new Judgement(
                "PowerPC",
                "G4",
                true,
                List.of(),
                false,
                63,
                63,
                2_500_000_000L,
                1_750_000_000L,
                new byte[0],
                5,
                Optional.of("p"),
                "f",
                0,
                HardwareTier.FINGERPRINT);
        return new MachineStore.Attested(
                "m",
                new Hardware("0123456789abcdef0123456789abcdef", true),
                "label",
                new JsonMapper().createObjectNode(),
                List.of(),
                new byte[32],
                new byte[32],
                judgement,
                Optional.empty(),
                "192.0.2.1");
    }

    /** An endpoint that hands its call over. */
    private static final class OneCall extends Endpoint<GetEpoch.Request, GetEpoch.Request> {
        private final Consumer<Call> taker;

        OneCall(Consumer<Call> taker) {
            super(GetEpoch.Request.class, Wire.RUSTCHAIN);
            this.taker = taker;
        }

        @Override
        protected GetEpoch.Request answer(GetEpoch.Request request, Call call) {
            taker.accept(call);
            return request;
        }
    }
}
