package io.lotabots.tests;

import static io.lotabots.tests.AppraisalPlatform.address;
import static io.lotabots.tests.AppraisalPlatform.bound;
import static io.lotabots.tests.AppraisalPlatform.claim;
import static io.lotabots.tests.AppraisalPlatform.handed;
import static io.lotabots.tests.AppraisalPlatform.json;
import static io.lotabots.tests.AppraisalPlatform.machine;
import static io.lotabots.tests.AppraisalPlatform.nonce;
import static io.lotabots.tests.AppraisalPlatform.quote;
import static io.lotabots.tests.AppraisalPlatform.seed;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.lotabots.evidence.TestPki;
import io.lotabots.evidence.nvidia.GpuMachine;
import io.lotabots.evidence.snp.SnpGuest;
import io.lotabots.evidence.tpm.TpmMachine;
import io.lotabots.local.aws.Meter;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Hardware evidence on the whole platform: TPMs whose maker the tests are, challenged and answered with a result. */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("the platform of AppraisalTest")
class AppraisalTest {
    private static AppraisalPlatform at;

    @BeforeAll
    static void start() throws IOException {
        at = AppraisalPlatform.start();
    }

    @AfterAll
    static void stop() {
        at.close();
    }

    @Test
    void a_tpm_is_challenged_activated_quoted_and_answered_with_a_result_that_anyone_can_verify() throws Exception {
        TpmMachine tpm = machine();
        JsonNode challenge = at.challenge("strict");
        assertThat(challenge.path("accept").toString()).contains("tpm2-quote");

        Http.Answer answer =
                at.post("/v1/attestations", handed(challenge, at.activated(tpm, challenge, nonce(challenge))));

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        JsonNode result = answer.json();
        assertThat(result.path("status").textValue()).as(answer.text()).isEqualTo("warning");
        JWTClaimsSet ear = at.verified(result.path("ear").textValue());
        assertThat(ear.getStringClaim("eat_profile")).isEqualTo("tag:github.com,2023:veraison/ear");
        assertThat(ear.getAudience()).containsExactly("https://rp.example");
        assertThat(ear.getIssueTime().toInstant())
                .isBetween(
                        at.platform.clock().instant().minusSeconds(60),
                        at.platform.clock().instant());
        assertThat(ear.getExpirationTime()).isAfter(ear.getIssueTime());
        assertThat(ear.getStringClaim("eat_nonce"))
                .isEqualTo(challenge.path("nonce").textValue());
        assertThat(ear.getJSONObjectClaim("ear.verifier-id")).containsEntry("developer", "LotaBots");
        JsonNode submod =
                Http.JSON.valueToTree(ear.getJSONObjectClaim("submods")).path("tpm2-quote");
        assertThat(submod.path("ear.status").textValue()).isEqualTo("warning");
        assertThat(submod.path("ear.appraisal-policy-id").textValue()).isEqualTo("policy:strict/0");
        assertThat(submod.path("ear.trustworthiness-vector").size()).isEqualTo(8);
        assertThat(submod.path("ear.veraison.annotated-evidence")
                        .path("akBinding")
                        .textValue())
                .isEqualTo("credential");

        Http.Answer kept =
                at.node.get("/v1/attestations/" + result.path("attestation_id").textValue());
        assertThat(kept.json()).isEqualTo(result);
        JsonNode device = result.path("appraisals").get(0).path("device");
        JsonNode shown = at.node.get("/v1/devices/" + device.textValue()).json();
        assertThat(shown.path("attestations").intValue()).isOne();
    }

    @Test
    void a_challenge_takes_evidence_once_and_only_its_own() throws Exception {
        TpmMachine tpm = machine();
        JsonNode challenge = at.challenge("strict");
        JsonNode evidence = at.activated(tpm, challenge, nonce(challenge));
        assertThat(at.post("/v1/attestations", handed(challenge, evidence)).status())
                .isEqualTo(200);

        assertThat(at.post("/v1/attestations", handed(challenge, evidence)).code())
                .isEqualTo("CHALLENGE_SPENT");

        JsonNode other = at.challenge("strict");
        Http.Answer replayed = at.post("/v1/attestations", handed(other, evidence));
        assertThat(replayed.json().path("status").textValue()).isEqualTo("contraindicated");
        assertThat(replayed.json().at("/appraisals/0/refused/0/code").textValue())
                .isEqualTo("nonce_mismatch");
        assertThat(replayed.json().at("/appraisals/0/claims")).isEmpty();
        assertThat(at.verified(replayed.json().path("ear").textValue())
                        .getJSONObjectClaim("submods")
                        .toString())
                .contains("contraindicated");
    }

