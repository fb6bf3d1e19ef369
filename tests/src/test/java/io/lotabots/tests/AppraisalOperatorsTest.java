package io.lotabots.tests;

import static io.lotabots.evidence.TestCbor.map;
import static io.lotabots.evidence.TestCbor.tag;
import static io.lotabots.tests.AppraisalPlatform.address;
import static io.lotabots.tests.AppraisalPlatform.bound;
import static io.lotabots.tests.AppraisalPlatform.handed;
import static io.lotabots.tests.AppraisalPlatform.json;
import static io.lotabots.tests.AppraisalPlatform.machine;
import static io.lotabots.tests.AppraisalPlatform.maker;
import static io.lotabots.tests.AppraisalPlatform.nonce;
import static io.lotabots.tests.AppraisalPlatform.opened;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import io.lotabots.evidence.TestCbor;
import io.lotabots.evidence.TestPki;
import io.lotabots.evidence.tpm.TpmMachine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What operators of the appraisal service say: policies, reference values, collateral, secrets. */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("the platform of AppraisalOperatorsTest")
class AppraisalOperatorsTest {
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
    void no_operator_adds_a_root_in_production() {
        ObjectNode anchor = json().put("anchor", "another").put("group", "tpm");
        anchor.put(
                "certificate",
                Base64.getEncoder()
                        .encodeToString(TestPki.encoded(
                                TestPki.root("CN=Another,O=Tests", "P-256").certificate())));
        Http.Answer refused = Node.http()
                .post("/v1/anchors", anchor, "X-Admin-Key", Node.adminKey(), "X-Real-IP", AppraisalPlatform.address());
        assertThat(refused.status()).as(refused.text()).isEqualTo(403);
        assertThat(refused.code()).isEqualTo("ANCHORS_FIXED");
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
        assertThat(at.operator("/v1/policies", policy).status()).isEqualTo(200);
        for (int pcr : new int[] {0, 2, 4, 7}) {
            ObjectNode reference = json().put("format", "tpm2-quote").put("reference", "firmware-pcr" + pcr);
            reference.put("claim", "pcr_" + pcr).putArray("values").add(tpm.pcr(pcr));
            assertThat(at.operator("/v1/reference-values", reference).status()).isEqualTo(200);
        }
        // Instances keep what they read for half a minute.
        at.platform.clock().advance(Duration.ofSeconds(31));
        JsonNode challenge = at.challenge("measured");
        Http.Answer affirmed =
                at.post("/v1/attestations", handed(challenge, at.activated(tpm, challenge, nonce(challenge))));
        assertThat(affirmed.json().path("status").textValue())
                .as(affirmed.text())
                .isEqualTo("affirming");

        ObjectNode stricter = policy.deepCopy();
        ((ObjectNode) stricter.at("/rules/0")).put("rule", "claims.tpmManufacturer == 'STM'");
        stricter.put("activate", false);
        long version =
                at.operator("/v1/policies", stricter).json().path("version").longValue();
        ObjectNode tried = json().put("version", version)
                .put("attestation_id", affirmed.json().path("attestation_id").textValue());
        JsonNode dry = at.operator("/v1/policies/measured/dry-run", tried).json();
        assertThat(dry.path("status").textValue()).as(dry.toString()).isEqualTo("contraindicated");
        assertThat(dry.at("/appraisals/0/rules/0/detail").textValue()).isEqualTo("only one maker is known here");
        assertThat(dry.at("/appraisals/0/vector/hardware").intValue()).isEqualTo(96);
        assertThat(at.node
                        .get("/v1/policies/measured", "X-Admin-Key", at.adminKey)
                        .json()
                        .path("active")
                        .longValue())
                .isOne();
    }

    @Test
    void values_of_a_manifest_that_has_ended_still_refuse_and_vouch_for_nothing() throws Exception {
        TpmMachine tpm = machine();
        long end = at.platform.clock().instant().getEpochSecond() + 120;
        ObjectNode manifest = json().put("format", "tpm2-quote").put("reference", "firmware");
        manifest.put("corim", Base64.getEncoder().encodeToString(corim(tpm, end)));
        Http.Answer imported = at.operator("/v1/reference-values", manifest);
        assertThat(imported.status()).as(imported.text()).isEqualTo(200);
        at.platform.clock().advance(Duration.ofSeconds(31));
        assertThat(appraised(tpm).path("status").textValue()).isEqualTo("affirming");

        at.platform.clock().advance(Duration.ofSeconds(120));
        JsonNode after = appraised(tpm);
        assertThat(after.path("status").textValue()).as(after.toString()).isEqualTo("warning");
        assertThat(after.at("/cautions/0/code").textValue()).isEqualTo("collateral_expired");
        assertThat(after.at("/cautions/0/detail").textValue()).contains("pcr_0", "pcr_7");
        TpmMachine other = machine().booted();
        assertThat(appraised(other).at("/refused/0/code").textValue()).isEqualTo("measurement_mismatch");
        assertThat(at.operator("/v1/reference-values", manifest).text()).contains("the manifest holds until");
    }

