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
import io.lotabots.evidence.TestPki;
import io.lotabots.evidence.apple.TestApp;
import io.lotabots.evidence.tpm.TpmMachine;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Whose hardware it is, and what it does to a miner's weight, on the whole platform. */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("the platform of DevicesTest")
class DevicesTest {
    private static final String APP = "TEAM123456.org.example.app";

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
    void sixteen_miners_race_for_one_device_and_one_has_it_for_ever() throws Exception {
        TpmMachine tpm = machine();
        JsonNode first = at.challenge("strict");
        Http.Answer known = at.post("/v1/attestations", handed(first, at.activated(tpm, first, nonce(first))));
        String device = known.json().at("/appraisals/0/device").textValue();
        List<Callable<Http.Answer>> claims = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            JsonNode challenge = at.challenge("strict");
            ObjectNode body = handed(challenge, quote(tpm, bound(nonce(challenge), seed(i))));
            body.set("miner", claim(seed(i), nonce(challenge)));
            claims.add(() -> at.post("/v1/attestations", body));
        }
        // The quotes were made in order and arrive in any: their clocks stand still meanwhile, as far as anyone knows.
        List<Http.Answer> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
            for (Future<Http.Answer> answer : threads.invokeAll(claims)) {
                answers.add(answer.get());
            }
        }

        List<String> owners = answers.stream()
                .filter(answer -> answer.status() == 200)
                .map(answer -> answer.json().path("miner").textValue())
                .filter(miner -> !miner.isEmpty())
                .distinct()
                .toList();
        assertThat(owners).as(answers.toString()).hasSize(1);
        assertThat(answers.stream().filter(answer -> answer.status() != 200))
                .allSatisfy(answer -> assertThat(answer.code()).isEqualTo("DEVICE_TAKEN"));
        assertThat(at.node.get("/v1/devices/" + device).json().path("owner").textValue())
                .isEqualTo(owners.getFirst());
    }

    @Test
    void a_miners_weight_follows_its_software_tpm_while_its_result_counts_and_falls_back_after() throws Exception {
        TestMiner miner = TestMiner.modern(at.node, 0xa77e57);
        assertThat(miner.attest().status()).isEqualTo(200);
        JsonNode alone = listed(miner);
        assertThat(alone.path("hardware_tier").textValue()).isEqualTo("fingerprint");

        TpmMachine tpm = machine("id:00001014", "swtpm");
        JsonNode challenge = at.challenge("strict");
        ObjectNode body = handed(challenge, at.activated(tpm, challenge, bound(nonce(challenge), miner.seed)));
        body.set("miner", claim(miner.seed, nonce(challenge)));
        Http.Answer attested = at.post("/v1/attestations", body);
        assertThat(attested.json().path("tier").textValue()).as(attested.text()).isEqualTo("virtual-tpm");
        at.platform.clock().advance(Duration.ofSeconds(400));
        assertThat(miner.attest().status()).isEqualTo(200);
        JsonNode raised = listed(miner);
        assertThat(raised.path("hardware_tier").textValue()).isEqualTo("virtual-tpm");
        assertThat(raised.path("weight").doubleValue())
                .isEqualTo(1.25 * alone.path("weight").doubleValue());

        at.platform.clock().advance(Duration.ofMinutes(10));
        assertThat(miner.attest().status()).isEqualTo(200);
        assertThat(listed(miner).path("hardware_tier").textValue()).isEqualTo("fingerprint");
        assertThat(listed(miner).path("weight")).isEqualTo(alone.path("weight"));
    }

    private static JsonNode listed(TestMiner miner) {
        for (JsonNode row : at.node
                .get("/api/miners?limit=1000", "X-Real-IP", address())
                .json()
                .path("miners")) {
            if (row.path("miner").textValue().equals(miner.wallet)) {
                return row;
            }
        }
        throw new AssertionError("the miner is not listed");
    }

    @Test
    void a_claim_without_the_miners_signature_is_refused() throws Exception {
        TpmMachine tpm = machine();
        JsonNode challenge = at.challenge("strict");
        ObjectNode body = handed(challenge, at.activated(tpm, challenge, nonce(challenge)));
        body.set("miner", claim(seed(99), new byte[32]));

        assertThat(at.post("/v1/attestations", body).code()).isEqualTo("MINER_NOT_PROVEN");
    }

    @Test
    void evidence_that_was_made_for_somebody_else_or_for_nobody_cannot_be_claimed() throws Exception {
        TpmMachine tpm = machine();
        for (byte[] another : new byte[][] {seed(41), new byte[0]}) {
            JsonNode challenge = at.challenge("strict");
            byte[] held = another.length == 0 ? nonce(challenge) : bound(nonce(challenge), another);
            ObjectNode body = handed(challenge, at.activated(tpm, challenge, held));
            body.set("miner", claim(seed(42), nonce(challenge)));

            JsonNode stolen = at.post("/v1/attestations", body).json();

            assertThat(stolen.at("/appraisals/0/refused/0/code").textValue())
                    .as(stolen.toString())
                    .isEqualTo("nonce_mismatch");
            assertThat(stolen.path("miner").asText()).isEmpty();
        }
    }

    @Test
    void a_tpm_is_claimed_by_the_one_key_that_every_tpm_has_and_by_no_other_of_its_keys() throws Exception {
        TpmMachine curve = TpmMachine.made(AppraisalPlatform.maker(), "id:49465800", "SLB9672", "P-256");
        JsonNode challenge = at.challenge("strict");
        ObjectNode body = handed(challenge, at.activated(curve, challenge, bound(nonce(challenge), seed(61))));
        body.set("miner", claim(seed(61), nonce(challenge)));
        Http.Answer refused = at.post("/v1/attestations", body);
        assertThat(refused.status()).as(refused.text()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("NOT_CLAIMABLE");
        assertThat(refused.text()).contains("got EC-256");
        // Without a claim it is evidence like any other.
        assertThat(owner(shown(curve, new byte[0]))).isEmpty();
    }

    @Test
    void of_several_devices_a_miner_has_all_or_none() throws Exception {
        TpmMachine free = machine();
        TpmMachine taken = machine();
        String device = shown(free, new byte[0]);
        shown(taken, seed(51));

        assertThat(both(free, taken, seed(52)).code()).isEqualTo("DEVICE_TAKEN");
        assertThat(owner(device)).isEmpty();
        Http.Answer claimed = both(free, taken, seed(51));
        assertThat(claimed.status()).as(claimed.text()).isEqualTo(200);
        assertThat(owner(device)).isEqualTo(claimed.json().path("miner").textValue());
    }

    /** Two machines in one request, tied together by a key. */
    private static Http.Answer both(TpmMachine one, TpmMachine other, byte[] seed) throws Exception {
        ECKey key = new ECKeyGenerator(Curve.P_256).generate();
        JsonNode challenge = at.challenge("strict");
        byte[] held = bound(bound(nonce(challenge), seed), key);
        ObjectNode evidence = json();
        evidence.set("one", quote(one, held));
        evidence.set("other", quote(other, held));
        ObjectNode body = handed(challenge, evidence);
        body.set("tee_public_key", Http.JSON.readTree(key.toPublicJWK().toJSONString()));
        body.set("miner", claim(seed, nonce(challenge)));
        return at.post("/v1/attestations", body);
    }

    /** Shows a machine, and claims it when there is a miner. */
    private static String shown(TpmMachine tpm, byte[] seed) throws Exception {
        JsonNode challenge = at.challenge("strict");
        byte[] held = seed.length == 0 ? nonce(challenge) : bound(nonce(challenge), seed);
        ObjectNode body = handed(challenge, at.activated(tpm, challenge, held));
        if (seed.length > 0) {
            body.set("miner", claim(seed, nonce(challenge)));
        }
        Http.Answer answer = at.post("/v1/attestations", body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().at("/appraisals/0/device").textValue();
    }

    private static String owner(String device) {
        return at.node
                .get("/v1/devices/" + device, "X-Real-IP", address())
                .json()
                .path("owner")
                .textValue();
    }

    @Test
    void an_apps_key_is_kept_from_its_attestation_to_its_assertions_and_is_nobodys_device() throws Exception {
        TestPki.Authority apple = TestPki.root("CN=App Attest Root,O=Test", "P-384");
        at.trust("apple-app-attest", apple);
        ObjectNode policy = json().put("policy", "app").put("activate", true);
        policy.putObject("settings").putObject("apple-appattest").put("app_id", APP);
        assertThat(at.operator("/v1/policies", policy).status()).isEqualTo(200);
        at.platform.clock().advance(Duration.ofSeconds(31));
        TestApp app = TestApp.made(apple);
        assertThat(code(asserted(app, 1))).isEqualTo("collateral_missing");
        JsonNode challenge = at.challenge("app");
        JsonNode attested = at.post(
                        "/v1/attestations",
                        handed(challenge, app("attestation", app.attestation(APP, true, nonce(challenge)))))
                .json();
        assertThat(attested.path("status").textValue()).as(attested.toString()).isEqualTo("affirming");
        assertThat(attested.at("/appraisals/0/device").textValue()).isEmpty();

        assertThat(asserted(app, 1).path("status").textValue()).isEqualTo("affirming");
        assertThat(code(asserted(app, 1))).isEqualTo("counter_replay");
        assertThat(asserted(app, 2).path("status").textValue()).isEqualTo("affirming");
    }

    private static String code(JsonNode answer) {
        return answer.at("/appraisals/0/refused/0/code").asText();
    }

    private static JsonNode asserted(TestApp app, int counter) {
        JsonNode challenge = at.challenge("app");
        ObjectNode evidence = app("assertion", app.assertion(APP, counter, nonce(challenge)));
        ((ObjectNode) evidence.get("parts"))
                .put("key_id", Base64.getUrlEncoder().encodeToString(app.keyId()));
        return at.post("/v1/attestations", handed(challenge, evidence)).json();
    }

    private static ObjectNode app(String part, byte[] content) {
        ObjectNode evidence = json().put("format", "apple-appattest");
        evidence.putObject("parts").put(part, Base64.getUrlEncoder().encodeToString(content));
        return evidence;
    }
}
