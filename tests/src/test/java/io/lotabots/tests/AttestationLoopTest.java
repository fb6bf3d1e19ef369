package io.lotabots.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The loop of a miner, again and again, as its users see it. */
class AttestationLoopTest {
    private final Http node = Node.http();

    @Test
    void a_machine_attests_enrols_twice_and_is_listed() {
        TestMiner miner = TestMiner.g4(node, 1001);
        JsonNode accepted = accepted(miner.attest());
        assertThat(accepted.get("fingerprint_passed").asBoolean()).isTrue();
        assertThat(accepted.get("ticket_id").asText()).matches("ticket_[0-9a-f]{32}");
        assertThat(accepted.get("device").get("arch").asText()).isEqualTo("G4");
        assertThat(accepted.get("weight").asDouble()).isEqualTo(1.75);
        for (int round = 0; round < 2; round++) {
            JsonNode enrolled = accepted(miner.enrol());
            assertThat(enrolled.get("weight").asDouble()).isEqualTo(1.75);
            assertThat(enrolled.get("hw_weight").asDouble()).isEqualTo(2.5);
            assertThat(enrolled.get("epoch").asLong()).isEqualTo(miner.epoch());
            assertThat(enrolled.get("active_fingerprint_total").asInt()).isEqualTo(6);
            assertThat(enrolled.get("miner_pk").asText()).isEqualTo(miner.wallet);
        }
        JsonNode listed = find(node.get("/api/miners?limit=1000").json().get("miners"), miner.wallet);
        assertThat(listed.get("device_arch").asText()).isEqualTo("G4");
        assertThat(listed.get("antiquity_multiplier").asDouble()).isEqualTo(2.5);
    }

    @Test
    void a_second_and_third_attestation_enrol_as_the_first_did_p15() {
        TestMiner miner = TestMiner.modern(node, 1002);
        for (int round = 0; round < 3; round++) {
            assertThat(accepted(miner.attest()).get("weight").asDouble()).isEqualTo(0.8);
            assertThat(accepted(miner.enrol()).get("ok").asBoolean()).isTrue();
            Node.advance(Duration.ofSeconds(600));
        }
    }

    @Test
    void the_message_of_the_older_miners_is_a_signature_too() {
        TestMiner miner = TestMiner.modern(node, 1003);
        ObjectNode payload = miner.payload(miner.nonce());
        String message = String.join(
                "|",
                payload.get("miner_id").asText(),
                payload.get("miner").asText(),
                payload.get("nonce").asText(),
                payload.at("/report/commitment").asText());
        payload.put("public_key", miner.publicKey)
                .put("signature_type", "ed25519")
                .put(
                        "signature",
                        java.util.HexFormat.of()
                                .formatHex(io.lotabots.crypto.Ed25519.sign(
                                        miner.seed, message.getBytes(java.nio.charset.StandardCharsets.UTF_8))));
        accepted(miner.submit(payload));
        // The Rust miner enrols with its raw public key in place of its address.
        JsonNode enrolled =
                accepted(node.post("/epoch/enroll", miner.enrolment(miner.publicKey, "rust-host", miner.epoch())));
        assertThat(enrolled.get("weight").asDouble()).isEqualTo(0.8);
    }

    @Test
    void an_unsigned_named_machine_attests_and_is_enrolled_by_it() {
        TestMiner miner = TestMiner.modern(node, 1004);
        ObjectNode payload = miner.payload(miner.nonce("{}")).put("miner", "garage-box-1004");
        JsonNode accepted = accepted(miner.submit(payload));
        assertThat(accepted.get("enrolled_weight").asDouble()).isEqualTo(0.8);
        Http.Answer enrol = node.post("/epoch/enroll", "{\"miner_pubkey\":\"garage-box-1004\",\"miner_id\":\"x\"}");
        assertThat(enrol.status()).isEqualTo(401);
        assertThat(enrol.code()).isEqualTo("SIGNED_ENROLLMENT_REQUIRED");
    }

    @Test
    void the_machine_label_is_never_a_key() {
        TestMiner one = TestMiner.modern(node, 1005);
        TestMiner two = TestMiner.modern(node, 1006);
        accepted(one.submit(one.signed(one.payload(one.nonce()).put("miner_id", "same-label"))));
        accepted(two.submit(two.signed(two.payload(two.nonce()).put("miner_id", "same-label"))));
        assertThat(node.get("/lottery/eligibility?miner_id=same-label")
                        .json()
                        .get("reason")
                        .asText())
                .isEqualTo("not_attested");
    }

    @Test
    void reserved_names_neither_attest_nor_enrol() {
        TestMiner miner = TestMiner.modern(node, 1007);
        for (String name : new String[] {"treasury", "Treasury", "genesis", "founder_community"}) {
            Http.Answer refused = miner.submit(miner.payload(miner.nonce("{}")).put("miner", name));
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.code()).isEqualTo("RESERVED_MINER");
        }
    }

    static JsonNode accepted(Http.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json().get("ok").asBoolean()).isTrue();
        assertThat(answer.json().get("success").asBoolean()).isTrue();
        return answer.json();
    }

    static JsonNode find(JsonNode miners, String wallet) {
        for (JsonNode miner : miners) {
            if (miner.get("miner").asText().equals(wallet)) {
                return miner;
            }
        }
        throw new AssertionError(wallet + " is not listed in " + miners);
    }
}
