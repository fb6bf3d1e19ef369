package io.lotabots.tests;

import static io.lotabots.tests.AppraisalPlatform.address;
import static io.lotabots.tests.AppraisalPlatform.bound;
import static io.lotabots.tests.AppraisalPlatform.claim;
import static io.lotabots.tests.AppraisalPlatform.handed;
import static io.lotabots.tests.AppraisalPlatform.json;
import static io.lotabots.tests.AppraisalPlatform.nonce;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotabots.evidence.TestPki;
import io.lotabots.evidence.dcap.Platform;
import io.lotabots.evidence.nvidia.GpuMachine;
import io.lotabots.evidence.snp.SnpGuest;
import io.lotabots.evidence.tpm.TpmMachine;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What evidence of hardware counts for on the whole platform: a miner's weight, and the route of our own document. */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("the platform of HardwareTest")
class HardwareTest {
    private static final TpmMachine TPM = AppraisalPlatform.machine();
    private static final SnpGuest GUEST = SnpGuest.on("Genoa");

    private static final TestPki.Authority NVIDIA = TestPki.root("CN=Device Root,O=Test", "P-384");
    private static final Platform INTEL = Platform.ofSgx();

    private static AppraisalPlatform at;

    @BeforeAll
    static void start() throws Exception {
        at = AppraisalPlatform.start();
        at.trust("amd", GUEST.root);
        at.trust("nvidia-device", NVIDIA);
        at.trust("intel", INTEL.root);
        for (int pcr : new int[] {0, 2, 4, 7}) {
            known("tpm2-quote", "pcr_" + pcr, TPM.pcr(pcr));
        }
        known("sev-snp", "measurement", HexFormat.of().formatHex(SnpGuest.MEASUREMENT));
        // Roots and values are kept for half a minute.
        at.platform.clock().advance(Duration.ofSeconds(31));
        GUEST.collateral().forEach((key, content) -> {
            Http.Answer stored = at.operator(
                    "/v1/collateral",
                    json().put("key", key).put("content", Base64.getEncoder().encodeToString(content)));
            assertThat(stored.status()).as(stored.text()).isEqualTo(200);
        });
    }

    @AfterAll
    static void stop() {
        at.close();
    }

    private static void known(String format, String claim, String value) {
        ObjectNode reference =
                json().put("format", format).put("reference", claim).put("claim", claim);
        reference.putArray("values").add(value);
        assertThat(at.operator("/v1/reference-values", reference).status()).isEqualTo(200);
    }

    @Test
    void a_chip_that_is_affirmed_makes_one_and_a_half_of_a_miners_weight() throws Exception {
        TestMiner miner = TestMiner.modern(at.node, 0xaff1);
        assertThat(miner.attest().status()).isEqualTo(200);
        BigDecimal alone = listed(miner).path("weight").decimalValue();
        assertThat(alone).isPositive();

        JsonNode challenge = at.challenge("strict");
        claimed(miner, challenge, at.activated(TPM, challenge, bound(nonce(challenge), miner.seed)));

        raised(miner, miner.fingerprint(), alone.multiply(new BigDecimal("1.5")));
    }

    @Test
    void a_confidential_vm_that_is_affirmed_has_a_weight_though_its_fingerprint_has_next_to_none() throws Exception {
        TestMiner miner = TestMiner.modern(at.node, 0xc0de);
        assertThat(submitted(miner, Machines.virtual(miner.fingerprint())).status())
                .isEqualTo(200);
        assertThat(listed(miner).path("weight").decimalValue()).isEqualByComparingTo("0.0001");

        JsonNode challenge = at.challenge("strict");
        GUEST.reportData(bound(nonce(challenge), miner.seed));
        Base64.Encoder base64 = Base64.getUrlEncoder();
        ObjectNode evidence = json().put("format", "sev-snp");
        evidence.putObject("parts")
                .put("report", base64.encodeToString(GUEST.signed()))
                .put("leaf", base64.encodeToString(FacesTest.chain(GUEST)));
        claimed(miner, challenge, evidence);

        // The base weight of the stage, which is a half, times one and a half.
        raised(miner, Machines.virtual(miner.fingerprint()), new BigDecimal("0.75"));
    }

