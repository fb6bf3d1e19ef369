package io.lotabots.tests;

import static io.lotabots.tests.AttestationLoopTest.accepted;
import static io.lotabots.tests.AttestationPropertiesTest.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotabots.clients.Lotabots;
import io.lotabots.crypto.Ed25519;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The loop of every family of clients, twice in a row: what each sends, and what each gets for it. */
class ClientLoopTest {
    private static final Duration ROUND = Duration.ofSeconds(600);

    private final Http node = Node.http();

    @Test
    void our_own_miner_attests_this_very_machine(@TempDir Path folder) {
        for (int round = 0; round < 2; round++) {
            StringWriter out = new StringWriter();
            StringWriter err = new StringWriter();
            int status = Lotabots.commandLine(new PrintWriter(out, true), new PrintWriter(err, true))
                    .execute(
                            "miner",
                            "run",
                            "--once",
                            "--node",
                            Node.prod().uri().toString(),
                            "--key",
                            folder.resolve("key").toString());
            assertThat(status).as(out + "\n" + err).isZero();
            assertThat(out.toString()).contains("accepted", "weight", "epoch");
            String wallet = out.toString().replaceFirst("(?s)^.*?(RTC[0-9a-f]{40}).*$", "$1");
            JsonNode stands = node.get("/attestation/status?miner_id=" + wallet).json();
            assertThat(stands.get("attested").asBoolean()).isTrue();
            assertThat(stands.get("enrolled").asBoolean()).isTrue();
            Node.advance(ROUND);
        }
    }

    @Test
    void linux_attests_with_an_unbound_challenge_and_enrols() {
        TestMiner miner = TestMiner.modern(node, 10_001);
        for (int round = 0; round < 2; round++) {
            assertThat(node.get("/health").status()).isEqualTo(200);
            accepted(miner.submit(miner.signed(miner.payload(miner.nonce("{}")))));
            accepted(miner.enrol());
            Node.advance(ROUND);
        }
    }

    @Test
    void windows_and_macos_ask_for_their_turn_and_sign_the_spoken_header() {
        TestMiner miner = TestMiner.modern(node, 10_002);
        for (int round = 0; round < 2; round++) {
            accepted(miner.attest());
            accepted(miner.enrol());
            long slot = turn(miner);
            JsonNode kept = accepted(node.post("/headers/ingest_signed", miner.spokenHeader(slot)));
            assertThat(kept.get("slot").asLong()).isEqualTo(slot);
            assertThat(node.get("/headers/tip").json().get("slot").asLong()).isEqualTo(slot);
            Node.advance(ROUND);
        }
    }

    @Test
    void rust_signs_the_parts_with_pipes_and_enrols_with_its_raw_public_key() {
        TestMiner miner = TestMiner.modern(node, 10_003);
        for (int round = 0; round < 2; round++) {
            accepted(miner.submit(piped(miner, miner.payload(miner.nonce()))));
            JsonNode enrolled =
                    accepted(node.post("/epoch/enroll", miner.enrolment(miner.publicKey, "rust-box", miner.epoch())));
            assertThat(enrolled.get("weight").asDouble()).isEqualTo(0.8);
            Node.advance(ROUND);
        }
        ObjectNode older = miner.payload(miner.nonce());
        older.remove("fingerprint");
        refused(miner.submit(piped(miner, older)), 422, "MISSING_FINGERPRINT");
    }

    @Test
    void power_mac_g4_without_fingerprint_and_signature_is_told_what_is_missing() {
        TestMiner miner = TestMiner.g4(node, 10_004);
        String name = "g4-powermac-10004";
        for (int round = 0; round < 2; round++) {
            ObjectNode payload =
                    miner.payload(miner.nonce("{\"miner\":\"" + name + "\"}")).put("miner", name);
            payload.remove("fingerprint");
            payload.remove("warthog");
            refused(miner.submit(payload), 422, "MISSING_FINGERPRINT");
            ObjectNode enrolment =
                    Http.JSON.createObjectNode().put("miner_pubkey", name).put("miner_id", "g4");
            enrolment.putObject("device").put("family", "PowerPC").put("arch", "G4");
            refused(node.post("/epoch/enroll", enrolment), 401, "SIGNED_ENROLLMENT_REQUIRED");
            JsonNode turn = node.get("/lottery/eligibility?miner_id=" + name).json();
            assertThat(turn.get("eligible").asBoolean()).isFalse();
            assertThat(turn.get("reason").asText()).isEqualTo("not_attested");
            ObjectNode header = Http.JSON.createObjectNode().put("miner_id", name);
            header.putObject("header")
                    .put("slot", turn.get("slot").asLong())
                    .put("miner", name)
                    .put("timestamp", 1);
            header.put("signature", "0".repeat(128));
            refused(node.post("/headers/ingest_signed", header), 403, "NO_PUBKEY_REGISTERED");
            Node.advance(ROUND);
        }
    }

