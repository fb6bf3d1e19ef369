package io.lotabots.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.ECDHDecrypter;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.lotabots.crypto.Ed25519;
import io.lotabots.crypto.RtcAddress;
import io.lotabots.evidence.TestPki;
import io.lotabots.evidence.tpm.TpmMachine;
import io.lotabots.local.Platform;
import io.lotabots.local.aws.Meter;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Hardware evidence on the whole platform, the {@code dev} preset: TPMs whose maker the tests are, judged and counted. */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("the clock of AppraisalTest's platform")
class AppraisalTest {
    private static final TestPki.Authority MAKER = TestPki.root("CN=TPM Root,O=Maker of the tests", "P-256");
    private static final AtomicInteger ADDRESSES = new AtomicInteger();

    private static Platform platform;
    private static Http node;
    private static String adminKey;

    @BeforeAll
    static void start() throws IOException {
        Path data = Node.temporary();
        platform = Platform.start(Node.options("dev", data));
        node = new Http(platform.uri());
        adminKey = Files.readString(data.resolve("admin-key")).strip();
        ObjectNode anchor = json();
        anchor.put("anchor", "tests").put("group", "tpm");
        anchor.put("certificate", Base64.getEncoder().encodeToString(TestPki.encoded(MAKER.certificate())));
        assertThat(operator("/v1/anchors", anchor).status()).isEqualTo(200);
    }

    @AfterAll
    static void stop() {
        platform.close();
    }

    private static ObjectNode json() {
        return Http.JSON.createObjectNode();
    }

    /** Each request from an address of its own: limits are another test's matter. */
    private static Http.Answer post(String path, JsonNode body) {
        return node.post(path, body, "X-Real-IP", address());
    }

    private static String address() {
        int number = ADDRESSES.incrementAndGet();
        return "198.18." + number / 250 + "." + (1 + number % 250);
    }

    private static Http.Answer operator(String path, JsonNode body) {
        return node.post(path, body, "X-Admin-Key", adminKey, "X-Real-IP", address());
    }

    private static JsonNode challenge(String profile) {
        Http.Answer answer =
                post("/v1/challenges", json().put("profile", profile).put("audience", "https://rp.example"));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private static byte[] nonce(JsonNode challenge) {
        return HexFormat.of().parseHex(challenge.path("nonce_hex").textValue());
    }

    /** A quote for a challenge, its key activated through the API. */
    private static ObjectNode evidence(TpmMachine tpm, JsonNode challenge, byte[] bound) throws Exception {
        ObjectNode keys = json().put("ek_certificate", tpm.ekCertificate()).put("ak_public", tpm.akPublic());
        Http.Answer credential =
                post("/v1/challenges/" + challenge.path("challenge_id").textValue() + "/credential", keys);
        assertThat(credential.status()).as(credential.text()).isEqualTo(200);
        ObjectNode evidence = quote(tpm, bound);
        ((ObjectNode) evidence.get("parts"))
                .put(
                        "credential_secret",
                        tpm.activate(credential.json().path("credential_blob").textValue()));
        return evidence;
    }

    private static ObjectNode quote(TpmMachine tpm, byte[] bound) {
        tpm.tick(1000);
        ObjectNode evidence = json().put("format", "tpm2-quote");
        evidence.set("parts", Http.JSON.valueToTree(tpm.quote(bound)));
        return evidence;
    }

    private static ObjectNode handed(JsonNode challenge, JsonNode evidence) {
        ObjectNode body = json();
        body.put("challenge_id", challenge.path("challenge_id").textValue());
        body.set("evidence", evidence);
        return body;
    }

    private static TpmMachine machine() {
        return TpmMachine.made(MAKER, "id:49465800", "SLB9672");
    }

    /** Verified by another's library against the platform's published keys. */
    private static JWTClaimsSet verified(String ear) throws Exception {
        JWKSet keys = JWKSet.parse(node.get("/.well-known/jwks.json").text());
        DefaultJWTProcessor<com.nimbusds.jose.proc.SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(JWSAlgorithm.ES256, new ImmutableJWKSet<>(keys)));
        return processor.process(ear, null);
    }

