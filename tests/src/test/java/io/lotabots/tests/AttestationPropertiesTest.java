package io.lotabots.tests;

import static io.lotabots.tests.AttestationLoopTest.accepted;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Properties P14 to P27 of the protocol, one by one; the name of each says which. */
class AttestationPropertiesTest {
    private final Http node = Node.http();

    @Test
    void p14_a_challenge_is_used_once() {
        TestMiner miner = TestMiner.modern(node, 2001);
        ObjectNode payload = miner.signed(miner.payload(miner.nonce()));
        accepted(miner.submit(payload));
        refused(miner.submit(payload), 409, "NONCE_REPLAY");
    }

    @Test
    void p14_a_challenge_lives_three_hundred_seconds() {
        TestMiner miner = TestMiner.modern(node, 2002);
        String kept = miner.nonce();
        Node.advance(Duration.ofSeconds(295));
        accepted(miner.submit(miner.signed(miner.payload(kept))));
        String late = miner.nonce();
        Node.advance(Duration.ofSeconds(301));
        refused(miner.submit(miner.signed(miner.payload(late))), 409, "CHALLENGE_INVALID");
    }

    @Test
    void p14_a_bound_challenge_cannot_be_burnt_by_another() {
        TestMiner owner = TestMiner.modern(node, 2003);
        TestMiner thief = TestMiner.modern(node, 2004);
        String nonce = owner.nonce();
        refused(thief.submit(thief.signed(thief.payload(nonce))), 403, "NONCE_IDENTITY_MISMATCH");
        accepted(owner.submit(owner.signed(owner.payload(nonce))));
    }

    @Test
    void p14_a_challenge_is_bound_to_who_is_paid_and_not_to_a_label() {
        TestMiner owner = TestMiner.modern(node, 2030);
        TestMiner thief = TestMiner.modern(node, 2031);
        String nonce = owner.nonce();
        ObjectNode labelled = thief.payload(nonce).put("miner_id", owner.wallet);
        refused(thief.submit(thief.signed(labelled)), 403, "NONCE_IDENTITY_MISMATCH");
        accepted(owner.submit(owner.signed(owner.payload(nonce))));

        String byLabel = owner.nonce("{\"miner_id\":\"" + owner.wallet + "\"}");
        ObjectNode only = owner.payload(byLabel).put("miner_id", owner.wallet);
        only.remove("miner");
        accepted(owner.submit(owner.signed(only)));
    }

    @Test
    void p14_a_challenge_bound_by_a_key_is_that_of_its_address() {
        TestMiner owner = TestMiner.modern(node, 2032);
        String nonce = owner.nonce("{\"miner\":\"" + owner.publicKey + "\"}");
        accepted(owner.submit(owner.signed(owner.payload(nonce))));
    }

    @Test
    void p14_an_unbound_challenge_is_anyone_s_and_a_made_up_one_nobody_s() {
        TestMiner miner = TestMiner.modern(node, 2005);
        refused(miner.submit(miner.signed(miner.payload("ab".repeat(32)))), 409, "CHALLENGE_INVALID");
        refused(miner.submit(miner.signed(miner.payload("not a nonce"))), 409, "CHALLENGE_INVALID");
        String nonce = miner.nonce("{}");
        String bent = (nonce.charAt(0) == '0' ? "1" : "0") + nonce.substring(1);
        refused(miner.submit(miner.signed(miner.payload(bent))), 409, "CHALLENGE_INVALID");
        accepted(miner.submit(miner.signed(miner.payload(nonce))));
    }

    @Test
    void p14_a_later_refusal_does_not_burn_the_challenge() {
        TestMiner miner = TestMiner.modern(node, 2006);
        String nonce = miner.nonce();
        ObjectNode without = miner.payload(nonce);
        ((ObjectNode) without.at("/fingerprint/checks")).removeAll().put("clock_drift", true);
        refused(miner.submit(miner.signed(without)), 409, "HARDWARE_BINDING_FAILED");
        accepted(miner.submit(miner.signed(miner.payload(nonce))));
    }

