package io.lotabots.clients.miner;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotabots.clients.fingerprint.Entropy;
import io.lotabots.clients.fingerprint.Fingerprint;
import io.lotabots.clients.hardware.Machine;
import io.lotabots.clients.hardware.Machines;
import io.lotabots.clients.node.Fixed;
import io.lotabots.clients.node.NodeClient;
import io.lotabots.clients.node.Patience;
import io.lotabots.clients.node.SmallNode;
import io.lotabots.clients.node.SmallNode.Reply;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CycleTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);
    private static final Identity WHO = Identity.of(MinerKey.ofSeed(new byte[32]), Optional.empty());

    private final List<Duration> waits = new ArrayList<>();
    private final StringWriter printed = new StringWriter();
    private HardwareStep hardware = HardwareStep.NONE;
    private SmallNode node;
    private NodeClient client;

    @BeforeEach
    void start() throws IOException {
        node = new SmallNode();
        client = new NodeClient(node.address(), Optional.empty(), Duration.ofSeconds(20), CLOCK);
    }

    @AfterEach
    void stop() {
        client.close();
        node.close();
    }

    @Test
    void a_cycle_goes_from_challenge_to_eligibility() throws InterruptedException {
        var report = cycle(Machines.desktop()).run();
        assertThat(node.paths())
                .containsExactly(
                        "/attest/challenge", "/attest/submit", "/epoch", "/epoch/enroll", "/lottery/eligibility");
        assertThat(report.succeeded()).isTrue();
        assertThat(report.line())
                .isEqualTo(
                        "2026-01-01T00:00:00Z  accepted  weight 0.8  epoch 353  slot 50868  not your turn (at slot 50870)");
        assertThat(node.last("/attest/challenge").body()).isEqualTo("{\"miner\":\"" + WHO.wallet() + "\"}");
        assertThat(node.last("/lottery/eligibility").query()).isEqualTo("miner_id=" + WHO.wallet());
    }

    @Test
    void the_nodes_reasons_stand_in_the_line() throws InterruptedException {
        node.usually(
                "/attest/submit",
                Reply.of(
                        200,
                        "{\"ok\":true,\"fingerprint_passed\":false,\"reasons\":[\"vm_detected\",7,\"x\\u0007y\"]}"));
        assertThat(cycle(Machines.desktop()).run().line())
                .contains("accepted, fingerprint not passed (vm_detected, x y)  weight 0.8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"NO_RECENT_ATTESTATION", "no_recent_attestation"})
    void a_code_is_explained_in_either_case(String code) throws InterruptedException {
        node.usually("/epoch/enroll", Reply.of(412, "{\"ok\":false,\"error\":\"" + code + "\"}"));
        assertThat(cycle(Machines.desktop()).run().line()).contains("(the node has no attestation of this wallet)");
    }

    @Test
    void the_enrolment_names_the_nodes_epoch_and_the_attested_label()
            throws InterruptedException, GeneralSecurityException {
        cycle(Machines.desktop()).run();
        var sent = node.last("/epoch/enroll").json();
        assertThat(sent.path("miner_id").textValue())
                .isEqualTo(node.last("/attest/submit").json().path("miner_id").textValue());
        assertThat(Signatures.verify(
                        sent.path("public_key").textValue(),
                        (WHO.wallet() + "|haswell-workbench|353").getBytes(StandardCharsets.UTF_8),
                        sent.path("signature").textValue()))
                .isTrue();
    }

    @Test
    void on_its_slot_it_signs_a_header() throws InterruptedException {
        node.usually("/lottery/eligibility", Reply.of(200, """
                {"eligible":true,"reason":"your_turn","rotation_size":1,"slot":50868,"slot_producer":"me"}"""));
        var report = cycle(Machines.desktop()).run();
        assertThat(report.line()).endsWith("slot 50868  your turn  header accepted");
        assertThat(node.last("/headers/ingest_signed").json().at("/header/slot").longValue())
                .isEqualTo(50868);
    }

    @Test
    void a_refused_header_does_not_spoil_the_cycle() throws InterruptedException {
        node.usually("/lottery/eligibility", Reply.of(200, "{\"eligible\":true,\"slot\":7}"));
        node.usually(
                "/headers/ingest_signed", Reply.of(403, "{\"error\":\"not_slot_producer\",\"ok\":false,\"slot\":7}"));
        var report = cycle(Machines.desktop()).run();
        assertThat(report.succeeded()).isTrue();
        assertThat(report.line()).contains("header refused: POST /headers/ingest_signed: HTTP 403 not_slot_producer");
    }

    @Test
    void a_refusal_is_explained_and_not_tried_again() throws InterruptedException {
        node.usually("/attest/submit", Reply.of(409, """
                {"code":"HARDWARE_BINDING_FAILED","details":{"bound_to":"x"},"error":"hardware_already_bound","ok":false}"""));
        var report = cycle(Machines.desktop()).run();
        assertThat(report.succeeded()).isFalse();
        assertThat(report.line())
                .isEqualTo("2026-01-01T00:00:00Z  refused  POST /attest/submit: HTTP 409 HARDWARE_BINDING_FAILED:"
                        + " hardware_already_bound (this machine already attests for another wallet)");
        assertThat(node.paths()).containsExactly("/attest/challenge", "/attest/submit");
        assertThat(waits).isEmpty();
    }

    @Test
    void a_fault_of_the_node_is_tried_again_with_a_new_challenge_and_new_measurements() throws InterruptedException {
        node.next("/attest/submit", Reply.of(503, "{\"ok\":false,\"error\":\"busy\"}"));
        assertThat(cycle(Machines.desktop()).run().succeeded()).isTrue();
        assertThat(waits).containsExactly(Duration.ofSeconds(1));
        var sent = node.all("/attest/submit");
        assertThat(sent).hasSize(2);
        assertThat(sent.get(1).json().path("nonce"))
                .isNotEqualTo(sent.get(0).json().path("nonce"));
        assertThat(sent.get(1).json().path("fingerprint"))
                .isNotEqualTo(sent.get(0).json().path("fingerprint"));
    }

    @Test
    void a_stale_challenge_is_replaced() throws InterruptedException {
        node.next("/attest/submit", Reply.of(409, "{\"code\":\"CHALLENGE_INVALID\",\"ok\":false,\"error\":\"x\"}"));
        assertThat(cycle(Machines.desktop()).run().succeeded()).isTrue();
        assertThat(node.all("/attest/challenge")).hasSize(2);
    }

    @Test
    void retry_after_is_kept() throws InterruptedException {
        node.next("/attest/challenge", new Reply(429, """
                {"ok":false,"code":"CHALLENGE_RATE_LIMIT","error":"rate_limited","message":"slow down","reason":"x"}""", Map.of("Retry-After", "42")));
        assertThat(cycle(Machines.desktop()).run().succeeded()).isTrue();
        assertThat(waits).containsExactly(Duration.ofSeconds(42));
    }

    @Test
    void trouble_that_does_not_pass_ends_after_the_attempts() throws InterruptedException {
        node.usually("/attest/challenge", Reply.of(500, "oops"));
        var report = cycle(Machines.desktop()).run();
        assertThat(waits).extracting(Duration::toSeconds).containsExactly(1L, 2L, 4L);
        assertThat(report.line())
                .contains("refused  POST /attest/challenge: HTTP 500 the answer is not a JSON object: it starts oops");
    }

    @Test
    void an_epoch_that_turns_between_two_calls_is_asked_again() throws InterruptedException {
        node.next("/epoch", Reply.of(200, "{\"epoch\":352}"));
        node.next(
                "/epoch/enroll",
                Reply.of(400, "{\"code\":\"INVALID_ENROLLMENT_SIGNATURE\",\"error\":\"x\",\"ok\":false}"));
        assertThat(cycle(Machines.desktop()).run().succeeded()).isTrue();
        assertThat(node.all("/epoch")).hasSize(2);
    }

    @Test
    void a_refused_enrolment_is_no_success() throws InterruptedException {
        node.usually("/epoch/enroll", Reply.of(412, "{\"error\":\"mac_required\",\"hint\":\"x\"}"));
        var report = cycle(Machines.desktop()).run();
        assertThat(report.succeeded()).isFalse();
        assertThat(report.line())
                .contains(
                        "accepted  not enrolled: POST /epoch/enroll: HTTP 412 mac_required (the node wants to see a hardware address");
    }

    @Test
    void a_tpm_that_is_not_there_is_one_plain_line_and_the_cycle_goes_on(@TempDir Path folder) throws InterruptedException {
        hardware = TpmStep.of(client, WHO, "swtpm:host=127.0.0.1,port=1", folder.resolve("tpm"), Optional.empty());
        var report = cycle(Machines.desktop()).run();
        assertThat(report.succeeded()).isTrue();
        assertThat(report.hardware().orElseThrow())
                .startsWith("  tpm: not shown, tpm2_")
                .endsWith("; without it the fingerprint counts alone")
                .doesNotContain("\n");
        assertThat(node.paths()).doesNotContain("/v1/challenges");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void what_came_of_the_hardware_is_the_line_before_the_cycles_own() {
        hardware = () -> Optional.of("  tpm: shown");
        run(0.5, 2);
        assertThat(printed.toString().lines().map(line -> line.contains("accepted") ? "accepted" : line))
                .startsWith("  tpm: shown", "accepted", "  tpm: shown", "accepted");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"nonce\":5}",
                "{\"nonce\":\"\"}",
                "{\"nonce\":\"a b\\n\"}",
                "{\"nonce\":null}",
                "[]",
                "no"
            })
    void a_malformed_challenge_is_one_plain_line(String body) throws InterruptedException {
        node.usually("/attest/challenge", Reply.of(200, body));
        var line = cycle(Machines.desktop()).run().line();
        assertThat(line).contains("refused  POST /attest/challenge: HTTP 200").doesNotContain("\n");
        assertThat(node.all("/attest/submit")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"epoch\":\"353\"}",
                "{\"epoch\":-1}",
                "{\"epoch\":1.5}",
                "{\"epoch\":99999999999999999999}",
                "[]"
            })
    void a_malformed_epoch_is_one_plain_line(String body) throws InterruptedException {
        node.usually("/epoch", Reply.of(200, body));
        var report = cycle(Machines.desktop()).run();
        assertThat(report.succeeded()).isFalse();
        assertThat(report.line())
                .contains("not enrolled: GET /epoch: HTTP 200 the answer")
                .doesNotContain("\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"eligible\":\"yes\",\"slot\":1}",
                "{\"eligible\":true}",
                "{\"eligible\":true,\"slot\":\"x\"}",
                "[]",
                "{\"slot\":{}}"
            })
    void a_malformed_eligibility_asks_for_no_header(String body) throws InterruptedException {
        node.usually("/lottery/eligibility", Reply.of(200, body));
        assertThat(cycle(Machines.desktop()).run().succeeded()).isTrue();
        assertThat(node.all("/headers/ingest_signed")).isEmpty();
    }

    @Test
    void a_virtual_machine_is_told_so_and_what_it_means() throws InterruptedException {
        node.usually("/epoch/enroll", Reply.of(200, "{\"ok\":true,\"epoch\":353,\"weight\":0.0}"));
        var remarks = Remarks.of(cycle(Machines.guest()).run());
        assertThat(remarks.getFirst())
                .contains("virtual machine", "hypervisor flag", "production node gives it weight 0", "dev stage");
        assertThat(remarks).contains("  note: weight 0 earns nothing in this epoch.");
    }

    @Test
    void the_loop_rests_for_the_interval_give_or_take_five_per_cent() {
        assertThat(run(0.0, 1)).containsExactly(Duration.ofSeconds(570));
        assertThat(run(0.5, 1)).containsExactly(Duration.ofSeconds(600));
        assertThat(run(1.0, 1)).containsExactly(Duration.ofSeconds(630));
    }

    @Test
    void each_cycle_attests_and_enrols_again_with_one_line() {
        run(0.5, 3);
        assertThat(node.all("/epoch/enroll")).hasSize(3);
        assertThat(node.all("/attest/submit").stream().map(sent -> sent.json().path("fingerprint")))
                .doesNotHaveDuplicates();
        assertThat(printed.toString().lines().filter(line -> line.contains("accepted")))
                .hasSize(3);
    }

    @Test
    void notes_are_told_once() {
        var loop = loop(Machines.guest(), 0.5, 3);
        runAll(loop);
        assertThat(printed.toString().lines().filter(line -> line.contains("virtual machine")))
                .hasSize(1);
    }

    @Test
    void a_long_rest_that_the_node_asks_for_is_kept() {
        node.usually(
                "/attest/submit",
                new Reply(429, "{\"code\":\"IP_RATE_LIMIT\",\"ok\":false}", Map.of("Retry-After", "3000")));
        assertThat(run(0.5, 1)).containsExactly(Duration.ofSeconds(3000));
    }

    private List<Duration> run(double random, int cycles) {
        waits.clear();
        return runAll(loop(Machines.desktop(), random, cycles));
    }

    private List<Duration> runAll(MinerLoop loop) {
        try {
            loop.forever();
        } catch (InterruptedException e) {
            // The pacer ends the loop after the last cycle: that is how this test stops it.
            assertThat(e).hasMessage("enough");
        }
        return waits;
    }

    private MinerLoop loop(Machine machine, double random, int cycles) {
        var left = new int[] {cycles};
        return new MinerLoop(
                cycle(machine),
                Duration.ofSeconds(600),
                new PrintWriter(printed, true),
                wait -> {
                    waits.add(wait);
                    left[0]--;
                    if (left[0] == 0) {
                        throw new InterruptedException("enough");
                    }
                },
                new Fixed(random),
                CLOCK,
                new Progress(new PrintWriter(printed, true), false));
    }

    private Cycle cycle(Machine machine) {
        var patience = new Patience(3, 2, waits::add, new Fixed(0), notice -> {});
        return new Cycle(client, patience, WHO, new Quick(machine), hardware, CLOCK);
    }

    /** The machine of a recording, with real measurements that each take a moment only. */
    private record Quick(Machine machine) implements Measurements {
        @Override
        public Fingerprint fingerprint(Machine machine) {
            var entropy = Entropy.measure().json();
            var real = new io.lotabots.clients.fingerprint.Check("clock_drift", true, entropy);
            return new Fingerprint(Stream.of(real).toList());
        }

        @Override
        public Entropy entropy() {
            return Entropy.measure();
        }
    }
}