    @Test
    void a_tpm_is_challenged_activated_quoted_and_answered_with_a_result_that_anyone_can_verify() throws Exception {
        TpmMachine tpm = machine();
        JsonNode challenge = challenge("strict");
        assertThat(challenge.path("accept").toString()).contains("tpm2-quote");

        Http.Answer answer = post("/v1/attestations", handed(challenge, evidence(tpm, challenge, nonce(challenge))));

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        JsonNode result = answer.json();
        assertThat(result.path("status").textValue()).as(answer.text()).isEqualTo("warning");
        JWTClaimsSet ear = verified(result.path("ear").textValue());
        assertThat(ear.getStringClaim("eat_profile")).isEqualTo("tag:github.com,2023:veraison/ear");
        assertThat(ear.getAudience()).containsExactly("https://rp.example");
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
                node.get("/v1/attestations/" + result.path("attestation_id").textValue());
        assertThat(kept.json()).isEqualTo(result);
        JsonNode device = result.path("appraisals").get(0).path("device");
        JsonNode shown = node.get("/v1/devices/" + device.textValue()).json();
        assertThat(shown.path("attestations").intValue()).isOne();
    }

    @Test
    void a_challenge_takes_evidence_once_and_only_its_own() throws Exception {
        TpmMachine tpm = machine();
        JsonNode challenge = challenge("strict");
        JsonNode evidence = evidence(tpm, challenge, nonce(challenge));
        assertThat(post("/v1/attestations", handed(challenge, evidence)).status())
                .isEqualTo(200);

        assertThat(post("/v1/attestations", handed(challenge, evidence)).code()).isEqualTo("CHALLENGE_SPENT");

        JsonNode other = challenge("strict");
        Http.Answer replayed = post("/v1/attestations", handed(other, evidence));
        assertThat(replayed.json().path("status").textValue()).isEqualTo("contraindicated");
        assertThat(replayed.json().at("/appraisals/0/refused/0/code").textValue())
                .isEqualTo("nonce_mismatch");
        assertThat(replayed.json().at("/appraisals/0/claims")).isEmpty();
        assertThat(verified(replayed.json().path("ear").textValue())
                        .getJSONObjectClaim("submods")
                        .toString())
                .contains("contraindicated");
    }

    @Test
    void a_key_that_was_activated_once_needs_no_second_time_and_no_other_key_takes_its_place() throws Exception {
        TpmMachine tpm = machine();
        JsonNode first = challenge("strict");
        assertThat(post("/v1/attestations", handed(first, evidence(tpm, first, nonce(first))))
                        .status())
                .isEqualTo(200);

        JsonNode second = challenge("strict");
        Http.Answer again = post("/v1/attestations", handed(second, quote(tpm, nonce(second))));
        assertThat(again.json().at("/appraisals/0/claims/akBinding").textValue())
                .as(again.text())
                .isEqualTo("enrolment");

        TpmMachine stranger = machine();
        JsonNode third = challenge("strict");
        Http.Answer unbound = post("/v1/attestations", handed(third, quote(stranger, nonce(third))));
        assertThat(unbound.json().at("/appraisals/0/refused/0/code").textValue())
                .isEqualTo("ak_not_bound_to_ek");
    }

    @Test
    void a_clock_that_went_back_is_refused() throws Exception {
        TpmMachine tpm = machine();
        JsonNode first = challenge("strict");
        tpm.tick(1_000_000);
        assertThat(post("/v1/attestations", handed(first, evidence(tpm, first, nonce(first))))
                        .status())
                .isEqualTo(200);

        JsonNode second = challenge("strict");
        tpm.tick(-900_000);
        Http.Answer back = post("/v1/attestations", handed(second, quote(tpm, nonce(second))));
        assertThat(back.json().at("/appraisals/0/refused/0/code").textValue())
                .as(back.text())
                .isEqualTo("clock_went_back");
    }

    @Test
    void sixteen_miners_race_for_one_device_and_one_has_it_for_ever() throws Exception {
        TpmMachine tpm = machine();
        JsonNode first = challenge("strict");
        Http.Answer known = post("/v1/attestations", handed(first, evidence(tpm, first, nonce(first))));
        String device = known.json().at("/appraisals/0/device").textValue();
        List<Callable<Http.Answer>> claims = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            JsonNode challenge = challenge("strict");
            ObjectNode body = handed(challenge, quote(tpm, nonce(challenge)));
            body.set("miner", claim(i, nonce(challenge)));
            claims.add(() -> post("/v1/attestations", body));
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
        assertThat(node.get("/v1/devices/" + device).json().path("owner").textValue())
                .isEqualTo(owners.getFirst());
    }