    @Test
    void p15_a_pinned_key_is_neither_changed_nor_dropped() {
        TestMiner owner = TestMiner.modern(node, 2007);
        ObjectNode first = owner.payload(owner.nonce("{}")).put("miner", "pinned-2007");
        accepted(owner.submit(owner.signed(first)));
        Node.advance(Duration.ofSeconds(600));
        ObjectNode unsigned = owner.payload(owner.nonce("{}")).put("miner", "pinned-2007");
        refused(owner.submit(unsigned), 400, "MISSING_SIGNATURE");
        TestMiner stranger = TestMiner.modern(node, 2008);
        ObjectNode taken = stranger.payload(stranger.nonce("{}")).put("miner", "pinned-2007");
        refused(stranger.submit(stranger.signed(taken)), 400, "SIGNING_KEY_MISMATCH");
        accepted(owner.submit(owner.signed(owner.payload(owner.nonce("{}")).put("miner", "pinned-2007"))));
        accepted(node.post("/epoch/enroll", owner.enrolment("pinned-2007", "x", owner.epoch())));
    }

    @Test
    void p16_changing_anything_that_was_signed_is_refused() {
        TestMiner miner = TestMiner.modern(node, 2009);
        String nonce = miner.nonce();
        ObjectNode signed = miner.signed(miner.payload(nonce));
        ObjectNode cores = signed.deepCopy();
        ((ObjectNode) cores.get("device")).put("cores", 17);
        refused(miner.submit(cores), 400, "INVALID_SIGNATURE");
        ObjectNode added = signed.deepCopy().put("extra", 1);
        refused(miner.submit(added), 400, "INVALID_SIGNATURE");
        ObjectNode half = signed.deepCopy();
        half.remove("public_key");
        refused(miner.submit(half), 400, "INCOMPLETE_SIGNATURE");
        accepted(miner.submit(signed));
    }

    @Test
    void p17_only_the_pinned_key_enrols_and_the_body_s_device_weighs_nothing() {
        TestMiner miner = TestMiner.modern(node, 2010);
        accepted(miner.attest());
        TestMiner other = TestMiner.modern(node, 2011);
        refused(node.post("/epoch/enroll", other.enrolment(miner.wallet, "x", miner.epoch())), 400, "PUBKEY_MISMATCH");
        ObjectNode enrolment = miner.enrolment(miner.wallet, "x", miner.epoch());
        enrolment.putObject("device").put("family", "PowerPC").put("arch", "G4");
        assertThat(accepted(node.post("/epoch/enroll", enrolment)).get("weight").asDouble())
                .isEqualTo(0.8);
        ObjectNode bent = miner.enrolment(miner.wallet, "x", miner.epoch()).put("miner_id", "y");
        refused(node.post("/epoch/enroll", bent), 400, "INVALID_ENROLLMENT_SIGNATURE");
        refused(
                node.post("/epoch/enroll", miner.enrolment(miner.wallet, "x", miner.epoch() + 1)),
                400,
                "INVALID_ENROLLMENT_SIGNATURE");
    }

    @Test
    void p18_an_address_is_pinned_only_to_the_key_that_derives_to_it() {
        TestMiner owner = TestMiner.modern(node, 2012);
        TestMiner stranger = TestMiner.modern(node, 2013);
        ObjectNode claimed = stranger.payload(stranger.nonce("{}")).put("miner", owner.wallet);
        accepted(stranger.submit(stranger.signed(claimed)));
        refused(
                node.post("/epoch/enroll", stranger.enrolment(owner.wallet, "x", owner.epoch())),
                412,
                "ENROLLMENT_SIGNING_KEY_REQUIRED");
        accepted(owner.attest());
        accepted(owner.enrol());
    }