    private static JsonNode appraised(TpmMachine tpm) throws Exception {
        JsonNode challenge = at.challenge("strict");
        Http.Answer answer =
                at.post("/v1/attestations", handed(challenge, at.activated(tpm, challenge, nonce(challenge))));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().at("/appraisals/0");
    }

    /** A manifest without a signature: the registers of a boot as they are, until a second. */
    private static byte[] corim(TpmMachine tpm, long end) {
        List<Object> measurements = new ArrayList<>();
        for (int pcr : new int[] {0, 2, 4, 7}) {
            byte[] value = HexFormat.of().parseHex(tpm.pcr(pcr));
            measurements.add(map(0, pcr, 1, map(2, List.of(List.of(1, value)))));
        }
        Object triple = List.of(map(0, map(1, "Maker of the tests")), measurements);
        byte[] module = TestCbor.encode(map(1, map(0, "firmware"), 4, map(0, List.of(triple))));
        return TestCbor.encode(tag(501, map(0, "release 1", 1, List.of(tag(506, module)), 4, map(1, tag(1, end)))));
    }

    /** Reference values hold under every policy: other tests are to find none. */
    @AfterEach
    void no_reference_values_are_left() {
        JsonNode left = at.node
                .get("/v1/reference-values/tpm2-quote", "X-Admin-Key", at.adminKey, "X-Real-IP", address())
                .json()
                .path("references");
        left.forEach(row -> at.operator(
                "/v1/reference-values",
                json().put("format", "tpm2-quote")
                        .put("reference", row.path("reference").textValue())));
        if (!left.isEmpty()) {
            at.platform.clock().advance(Duration.ofSeconds(31));
        }
    }

    @Test
    void a_secret_is_released_to_the_key_that_evidence_spoke_for_and_nobody_else() throws Exception {
        ECKey key = new ECKeyGenerator(Curve.P_256).generate();
        TpmMachine tpm = machine();
        ObjectNode secret = json().put(
                        "content", Base64.getEncoder().encodeToString("of a disk".getBytes(StandardCharsets.UTF_8)))
                .put("allow_warning", true);
        assertThat(at.operator("/v1/resources/default/key/guest", secret).status())
                .isEqualTo(200);
        assertThat(at.operator("/v1/resources/default/key/disk", secret.put("format", "tpm2-quote"))
                        .status())
                .isEqualTo(200);
        JsonNode challenge = at.challenge("strict");
        byte[] bound = bound(nonce(challenge), key);
        ObjectNode body = handed(challenge, at.activated(tpm, challenge, bound));
        body.set("tee_public_key", Http.JSON.readTree(key.toPublicJWK().toJSONString()));
        Http.Answer attested = at.post("/v1/attestations", body);
        assertThat(attested.json().path("status").textValue())
                .as(attested.text())
                .isEqualTo("warning");
        String ear = attested.json().path("ear").textValue();

        Http.Answer released =
                at.node.get("/v1/resources/default/key/disk", "Authorization", "Bearer " + ear, "X-Real-IP", address());
        assertThat(opened(key, released)).isEqualTo("of a disk");

        assertThat(at.node
                        .get("/v1/resources/default/key/disk", "X-Real-IP", address())
                        .status())
                .isEqualTo(401);
        String forged = ear.substring(0, ear.length() - 4) + "AAAA";
        assertThat(at.node
                        .get(
                                "/v1/resources/default/key/disk",
                                "Authorization",
                                "Bearer " + forged,
                                "X-Real-IP",
                                address())
                        .status())
                .isEqualTo(401);
        // Unless the operator names another format, a secret is for confidential guests alone.
        assertThat(at.node
                        .get(
                                "/v1/resources/default/key/guest",
                                "Authorization",
                                "Bearer " + ear,
                                "X-Real-IP",
                                address())
                        .code())
                .isEqualTo("TERMS_NOT_MET");
        assertThat(at.operator(
                                "/v1/resources/default/key/odd",
                                secret.deepCopy().put("format", "tpm"))
                        .status())
                .isEqualTo(415);
        at.operator("/v1/resources/default/key/other", secret.deepCopy().put("allow_warning", false));
        assertThat(at.node
                        .get(
                                "/v1/resources/default/key/other",
                                "Authorization",
                                "Bearer " + ear,
                                "X-Real-IP",
                                address())
                        .code())
                .isEqualTo("TERMS_NOT_MET");
    }