    @Test
    void a_miners_weight_follows_its_software_tpm_while_its_result_counts_and_falls_back_after() throws Exception {
        TestMiner miner = TestMiner.modern(node, 0xa77e57);
        assertThat(miner.attest().status()).isEqualTo(200);
        JsonNode alone = listed(miner);
        assertThat(alone.path("hardware_tier").textValue()).isEqualTo("fingerprint");

        TpmMachine tpm = TpmMachine.made(MAKER, "id:00001014", "swtpm");
        JsonNode challenge = challenge("strict");
        ObjectNode body = handed(challenge, evidence(tpm, challenge, nonce(challenge)));
        body.set("miner", claim(miner.seed, nonce(challenge)));
        Http.Answer attested = post("/v1/attestations", body);
        assertThat(attested.json().path("tier").textValue()).as(attested.text()).isEqualTo("virtual-tpm");
        platform.clock().advance(Duration.ofSeconds(400));
        assertThat(miner.attest().status()).isEqualTo(200);
        JsonNode raised = listed(miner);
        assertThat(raised.path("hardware_tier").textValue()).isEqualTo("virtual-tpm");
        assertThat(raised.path("weight").doubleValue())
                .isEqualTo(1.25 * alone.path("weight").doubleValue());

        platform.clock().advance(Duration.ofMinutes(10));
        assertThat(miner.attest().status()).isEqualTo(200);
        assertThat(listed(miner).path("hardware_tier").textValue()).isEqualTo("fingerprint");
        assertThat(listed(miner).path("weight")).isEqualTo(alone.path("weight"));
    }