    @Test
    void p20_a_fingerprint_is_not_accepted_twice_within_five_minutes_whoever_sends_it() {
        TestMiner miner = TestMiner.modern(node, 2014);
        ObjectNode fingerprint = miner.fingerprint();
        accepted(miner.submit(with(miner, fingerprint)));
        Node.advance(Duration.ofSeconds(200));
        Http.Answer replay = miner.submit(with(miner, fingerprint));
        refused(replay, 409, "REPLAY_ATTACK_BLOCKED");
        assertThat(replay.json().get("error").asText()).isEqualTo("fingerprint_replay_detected");
        Node.advance(Duration.ofSeconds(101));
        accepted(miner.submit(with(miner, fingerprint)));
    }

    @Test
    void p20_a_fingerprint_without_an_entropy_profile_is_guarded_as_globally() {
        TestMiner one = TestMiner.modern(node, 2033);
        TestMiner two = TestMiner.modern(node, 2034);
        ObjectNode port = Http.JSON.createObjectNode();
        ObjectNode data = port.putObject("checks")
                .putObject("ctrl_port_timing")
                .put("passed", true)
                .putObject("data")
                .put("cv", 0.0042);
        accepted(one.submit(withoutSerial(one, port)));
        refused(two.submit(withoutSerial(two, port)), 409, "REPLAY_ATTACK_BLOCKED");
        data.put("cv", 0.0043);
        accepted(two.submit(withoutSerial(two, port)));

        ObjectNode bare = Http.JSON.createObjectNode();
        bare.putObject("checks").put("clock_drift", true).put("anti_emulation", true);
        TestMiner three = TestMiner.modern(node, 2035);
        TestMiner four = TestMiner.modern(node, 2036);
        accepted(three.submit(withoutSerial(three, bare)));
        accepted(four.submit(withoutSerial(four, bare)));
        refused(three.submit(withoutSerial(three, bare)), 409, "REPLAY_ATTACK_BLOCKED");
    }

    private static ObjectNode withoutSerial(TestMiner miner, ObjectNode fingerprint) {
        ObjectNode payload = miner.payload(miner.nonce());
        payload.set("fingerprint", fingerprint.deepCopy());
        ((ObjectNode) payload.get("device")).remove("serial");
        return miner.signed(payload);
    }

    @Test
    void p21_what_one_wallet_measured_no_other_measures_within_the_hour() {
        TestMiner one = TestMiner.modern(node, 2015);
        TestMiner two = TestMiner.modern(node, 2016);
        ObjectNode fingerprint = one.fingerprint();
        accepted(one.submit(with(one, fingerprint)));
        Node.advance(Duration.ofSeconds(3000));
        Http.Answer collision = two.submit(with(two, fingerprint));
        refused(collision, 409, "REPLAY_ATTACK_BLOCKED");
        assertThat(collision.json().get("error").asText()).isEqualTo("entropy_profile_collision");
        assertThat(collision.text()).doesNotContain(one.wallet);
        Node.advance(Duration.ofSeconds(601));
        accepted(two.submit(with(two, fingerprint)));
    }

    @Test
    void p22_evidence_of_a_virtual_machine_weighs_nothing_whatever_the_client_says() {
        TestMiner miner = TestMiner.modern(node, 2017);
        ObjectNode virtual = Machines.virtual(miner.fingerprint()).put("all_passed", true);
        Http.Answer answer = miner.submit(with(miner, virtual));
        assertThat(accepted(answer).get("fingerprint_passed").asBoolean()).isFalse();
        assertThat(answer.json().get("weight").asDouble()).isZero();
        ObjectNode hosted = miner.payload(miner.nonce());
        ((ObjectNode) hosted.get("device")).put("cpu", "QEMU Virtual CPU version 2.5+");
        assertThat(accepted(miner.submit(miner.signed(hosted))).get("weight").asDouble())
                .isZero();
    }

    @Test
    void p22_a_name_that_merely_contains_a_signature_is_no_evidence() {
        TestMiner miner = TestMiner.modern(node, 2018);
        ObjectNode payload = miner.payload(miner.nonce());
        ((ObjectNode) payload.get("signals")).put("hostname", "lawsuit");
        assertThat(accepted(miner.submit(miner.signed(payload))).get("weight").asDouble())
                .isEqualTo(0.8);
    }

