package io.lotabots.tests;

import static io.lotabots.tests.AppraisalPlatform.json;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.crypto.ECDHDecrypter;
import com.nimbusds.jose.crypto.RSADecrypter;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import io.lotabots.crypto.Digests;
import io.lotabots.evidence.TestPki;
import io.lotabots.evidence.arm.ArmDevice;
import io.lotabots.evidence.azure.AzureGuest;
import io.lotabots.evidence.dcap.IntelGuest;
import io.lotabots.evidence.nvidia.GpuMachine;
import io.lotabots.evidence.snp.SnpGuest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What guests of Confidential Containers send to a key broker, with every kind of guest that the tests can be. */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("the platform of KbsExchangesTest")
class KbsExchangesTest {
    private static final Base64.Encoder BASE64 = Base64.getEncoder();
    private static final SnpGuest SNP = SnpGuest.on("Genoa");
    private static final IntelGuest TDX = IntelGuest.ofTdx();
    private static final IntelGuest SGX = IntelGuest.ofSgx();
    private static final ArmDevice REALM = new ArmDevice(9);
    private static final TestPki.Authority NVIDIA = TestPki.root("CN=NVIDIA of the tests", "P-384");
    private static final GpuMachine GPU = GpuMachine.made(NVIDIA);

    private static AppraisalPlatform at;

    @BeforeAll
    static void start() throws Exception {
        at = AppraisalPlatform.start();
        at.trust("amd", SNP.root);
        at.trust("intel", TDX.root());
        at.trust("intel", SGX.root());
        at.trust("nvidia-device", NVIDIA);
        ObjectNode endorsed =
                json().put("key", REALM.collateral("cca")).put("content", BASE64.encodeToString(REALM.publicKey()));
        assertThat(at.operator("/v1/collateral", endorsed).status()).isEqualTo(200);
        // Agents on Azure send the certificate of the chip alone.
        ObjectNode chain = json().put("key", "amd/genoa/vcek/cert_chain")
                .put("content", BASE64.encodeToString(TestPki.pem(FacesTest.endorser(SNP), SNP.root.certificate())));
        assertThat(at.operator("/v1/collateral", chain).status()).isEqualTo(200);
        ObjectNode secret = json().put("content", BASE64.encodeToString("of a disk".getBytes(StandardCharsets.UTF_8)))
                .put("allow_warning", true);
        assertThat(at.operator("/v1/resources/default/key/recorded", secret).status())
                .isEqualTo(200);
    }

    @AfterAll
    static void stop() {
        at.close();
    }

    /** The key of a guest as it sends it: members in the order of the client's own structure. */
    private static String jwk(JWK key) {
        if (key instanceof RSAKey rsa) {
            return "{\"kty\":\"RSA\",\"alg\":\"RSA-OAEP-256\",\"n\":\"" + rsa.getModulus() + "\",\"e\":\""
                    + rsa.getPublicExponent() + "\"}";
        }
        ECKey ec = (ECKey) key;
        return "{\"kty\":\"EC\",\"crv\":\"" + ec.getCurve() + "\",\"alg\":\"ECDH-ES+A256KW\",\"x\":\"" + ec.getX()
                + "\",\"y\":\"" + ec.getY() + "\"}";
    }

    /** What evidence of a guest holds that sends nothing else: the digest of the runtime data in its canonical form. */
    private static byte[] alone(JWK key, Map<String, String> kept) throws Exception {
        return digest(json(), key, kept);
    }

    /** The same of a guest whose evidence is composite. */
    private static byte[] composite(JWK key, Map<String, String> kept, String additional) throws Exception {
        return digest(json().put("additional-evidence", additional), key, kept);
    }