    private static JsonNode listed(TestMiner miner) {
        for (JsonNode row : node.get("/api/miners?limit=1000", "X-Real-IP", address())
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
        JsonNode challenge = challenge("strict");
        ObjectNode body = handed(challenge, evidence(tpm, challenge, nonce(challenge)));
        body.set("miner", claim(99, new byte[32]));

        assertThat(post("/v1/attestations", body).code()).isEqualTo("MINER_NOT_PROVEN");
    }

    private static ObjectNode claim(int number, byte[] nonce) {
        byte[] seed = new byte[32];
        seed[0] = (byte) number;
        seed[1] = 77;
        return claim(seed, nonce);
    }

    private static ObjectNode claim(byte[] seed, byte[] nonce) {
        byte[] key = Ed25519.publicKey(seed);
        String miner = RtcAddress.of(key).value();
        String message = "lotabots device 1|" + HexFormat.of().formatHex(nonce) + "|" + miner;
        return json().put("id", miner)
                .put("public_key", HexFormat.of().formatHex(key))
                .put(
                        "signature",
                        HexFormat.of().formatHex(Ed25519.sign(seed, message.getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void an_attestation_costs_few_units_whoever_else_attested() throws Exception {
        Meter meter = platform.port().meter();
        TpmMachine tpm = machine();
        JsonNode first = challenge("strict");
        assertThat(post("/v1/attestations", handed(first, evidence(tpm, first, nonce(first))))
                        .status())
                .isEqualTo(200);
        meter.reset();
        JsonNode challenge = challenge("strict");
        ObjectNode body = handed(challenge, quote(tpm, nonce(challenge)));
        body.set("miner", claim(5, nonce(challenge)));
        assertThat(post("/v1/attestations", body).status()).isEqualTo(200);
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
    void a_policy_with_reference_values_affirms_and_its_rules_lower_trust() throws Exception {
        TpmMachine tpm = machine();
        ObjectNode policy = (ObjectNode) Http.JSON.readTree("""
            {"policy": "measured", "formats": ["tpm2-quote"], "activate": true,
             "settings": {"tpm2-quote": {"required_pcrs": ["0", "7"]}},
             "rules": [{"rule": "claims.tpmManufacturer == 'IFX'", "claim": "hardware", "otherwise": 96,
                        "says": "only one maker is known here"}]}\
            """);
        assertThat(operator("/v1/policies", policy).status()).isEqualTo(200);
        for (int pcr : new int[] {0, 2, 4, 7}) {
            ObjectNode reference = json().put("format", "tpm2-quote").put("reference", "firmware-pcr" + pcr);
            reference.put("claim", "pcr_" + pcr).putArray("values").add(tpm.pcr(pcr));
            assertThat(operator("/v1/reference-values", reference).status()).isEqualTo(200);
        }
        // Instances keep what they read for half a minute.
        platform.clock().advance(Duration.ofSeconds(31));
        JsonNode challenge = challenge("measured");
        Http.Answer affirmed = post("/v1/attestations", handed(challenge, evidence(tpm, challenge, nonce(challenge))));
        assertThat(affirmed.json().path("status").textValue())
                .as(affirmed.text())
                .isEqualTo("affirming");

        ObjectNode stricter = policy.deepCopy();
        ((ObjectNode) stricter.at("/rules/0")).put("rule", "claims.tpmManufacturer == 'STM'");
        stricter.put("activate", false);
        long version = operator("/v1/policies", stricter).json().path("version").longValue();
        ObjectNode tried = json().put("version", version)
                .put("attestation_id", affirmed.json().path("attestation_id").textValue());
        JsonNode dry = operator("/v1/policies/measured/dry-run", tried).json();
        assertThat(dry.path("status").textValue()).as(dry.toString()).isEqualTo("contraindicated");
        assertThat(dry.at("/appraisals/0/rules/0/detail").textValue()).isEqualTo("only one maker is known here");
        assertThat(dry.at("/appraisals/0/vector/hardware").intValue()).isEqualTo(96);
        assertThat(node.get("/v1/policies/measured", "X-Admin-Key", adminKey)
                        .json()
                        .path("active")
                        .longValue())
                .isOne();
    }

    /** Reference values hold under every policy: other tests are to find none. */
    @AfterEach
    void no_reference_values_are_left() {
        JsonNode left = node.get("/v1/reference-values/tpm2-quote", "X-Admin-Key", adminKey, "X-Real-IP", address())
                .json()
                .path("references");
        left.forEach(row -> operator(
                "/v1/reference-values",
                json().put("format", "tpm2-quote")
                        .put("reference", row.path("reference").textValue())));
        if (!left.isEmpty()) {
            platform.clock().advance(Duration.ofSeconds(31));
        }
    }

    @Test
    void a_secret_is_released_to_the_key_that_evidence_spoke_for_and_nobody_else() throws Exception {
        ECKey key = new ECKeyGenerator(Curve.P_256).generate();
        TpmMachine tpm = machine();
        ObjectNode secret = json().put(
                        "content", Base64.getEncoder().encodeToString("of a disk".getBytes(StandardCharsets.UTF_8)))
                .put("allow_warning", true);
        assertThat(operator("/v1/resources/default/key/guest", secret).status()).isEqualTo(200);
        assertThat(operator("/v1/resources/default/key/disk", secret.put("format", "tpm2-quote"))
                        .status())
                .isEqualTo(200);
        JsonNode challenge = challenge("strict");
        byte[] bound = bound(nonce(challenge), key);
        ObjectNode body = handed(challenge, evidence(tpm, challenge, bound));
        body.set("tee_public_key", Http.JSON.readTree(key.toPublicJWK().toJSONString()));
        Http.Answer attested = post("/v1/attestations", body);
        assertThat(attested.json().path("status").textValue())
                .as(attested.text())
                .isEqualTo("warning");
        String ear = attested.json().path("ear").textValue();

        Http.Answer released =
                node.get("/v1/resources/default/key/disk", "Authorization", "Bearer " + ear, "X-Real-IP", address());
        assertThat(released.status()).as(released.text()).isEqualTo(200);
        JsonNode jwe = released.json();
        JWEObject sealed = JWEObject.parse(String.join(
                ".",
                jwe.path("protected").textValue(),
                jwe.path("encrypted_key").textValue(),
                jwe.path("iv").textValue(),
                jwe.path("ciphertext").textValue(),
                jwe.path("tag").textValue()));
        sealed.decrypt(new ECDHDecrypter(key));
        assertThat(sealed.getPayload()).hasToString("of a disk");

        assertThat(node.get("/v1/resources/default/key/disk", "X-Real-IP", address())
                        .status())
                .isEqualTo(401);
        String forged = ear.substring(0, ear.length() - 4) + "AAAA";
        assertThat(node.get(
                                "/v1/resources/default/key/disk",
                                "Authorization",
                                "Bearer " + forged,
                                "X-Real-IP",
                                address())
                        .status())
                .isEqualTo(401);
        // Unless the operator names another format, a secret is for confidential guests alone.
        assertThat(node.get("/v1/resources/default/key/guest", "Authorization", "Bearer " + ear, "X-Real-IP", address())
                        .code())
                .isEqualTo("TERMS_NOT_MET");
        assertThat(operator("/v1/resources/default/key/odd", secret.deepCopy().put("format", "tpm"))
                        .status())
                .isEqualTo(415);
        operator("/v1/resources/default/key/other", secret.deepCopy().put("allow_warning", false));
        assertThat(node.get("/v1/resources/default/key/other", "Authorization", "Bearer " + ear, "X-Real-IP", address())
                        .code())
                .isEqualTo("TERMS_NOT_MET");
    }

    private static byte[] bound(byte[] nonce, ECKey key) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update(nonce);
        return digest.digest(key.computeThumbprint().decode());
    }

    @Test
    void collateral_that_no_pinned_root_signed_is_not_stored() throws Exception {
        TestPki.Authority stranger = TestPki.root("CN=Another Root", "P-256");
        Instant now = platform.clock().instant();
        byte[] theirs =
                stranger.revoking(now.minusSeconds(60), now.plusSeconds(3600)).getEncoded();
        byte[] makers =
                MAKER.revoking(now.minusSeconds(60), now.plusSeconds(3600)).getEncoded();
        ObjectNode body = json().put("key", "crl/http://maker.example/root.crl");

        Http.Answer refused = operator(
                "/v1/collateral", body.put("content", Base64.getEncoder().encodeToString(theirs)));
        assertThat(refused.code()).as(refused.text()).isEqualTo("COLLATERAL_REFUSED");
        Http.Answer stored = operator(
                "/v1/collateral", body.put("content", Base64.getEncoder().encodeToString(makers)));
        assertThat(stored.status()).as(stored.text()).isEqualTo(200);
        JsonNode listed = node.get("/v1/collateral", "X-Admin-Key", adminKey).json();
        assertThat(listed.path("collateral").toString()).contains("maker.example");
        assertThat(listed.path("stale").intValue()).isZero();
    }

    @Test
    void the_route_of_our_own_document_believes_evidence_alone() throws Exception {
        ObjectNode said = json().put("hardware_id", "rack-1").put("attestation_type", "tpm");
        assertThat(post("/v1/hardware/attestation", said).json().path("status").textValue())
                .isEqualTo("failed");
        TpmMachine tpm = machine();
        JsonNode challenge = challenge("strict");
        said.put("challenge_id", challenge.path("challenge_id").textValue());
        said.set("evidence", evidence(tpm, challenge, nonce(challenge)));
        Http.Answer shown = post("/v1/hardware/attestation", said);
        assertThat(shown.json().path("status").textValue()).as(shown.text()).isEqualTo("verified");
        assertThat(post("/v1/hardware/attestation", said.put("attestation_type", "gpu"))
                        .code())
                .isEqualTo("WRONG_EVIDENCE");
    }

    @Test
    void a_client_of_veraisons_protocol_opens_a_session_and_finds_its_result_there() throws Exception {
        TpmMachine tpm = machine();
        Http.Answer opened = node.post("/challenge-response/v1/newSession?nonceSize=48", "", "X-Real-IP", address());
        assertThat(opened.status()).as(opened.text()).isEqualTo(201);
        byte[] nonce = Base64.getDecoder().decode(opened.json().path("nonce").textValue());
        assertThat(nonce).hasSize(48);
        String session = opened.header("Location");
        ObjectNode challenge = json().put("challenge_id", session.substring(session.lastIndexOf('/') + 1));
        JsonNode parts = evidence(tpm, challenge, nonce).get("parts");
        assertThat(node.get(session).json().path("status").textValue()).isEqualTo("waiting");

        HttpResponse<String> complete;
        try (HttpClient client = HttpClient.newHttpClient()) {
            complete = client.send(
                    HttpRequest.newBuilder(platform.uri().resolve(session))
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
        assertThat(verified(ear).getJSONObjectClaim("submods").toString()).contains("ear.status=warning");
        JsonNode kept = node.get(session).json();
        assertThat(kept.path("status").textValue()).isEqualTo("complete");
        assertThat(kept.path("result").textValue()).isEqualTo(ear);
        String kid = node.get("/.well-known/veraison/verification")
                .json()
                .path("ear-verification-key")
                .path("kid")
                .textValue();
        assertThat(node.get("/.well-known/jwks.json").text()).contains(kid);
        assertThat(node.post("/challenge-response/v1/newSession?nonceSize=4", "", "X-Real-IP", address())
                        .status())
                .isEqualTo(400);
    }

    @Test
    void what_is_malformed_is_told_in_one_sentence_and_leaves_the_challenge() {
        JsonNode challenge = challenge("strict");
        assertThat(post("/v1/attestations", handed(challenge, json())).code()).isEqualTo("INVALID_FIELD");
        ObjectNode unknown = json().put("format", "abacus");
        unknown.putObject("parts").put("beads", "AAAA");
        assertThat(post("/v1/attestations", handed(challenge, unknown)).status())
                .isEqualTo(415);
        assertThat(post("/v1/challenges", json().put("profile", "nobody")).code())
                .isEqualTo("NO_POLICY");
        ObjectNode two = json();
        two.set("cpu0", quote(machine(), nonce(challenge)));
        two.set("gpu0", quote(machine(), nonce(challenge)));
        assertThat(post("/v1/attestations", handed(challenge, two)).code()).isEqualTo("COMPOSITE_NEEDS_KEY");
    }
}