    @Test
    void p23_hardware_belongs_to_the_wallet_that_earned_with_it_first() {
        TestMiner one = TestMiner.modern(node, 2019);
        TestMiner two = new TestMiner(node, 2020, one.device);
        accepted(one.attest());
        Http.Answer second = two.attest();
        refused(second, 409, "HARDWARE_BINDING_FAILED");
        assertThat(second.json().get("error").asText()).isEqualTo("hardware_already_bound");
        assertThat(second.text()).doesNotContain(one.wallet);
    }

    @Test
    void p23_noisy_caches_of_the_same_owner_are_measured_anew_not_locked_out() {
        TestMiner miner = TestMiner.modern(node, 2021);
        accepted(miner.attest());
        Node.advance(Duration.ofSeconds(600));
        ObjectNode noisy = miner.fingerprint();
        ObjectNode cache = (ObjectNode) noisy.at("/checks/cache_timing/data");
        cache.put("l1_ns", 190.5).put("l2_ns", 260.25).put("l3_ns", 400.5);
        accepted(miner.submit(with(miner, noisy)));
    }

    @Test
    void p24_the_best_weight_of_an_epoch_stands() {
        TestMiner miner = TestMiner.modern(node, 2022);
        accepted(miner.submit(with(miner, Machines.virtual(miner.fingerprint()))));
        assertThat(accepted(miner.enrol()).get("weight").asDouble()).isZero();
        assertThat(accepted(miner.attest()).get("enrolled_weight").asDouble()).isEqualTo(0.8);
        Node.advance(Duration.ofSeconds(30));
        assertThat(accepted(miner.submit(with(miner, Machines.virtual(miner.fingerprint()))))
                        .get("enrolled_weight")
                        .asDouble())
                .isEqualTo(0.8);
        assertThat(accepted(miner.enrol()).get("weight").asDouble()).isEqualTo(0.8);
    }

    @Test
    void p26_old_payloads_get_an_answer_of_their_own() {
        TestMiner miner = TestMiner.modern(node, 2023);
        ObjectNode bools = miner.payload(miner.nonce());
        ObjectNode checks = (ObjectNode) bools.at("/fingerprint/checks");
        checks.removeAll();
        checks.put("clock_drift", true).put("anti_emulation", true).put("cache_timing", true);
        refused(miner.submit(bools), 409, "HARDWARE_BINDING_FAILED");
        ((ObjectNode) bools.get("device")).remove("serial");
        // Claims without measurements count for the checks that they name, three of six.
        assertThat(accepted(miner.submit(bools)).get("weight").asDouble()).isEqualTo(0.4);
        refused(
                miner.submit(Http.JSON
                        .createObjectNode()
                        .put("miner", "apple2-2023")
                        .put("nonce", miner.nonce("{}"))
                        .put("arch", "6502")
                        .put("family", "MOS")),
                422,
                "MISSING_DEVICE");
        ObjectNode powerPcMiner = TestMiner.g4(node, 2024).payload(miner.nonce("{}"));
        powerPcMiner.remove("fingerprint");
        refused(miner.submit(powerPcMiner), 422, "MISSING_FINGERPRINT");
    }

    @Test
    void p37_the_client_s_clock_counts_for_nothing() {
        TestMiner miner = TestMiner.modern(node, 2025);
        ObjectNode payload = miner.payload(miner.nonce());
        payload.put("timestamp", 1).put("ts", 4_000_000_000L);
        ((ObjectNode) payload.get("report")).put("timestamp", -5);
        accepted(miner.submit(miner.signed(payload)));
    }

    private static ObjectNode with(TestMiner miner, ObjectNode fingerprint) {
        ObjectNode payload = miner.payload(miner.nonce());
        payload.set("fingerprint", fingerprint.deepCopy());
        return miner.signed(payload);
    }

    static void refused(Http.Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.code()).as(answer.text()).isEqualTo(code);
        assertThat(answer.json().get("ok").asBoolean()).isFalse();
    }
}