    private static byte[] digest(ObjectNode data, JWK key, Map<String, String> kept) throws Exception {
        data.put("nonce", kept.get("nonce")).set("tee-pubkey", Http.JSON.readTree(jwk(key)));
        return Digests.sha384(text(sorted(data).toString()));
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** What an attester writes for what it is told to vouch for. */
    private static String evidence(String tee, byte[] bound) throws Exception {
        return switch (tee) {
            case "snp" -> snp(bound).toString();
            case "tdx" ->
                json().putNull("cc_eventlog")
                        .put("quote", BASE64.encodeToString(TDX.quote(bound)))
                        .toString();
            case "sgx" ->
                json().put("quote", BASE64.encodeToString(SGX.quote(bound))).toString();
            case "cca" -> {
                ObjectNode evidence = json();
                octets(evidence.putArray("token"), REALM.cca(Arrays.copyOf(bound, 64)));
                yield evidence.toString();
            }
            case "az-snp-vtpm", "azsnpvtpm" -> AzureGuest.onSnp(bound);
            default -> AzureGuest.onTdx(TDX, bound);
        };
    }

    private static void octets(ArrayNode into, byte[] bytes) {
        for (byte octet : bytes) {
            into.add(octet & 0xff);
        }
    }

    private static JsonNode snp(byte[] bound) throws Exception {
        SNP.reportData(Arrays.copyOf(bound, 64));
        ObjectNode evidence = json();
        evidence.set("attestation_report", SnpStructure.of(SNP.signed()));
        ArrayNode chain = evidence.putArray("cert_chain");
        octets(chain.addObject().put("cert_type", "VCEK").putArray("data"), TestPki.encoded(SNP.leaf()));
        octets(chain.addObject().put("cert_type", "ASK").putArray("data"), TestPki.encoded(FacesTest.endorser(SNP)));
        return evidence;
    }

    /** The GPU beside a guest, for the nonce that the agent cuts off the digest of the runtime data. */
    private static String gpu(byte[] bound) {
        Map<String, String> parts = GPU.report(Arrays.copyOf(bound, 32));
        ObjectNode devices = json();
        Base64.Decoder decoder = Base64.getUrlDecoder();
        devices.putObject("nvidia")
                .putArray("device_evidence_list")
                .addObject()
                .put("arch", "HOPPER")
                .put("uuid", "GPU-7e3f0000-0000-0000-0000-000000000000")
                .put("evidence", BASE64.encodeToString(decoder.decode(parts.get("report"))))
                .put("certificate", BASE64.encodeToString(decoder.decode(parts.get("chain"))));
        return devices.toString();
    }

    /** The evidence of the GPU, made once: each report is signed anew. */
    private static String beside(Map<String, String> made, JWK key, Map<String, String> kept) throws Exception {
        if (!made.containsKey("gpu")) {
            made.put("gpu", gpu(alone(key, kept)));
        }
        return requireNonNull(made.get("gpu"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"snp", "tdx", "sgx", "cca", "az-snp-vtpm", "az-tdx-vtpm"})
    void a_guest_of_protocol_0_4_attests_and_opens_its_secret(String tee) throws Exception {
        ECKey key = new ECKeyGenerator(Curve.P_256).generate();
        Map<String, String> kept = new Exchanges(at)
                .knowing("tee", tee)
                .knowing("key", jwk(key))
                .knowing("additional_text", "")
                .making("primary", known -> text(evidence(tee, composite(key, known, ""))))
                .replayed("kbs-guest-0.4.json");
        assertThat(opened(key, kept)).isEqualTo("of a disk");
        assertThat(at.verified(requireNonNull(kept.get("token")))
                        .getJSONObjectClaim("submods")
                        .keySet())
                .containsExactly("cpu0");
    }

    @Test
    void a_guest_may_make_any_of_the_keys_of_its_client() throws Exception {
        for (JWK key : List.of(new RSAKeyGenerator(2048).generate(), new ECKeyGenerator(Curve.P_521).generate())) {
            Map<String, String> kept = new Exchanges(at)
                    .knowing("tee", "sgx")
                    .knowing("key", jwk(key))
                    .knowing("additional_text", "")
                    .making("primary", known -> text(evidence("sgx", composite(key, known, ""))))
                    .replayed("kbs-guest-0.4.json");
            assertThat(opened(key, kept)).isEqualTo("of a disk");
        }
    }

    @Test
    void a_guest_with_a_gpu_beside_it_speaks_for_both() throws Exception {
        ECKey key = new ECKeyGenerator(Curve.P_256).generate();
        Map<String, String> device = new TreeMap<>();
        Map<String, String> kept = new Exchanges(at)
                .knowing("tee", "tdx")
                .knowing("key", jwk(key))
                .making("additional_text", known -> text(beside(device, key, known)))
                .making("primary", known -> text(evidence("tdx", composite(key, known, beside(device, key, known)))))
                .replayed("kbs-guest-0.4.json");
        assertThat(opened(key, kept)).isEqualTo("of a disk");
        Map<String, Object> submods =
                at.verified(requireNonNull(kept.get("token"))).getJSONObjectClaim("submods");
        assertThat(submods.keySet()).containsExactlyInAnyOrder("cpu0", "device0");
        assertThat(submods).extractingByKey("device0").asString().contains("kind=gpu", "ear.status=warning");

        String id = at.verified(requireNonNull(kept.get("token"))).getJWTID();
        Http.Answer again = at.operator("/v1/policies/strict/dry-run", json().put("attestation_id", id));
        assertThat(again.json().path("status").textValue())
                .as("each piece is held to its own bytes later too: %s", again.text())
                .isEqualTo("warning");
    }

    @ParameterizedTest
    @ValueSource(strings = {"snp", "azsnpvtpm", "aztdxvtpm"})
    void a_guest_of_protocol_0_2_attests_with_its_own_evidence_alone(String tee) throws Exception {
        ECKey key = new ECKeyGenerator(Curve.P_256).generate();
        Exchanges.Maker evidence = known -> text(evidence(tee, alone(key, known)));
        Map<String, String> kept = new Exchanges(at)
                .knowing("tee", tee)
                .knowing("key", jwk(key))
                .making("primary", evidence)
                .making("primary_text", evidence)
                .replayed("kbs-guest-0.2.json");
        assertThat(opened(key, kept)).isEqualTo("of a disk");
    }

    @Test
    void a_guest_is_refused_in_the_words_of_the_protocol() throws Exception {
        ECKey key = new ECKeyGenerator(Curve.P_256).generate();
        new Exchanges(at)
                .knowing("key", jwk(key))
                .making("primary", known -> text(evidence("snp", composite(key, known, ""))))
                .making("runtime_only", known -> text(evidence("snp", alone(key, known))))
                .replayed("kbs-guest-refused.json");
    }

    /** Opened as the client does: what it authenticates is not the header that came but what it writes of it again. */
    private static String opened(JWK key, Map<String, String> kept) throws Exception {
        String header = new String(
                Base64.getUrlDecoder().decode(requireNonNull(kept.get("protected"))), StandardCharsets.UTF_8);
        JsonNode members = Http.JSON.readTree(header);
        ObjectNode again = json().put("alg", members.path("alg").textValue())
                .put("enc", members.path("enc").textValue());
        Map<String, JsonNode> others = new TreeMap<>();
        members.properties().forEach(member -> others.put(member.getKey(), member.getValue()));
        others.keySet().removeAll(Set.of("alg", "enc"));
        others.forEach((name, value) -> again.set(name, sorted(value)));
        JWEObject sealed = JWEObject.parse(String.join(
                ".",
                Base64.getUrlEncoder().withoutPadding().encodeToString(text(again.toString())),
                kept.get("encrypted_key"),
                kept.get("iv"),
                kept.get("ciphertext"),
                kept.get("tag")));
        sealed.decrypt(key instanceof RSAKey rsa ? new RSADecrypter(rsa) : new ECDHDecrypter((ECKey) key));
        return sealed.getPayload().toString();
    }

    private static JsonNode sorted(JsonNode node) {
        if (!node.isObject()) {
            return node;
        }
        Map<String, JsonNode> members = new TreeMap<>();
        node.properties().forEach(member -> members.put(member.getKey(), sorted(member.getValue())));
        ObjectNode sorted = json();
        members.forEach(sorted::set);
        return sorted;
    }
}