    @Test
    void the_route_of_our_own_document_believes_evidence_alone() throws Exception {
        ObjectNode said = json().put("hardware_id", "rack-1").put("attestation_type", "tpm");
        assertThat(at.post("/v1/hardware/attestation", said)
                        .json()
                        .path("status")
                        .textValue())
                .isEqualTo("failed");
        JsonNode challenge = at.challenge("strict");
        said.put("challenge_id", challenge.path("challenge_id").textValue());
        said.set("evidence", at.activated(TPM, challenge, nonce(challenge)));
        Http.Answer shown = at.post("/v1/hardware/attestation", said);
        assertThat(shown.json().path("status").textValue()).as(shown.text()).isEqualTo("verified");
        assertThat(at.post("/v1/hardware/attestation", said.put("attestation_type", "gpu"))
                        .code())
                .isEqualTo("WRONG_EVIDENCE");
    }

    @Test
    void a_gpu_and_an_enclave_prove_themselves_each_as_its_own_type() throws Exception {
        JsonNode first = at.challenge("strict");
        ObjectNode gpu = json().put("format", "nvidia-gpu");
        gpu.set("parts", Http.JSON.valueToTree(GpuMachine.made(NVIDIA).report(nonce(first))));
        JsonNode details = verified("gpu", first, gpu).path("details");
        assertThat(details.path("gpu_count").intValue()).isOne();
        assertThat(details.path("hardware_id").textValue()).isEqualTo("rack-1");

        JsonNode second = at.challenge("strict");
        INTEL.reportData(Arrays.copyOf(nonce(second), 64));
        ObjectNode enclave = json().put("format", "dcap");
        enclave.putObject("parts").put("quote", Base64.getUrlEncoder().encodeToString(INTEL.quote()));
        JsonNode answer = verified("sgx", second, enclave);
        assertThat(answer.at("/details/gpu_count").intValue()).isZero();
        assertThat(answer.at("/details/devices")).hasSize(1);
        assertThat(at.verified(answer.at("/details/ear").textValue()).getStringClaim("eat_nonce"))
                .isNotEmpty();
    }

    private static JsonNode verified(String type, JsonNode challenge, JsonNode evidence) {
        ObjectNode said = json().put("hardware_id", "rack-1").put("attestation_type", type);
        said.put("challenge_id", challenge.path("challenge_id").textValue()).set("evidence", evidence);
        Http.Answer shown = at.post("/v1/hardware/attestation", said);
        assertThat(shown.json().path("status").textValue()).as(shown.text()).isEqualTo("verified");
        assertThat(shown.json().path("attestation_id").textValue()).hasSize(32);
        return shown.json();
    }

    private static void claimed(TestMiner miner, JsonNode challenge, JsonNode evidence) {
        ObjectNode body = handed(challenge, evidence);
        body.set("miner", claim(miner.seed, nonce(challenge)));
        Http.Answer attested = at.post("/v1/attestations", body);
        assertThat(attested.json().path("status").textValue())
                .as(attested.text())
                .isEqualTo("affirming");
        assertThat(attested.json().path("tier").textValue()).isEqualTo("affirming");
        assertThat(attested.json().path("miner").textValue()).isEqualTo(miner.wallet);
    }

    private static void raised(TestMiner miner, ObjectNode fingerprint, BigDecimal weight) {
        Http.Answer again = submitted(miner, fingerprint);
        assertThat(again.status()).as(again.text()).isEqualTo(200);
        JsonNode row = listed(miner);
        assertThat(row.path("hardware_tier").textValue()).isEqualTo("affirming");
        assertThat(row.path("weight").decimalValue()).isEqualByComparingTo(weight);
        assertThat(miner.enrol().json().path("weight").decimalValue()).isEqualByComparingTo(weight);
    }

    private static Http.Answer submitted(TestMiner miner, ObjectNode fingerprint) {
        at.platform.clock().advance(Duration.ofSeconds(400));
        ObjectNode payload = miner.payload(miner.nonce());
        payload.set("fingerprint", fingerprint);
        return miner.submit(miner.signed(payload));
    }

    private static JsonNode listed(TestMiner miner) {
        // The list is kept for a second.
        at.platform.clock().advance(Duration.ofSeconds(1));
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
}