    @Test
    void collateral_that_no_pinned_root_signed_is_not_stored() throws Exception {
        TestPki.Authority stranger = TestPki.root("CN=Another Root", "P-256");
        Instant now = at.platform.clock().instant();
        byte[] theirs =
                stranger.revoking(now.minusSeconds(60), now.plusSeconds(3600)).getEncoded();
        byte[] makers =
                maker().revoking(now.minusSeconds(60), now.plusSeconds(3600)).getEncoded();
        ObjectNode body = json().put("key", "crl/http://maker.example/root.crl");

        Http.Answer refused = at.operator(
                "/v1/collateral", body.put("content", Base64.getEncoder().encodeToString(theirs)));
        assertThat(refused.code()).as(refused.text()).isEqualTo("COLLATERAL_REFUSED");
        Http.Answer stored = at.operator(
                "/v1/collateral", body.put("content", Base64.getEncoder().encodeToString(makers)));
        assertThat(stored.status()).as(stored.text()).isEqualTo(200);
        JsonNode listed =
                at.node.get("/v1/collateral", "X-Admin-Key", at.adminKey).json();
        assertThat(listed.path("collateral").toString()).contains("maker.example");
        assertThat(listed.path("stale").intValue()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'sev-snp':{'max_vmpl':['0']}}|settings.sev-snp.max_vmpl",
                "{'sev-snp':{'measurment':['00']}}|settings.sev-snp.measurment",
                "{'tpm2-quote':{'required_pcrs':['24']}}|settings.tpm2-quote.required_pcrs"
            })
    void a_setting_that_the_format_does_not_take_is_refused_at_upload_by_name(String settings, String field)
            throws Exception {
        ObjectNode policy = json().put("policy", "wrong");
        policy.set("settings", Http.JSON.readTree(settings.replace('\'', '"')));
        Http.Answer refused = at.operator("/v1/policies", policy);
        assertThat(refused.status()).as(refused.text()).isEqualTo(400);
        assertThat(refused.json().path("field").textValue()).isEqualTo(field);
    }

    @Test
    void a_manifest_becomes_reference_values_and_the_next_one_takes_its_place() {
        ObjectNode first = json().put("format", "tpm2-quote").put("reference", "firmware");
        first.put("corim", manifest(Map.of(0, new byte[32], 4, new byte[32])));
        Http.Answer imported = at.operator("/v1/reference-values", first);
        assertThat(imported.json().path("values").intValue())
                .as(imported.text())
                .isEqualTo(2);
        at.operator("/v1/reference-values", first.put("corim", manifest(Map.of(4, new byte[32]))));
        JsonNode rows = at.shownToOperators("/v1/reference-values/tpm2-quote").path("references");
        assertThat(rows.findValuesAsText("reference")).containsExactly("firmware/pcr_4");
        assertThat(rows.get(0).path("source").textValue()).isEqualTo("Maker of the tests");
        Http.Answer unsigned = at.operator("/v1/reference-values", first.put("signer", "AAAA"));
        assertThat(unsigned.json().path("field").textValue()).isEqualTo("signer");
    }

    private static String manifest(Map<Integer, byte[]> registers) {
        List<Object> measurements = new ArrayList<>();
        registers.forEach((pcr, value) ->
                measurements.add(TestCbor.map(0, pcr, 1, TestCbor.map(2, List.of(List.of(1, value))))));
        Object environment = TestCbor.map(0, TestCbor.map(1, "Maker of the tests"));
        Object module = TestCbor.map(4, TestCbor.map(0, List.of(List.of(environment, measurements))));
        Object corim =
                TestCbor.tag(501, TestCbor.map(0, "corim-1", 1, List.of(TestCbor.tag(506, TestCbor.encode(module)))));
        return Base64.getEncoder().encodeToString(TestCbor.encode(corim));
    }

    @Test
    void a_reference_value_goes_to_a_setting_that_lists_what_is_allowed_and_has_its_shape() {
        ObjectNode reference = json().put("format", "sev-snp").put("reference", "image-1");
        reference.putArray("values").add("beef");
        for (String claim : new String[] {"max_vmpl", "mesurement"}) {
            assertThat(at.operator("/v1/reference-values", reference.put("claim", claim))
                            .json()
                            .path("field")
                            .textValue())
                    .isEqualTo("claim");
        }
        assertThat(at.operator("/v1/reference-values", reference.put("claim", "measurement"))
                        .json()
                        .path("field")
                        .textValue())
                .isEqualTo("values");
    }
}