    @Test
    void c_miners_whose_checks_are_bare_booleans_count_for_what_they_name() {
        TestMiner miner = TestMiner.modern(node, 10_005);
        for (int round = 0; round < 2; round++) {
            ObjectNode payload = miner.payload(miner.nonce());
            ObjectNode checks = (ObjectNode) payload.at("/fingerprint/checks");
            checks.removeAll();
            checks.put("clock_drift", true).put("cache_timing", true).put("anti_emulation", true);
            ((ObjectNode) payload.get("device")).remove("serial");
            assertThat(accepted(miner.submit(payload)).get("weight").asDouble()).isEqualTo(0.4);
            Node.advance(ROUND);
        }
    }

    @Test
    void flat_payloads_of_the_smallest_machines_are_told_what_is_missing() {
        TestMiner miner = TestMiner.modern(node, 10_006);
        for (String family : new String[] {"MOS", "i386", "floppy"}) {
            for (int round = 0; round < 2; round++) {
                ObjectNode flat = Http.JSON
                        .createObjectNode()
                        .put("miner", "flat-10006")
                        .put("nonce", miner.nonce("{}"))
                        .put("family", family)
                        .put("arch", "6502")
                        .put("cores", 1);
                refused(miner.submit(flat), 422, "MISSING_DEVICE");
            }
        }
    }

    @Test
    void a_console_behind_a_pico_bridge_is_proved_by_its_controller_port() {
        ObjectNode console = Http.JSON
                .createObjectNode()
                .put("family", "console")
                .put("arch", "nes_6502")
                .put("model", "NES-001")
                .put("cpu", "Ricoh 2A03")
                .put("cores", 1);
        TestMiner miner = new TestMiner(node, 10_007, console);
        String name = "nes-bridge-10007";
        for (int round = 0; round < 2; round++) {
            ObjectNode payload =
                    miner.payload(miner.nonce("{\"miner\":\"" + name + "\"}")).put("miner", name);
            ObjectNode fingerprint = payload.putObject("fingerprint").put("bridge_type", "pico_serial");
            fingerprint.put("all_passed", true).put("timestamp", 1_700_000_000 + round);
            ObjectNode checks = fingerprint.putObject("checks");
            ObjectNode port = checks.putObject("ctrl_port_timing").put("passed", true);
            port.putObject("data")
                    .put("cv", 0.0042 + round * 0.0003)
                    .put("samples", 500)
                    .put("mean_ns", 16_639_267);
            ObjectNode rom = checks.putObject("rom_execution_timing").put("passed", true);
            rom.putObject("data").put("hash_time_us", 412_000 + round);
            JsonNode answer = accepted(miner.submit(payload));
            assertThat(answer.get("fingerprint_passed").asBoolean()).isTrue();
            assertThat(answer.get("hw_weight").asDouble()).isEqualTo(2.8);
            assertThat(answer.get("weight").asDouble()).isEqualTo(1.9);
            Node.advance(ROUND);
        }
    }

    private static ObjectNode piped(TestMiner miner, ObjectNode payload) {
        String message = String.join(
                "|",
                payload.get("miner_id").asText(),
                payload.get("miner").asText(),
                payload.get("nonce").asText(),
                payload.at("/report/commitment").asText());
        return payload.put("public_key", miner.publicKey)
                .put("signature_type", "ed25519")
                .put(
                        "signature",
                        HexFormat.of().formatHex(Ed25519.sign(miner.seed, message.getBytes(StandardCharsets.UTF_8))));
    }

    /** Moves the clock until it is the miner's turn, and answers the slot. */
    private long turn(TestMiner miner) {
        for (int tries = 0; tries < 200; tries++) {
            JsonNode turn =
                    node.get("/lottery/eligibility?miner_id=" + miner.wallet).json();
            if (turn.get("eligible").asBoolean()) {
                return turn.get("slot").asLong();
            }
            Node.advance(ROUND);
            // A miner stays in the rotation for a day after its last attestation.
            if (tries % 100 == 99) {
                accepted(miner.attest());
            }
        }
        throw new AssertionError("no turn in 200 slots");
    }
}