    @Test
    void of_sixteen_that_hand_in_evidence_for_one_challenge_one_is_answered_with_a_result() throws Exception {
        TpmMachine tpm = machine();
        JsonNode challenge = at.challenge("strict");
        ObjectNode body = handed(challenge, at.activated(tpm, challenge, nonce(challenge)));
        List<Http.Answer> answers = PasswordTest.together(16, () -> at.post("/v1/attestations", body));
        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 200)
                .extracting(Http.Answer::code)
                .containsOnly("CHALLENGE_SPENT");
    }

    @Test
    void a_challenge_does_not_wait_for_long() throws Exception {
        TpmMachine tpm = machine();
        JsonNode challenge = at.challenge("strict");
        ObjectNode body = handed(challenge, at.activated(tpm, challenge, nonce(challenge)));
        at.platform.clock().advance(Duration.ofHours(1).plusSeconds(1));
        assertThat(at.post("/v1/attestations", body).code()).isEqualTo("CHALLENGE_EXPIRED");
    }

    @Test
    void results_of_two_keys_are_verified_by_the_one_key_set() throws Exception {
        long stretch = 30 * 86_400L;
        long now = at.platform.clock().instant().getEpochSecond();
        at.platform.clock().advance(Duration.ofSeconds(stretch - Math.floorMod(now, stretch) - 60));
        String before = ear();
        at.platform.clock().advance(Duration.ofSeconds(120));
        String after = ear();
        assertThat(SignedJWT.parse(after).getHeader().getKeyID())
                .isNotEqualTo(SignedJWT.parse(before).getHeader().getKeyID());
        for (String ear : List.of(before, after)) {
            assertThat(at.verified(ear).getExpirationTime()).isNotNull();
        }
    }

    private static String ear() throws Exception {
        JsonNode challenge = at.challenge("strict");
        return at.post("/v1/attestations", handed(challenge, at.activated(machine(), challenge, nonce(challenge))))
                .json()
                .path("ear")
                .textValue();
    }

    @Test
    void a_key_that_was_activated_once_needs_no_second_time_and_no_other_key_takes_its_place() throws Exception {
        TpmMachine tpm = machine();
        JsonNode first = at.challenge("strict");
        assertThat(at.post("/v1/attestations", handed(first, at.activated(tpm, first, nonce(first))))
                        .status())
                .isEqualTo(200);

        JsonNode second = at.challenge("strict");
        Http.Answer again = at.post("/v1/attestations", handed(second, quote(tpm, nonce(second))));
        assertThat(again.json().at("/appraisals/0/claims/akBinding").textValue())
                .as(again.text())
                .isEqualTo("enrolment");

        TpmMachine stranger = machine();
        JsonNode third = at.challenge("strict");
        Http.Answer unbound = at.post("/v1/attestations", handed(third, quote(stranger, nonce(third))));
        assertThat(unbound.json().at("/appraisals/0/refused/0/code").textValue())
                .isEqualTo("ak_not_bound_to_ek");
    }

    @Test
    void a_clock_that_went_back_is_refused() throws Exception {
        TpmMachine tpm = machine();
        JsonNode first = at.challenge("strict");
        tpm.tick(1_000_000);
        assertThat(at.post("/v1/attestations", handed(first, at.activated(tpm, first, nonce(first))))
                        .status())
                .isEqualTo(200);

        JsonNode second = at.challenge("strict");
        tpm.tick(-900_000);
        Http.Answer back = at.post("/v1/attestations", handed(second, quote(tpm, nonce(second))));
        assertThat(back.json().at("/appraisals/0/refused/0/code").textValue())
                .as(back.text())
                .isEqualTo("clock_went_back");
    }

    @Test
    void an_attestation_costs_few_units_whoever_else_attested() throws Exception {
        Meter meter = at.platform.port().meter();
        TpmMachine tpm = machine();
        JsonNode first = at.challenge("strict");
        assertThat(at.post("/v1/attestations", handed(first, at.activated(tpm, first, nonce(first))))
                        .status())
                .isEqualTo(200);
        meter.reset();
        JsonNode challenge = at.challenge("strict");
        ObjectNode body = handed(challenge, quote(tpm, bound(nonce(challenge), seed(5))));
        body.set("miner", claim(seed(5), nonce(challenge)));
        assertThat(at.post("/v1/attestations", body).status()).isEqualTo(200);
        Meter.Snapshot asked = meter.snapshot().ofPrincipal("lotabots-dev-PostV1Challenges");
        Meter.Snapshot attested = meter.snapshot().ofPrincipal("lotabots-dev-PostV1Attestations");
        System.out.printf(
                "hardware evidence: challenge %.1f writes %.1f reads, attestation %.1f writes %.1f reads%n",
                asked.writeUnits(), asked.readUnits(), attested.writeUnits(), attested.readUnits());

        assertThat(asked.writeUnits()).isEqualTo(2);
        assertThat(asked.readUnits()).isZero();
        assertThat(attested.writeUnits()).isLessThanOrEqualTo(12);
        assertThat(attested.readUnits()).isLessThanOrEqualTo(3);
    }

    @Test
    void a_client_of_veraisons_protocol_opens_a_session_and_finds_its_result_there() throws Exception {
        TpmMachine tpm = machine();
        Http.Answer opened = at.node.post("/challenge-response/v1/newSession?nonceSize=48", "", "X-Real-IP", address());
        assertThat(opened.status()).as(opened.text()).isEqualTo(201);
        byte[] nonce = Base64.getDecoder().decode(opened.json().path("nonce").textValue());
        assertThat(nonce).hasSize(48);
        String session = opened.header("Location");
        ObjectNode challenge = json().put("challenge_id", session.substring(session.lastIndexOf('/') + 1));
        JsonNode parts = at.activated(tpm, challenge, nonce).get("parts");
        assertThat(at.node.get(session).json().path("status").textValue()).isEqualTo("waiting");

        HttpResponse<String> complete;
        try (HttpClient client = HttpClient.newHttpClient()) {
            complete = client.send(
                    HttpRequest.newBuilder(at.platform.uri().resolve(session))
                            .header("Content-Type", "application/vnd.lotabots.evidence+json; format=\"tpm2-quote\"")
                            .header("X-Real-IP", address())
                            .POST(HttpRequest.BodyPublishers.ofString(parts.toString()))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
        assertThat(complete.statusCode()).as(complete.body()).isEqualTo(200);
        assertThat(complete.headers().firstValue("Content-Type"))
                .hasValue("application/vnd.veraison.challenge-response-session+json");
        String ear = Http.JSON.readTree(complete.body()).path("result").textValue();
        assertThat(at.verified(ear).getJSONObjectClaim("submods").toString()).contains("ear.status=warning");
        JsonNode kept = at.node.get(session).json();
        assertThat(kept.path("status").textValue()).isEqualTo("complete");
        assertThat(kept.path("result").textValue()).isEqualTo(ear);
        String kid = at.node
                .get("/.well-known/veraison/verification")
                .json()
                .path("ear-verification-key")
                .path("kid")
                .textValue();
        assertThat(at.node.get("/.well-known/jwks.json").text()).contains(kid);
        assertThat(at.node
                        .post("/challenge-response/v1/newSession?nonceSize=4", "", "X-Real-IP", address())
                        .status())
                .isEqualTo(400);
    }

    @Test
    void what_is_malformed_is_told_in_one_sentence_and_leaves_the_challenge() {
        JsonNode challenge = at.challenge("strict");
        assertThat(at.post("/v1/attestations", handed(challenge, json())).code())
                .isEqualTo("INVALID_FIELD");
        ObjectNode unknown = json().put("format", "abacus");
        unknown.putObject("parts").put("beads", "AAAA");
        assertThat(at.post("/v1/attestations", handed(challenge, unknown)).status())
                .isEqualTo(415);
        assertThat(at.post("/v1/challenges", json().put("profile", "nobody")).code())
                .isEqualTo("NO_POLICY");
        ObjectNode two = json();
        two.set("cpu0", quote(machine(), nonce(challenge)));
        two.set("gpu0", quote(machine(), nonce(challenge)));
        assertThat(at.post("/v1/attestations", handed(challenge, two)).code()).isEqualTo("COMPOSITE_NEEDS_KEY");
    }

    @Test
    void an_address_may_ask_so_often_and_is_told_when_it_asked_too_often() {
        try (Still _ = Still.on(at.platform)) {
            String[] from = {"X-Real-IP", "203.0.113.77"};
            for (int i = 0; i < 10; i++) {
                assertThat(at.node.post("/v1/challenges", "{}", from).status()).isEqualTo(200);
            }
            Http.Answer refused = at.node.post("/v1/challenges", "{}", from);
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.code()).isEqualTo("APPRAISAL_RATE_LIMIT");
        }
    }

    @Test
    void a_gpu_is_tied_to_the_processor_beside_it_by_the_key_that_both_speak_for() throws Exception {
        TestPki.Authority nvidia = TestPki.root("CN=Device Root,O=Test", "P-384");
        at.trust("amd", SnpGuest.on("Genoa").root);
        at.trust("nvidia-device", nvidia);
        // Instances keep the roots that they read for half a minute.
        at.platform.clock().advance(Duration.ofSeconds(31));
        GpuMachine gpu = GpuMachine.made(nvidia);
        ECKey key = new ECKeyGenerator(Curve.P_256).generate();

        JsonNode challenge = at.challenge("strict");
        byte[] held = bound(nonce(challenge), key);
        JsonNode together = composite(challenge, key, held, gpu.report(held));

        assertThat(together.path("status").textValue()).as(together.toString()).isEqualTo("warning");
        JsonNode submods = Http.JSON.valueToTree(
                at.verified(together.path("ear").textValue()).getJSONObjectClaim("submods"));
        assertThat(submods.properties()).extracting(Map.Entry::getKey).containsExactlyInAnyOrder("cpu0", "gpu0");
        assertThat(submods.at("/gpu0/ear.veraison.key-attestation"))
                .isEqualTo(submods.at("/cpu0/ear.veraison.key-attestation"));
        assertThat(submods.at("/gpu0/ear.veraison.annotated-evidence/nonce").textValue())
                .isEqualTo(HexFormat.of().formatHex(held));
        assertThat(submods.at("/cpu0/ear.veraison.annotated-evidence/report_data")
                        .textValue())
                .startsWith(HexFormat.of().formatHex(held));

        // A GPU elsewhere that answered the bare nonce is nobody's beside this processor.
        JsonNode second = at.challenge("strict");
        JsonNode borrowed = composite(second, key, bound(nonce(second), key), gpu.report(nonce(second)));
        assertThat(borrowed.path("status").textValue()).isEqualTo("contraindicated");
        assertThat(borrowed.at("/appraisals/1/refused/0/code").textValue()).isEqualTo("nonce_mismatch");
        assertThat(borrowed.at("/appraisals/0/refused")).isEmpty();
    }

    private static JsonNode composite(JsonNode challenge, ECKey key, byte[] held, Map<String, String> gpu)
            throws Exception {
        SnpGuest guest = SnpGuest.on("Genoa");
        guest.reportData(Arrays.copyOf(held, 64));
        Base64.Encoder base64 = Base64.getUrlEncoder();
        ObjectNode evidence = json();
        evidence.putObject("cpu0")
                .put("format", "sev-snp")
                .putObject("parts")
                .put("report", base64.encodeToString(guest.signed()))
                .put("leaf", base64.encodeToString(FacesTest.chain(guest)));
        evidence.putObject("gpu0").put("format", "nvidia-gpu").set("parts", Http.JSON.valueToTree(gpu));
        ObjectNode body = handed(challenge, evidence);
        body.set("tee_public_key", Http.JSON.readTree(key.toPublicJWK().toJSONString()));
        Http.Answer answer = at.post("/v1/attestations", body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }
}
