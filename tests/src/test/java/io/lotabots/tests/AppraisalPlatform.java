package io.lotabots.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.ECDHDecrypter;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.lotabots.crypto.Digests;
import io.lotabots.crypto.Ed25519;
import io.lotabots.crypto.RtcAddress;
import io.lotabots.evidence.TestPki;
import io.lotabots.evidence.tpm.TpmMachine;
import io.lotabots.local.Platform;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;

/** The platform on the {@code dev} preset, which trusts makers that the tests are, and what attesters send to it. */
final class AppraisalPlatform implements AutoCloseable {
    private static final TestPki.Authority MAKER = TestPki.root("CN=TPM Root,O=Maker of the tests", "P-256");
    private static final AtomicInteger ADDRESSES = new AtomicInteger();

    final Platform platform;
    final Http node;
    final String adminKey;

    private AppraisalPlatform(Platform platform, String adminKey) {
        this.platform = platform;
        this.node = new Http(platform.uri());
        this.adminKey = adminKey;
    }

    /** A platform that trusts the maker of {@link #machine}. */
    static AppraisalPlatform start() throws IOException {
        Path data = Node.temporary();
        Platform platform = Platform.start(Node.options("dev", data)
                .withSchedules(name -> name.endsWith("FreezeRotation") || name.endsWith("FetchCollateral")));
        AppraisalPlatform started = new AppraisalPlatform(
                platform, Files.readString(data.resolve("admin-key")).strip());
        started.trust("tpm", MAKER);
        return started;
    }

    /** From now on evidence of a group of formats may end in a root of the tests. */
    void trust(String group, TestPki.Authority root) {
        trust(group, root.certificate());
    }

    void trust(String group, X509Certificate root) {
        ObjectNode anchor =
                json().put("anchor", "tests-" + ADDRESSES.incrementAndGet()).put("group", group);
        anchor.put("certificate", Base64.getEncoder().encodeToString(TestPki.encoded(root)));
        Http.Answer added = operator("/v1/anchors", anchor);
        assertThat(added.status()).as(added.text()).isEqualTo(200);
    }

    @Override
    public void close() {
        platform.close();
    }

    static ObjectNode json() {
        return Http.JSON.createObjectNode();
    }

    /** An address that nobody has used: limits are another test's matter. */
    static String address() {
        int number = ADDRESSES.incrementAndGet();
        return "198." + (18 + number / 62_500) + "." + number / 250 % 250 + "." + (1 + number % 250);
    }

    Http.Answer send(String method, String path, byte[] body, String... headers) {
        String[] all = Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = "X-Real-IP";
        all[headers.length + 1] = address();
        return node.send(method, path, body, all);
    }

    Http.Answer post(String path, JsonNode body) {
        return node.post(path, body, "X-Real-IP", address());
    }

    Http.Answer operator(String path, JsonNode body) {
        return node.post(path, body, "X-Admin-Key", adminKey, "X-Real-IP", address());
    }

    JsonNode shownToOperators(String path) {
        return node.get(path, "X-Admin-Key", adminKey, "X-Real-IP", address()).json();
    }

    JsonNode challenge(String profile) {
        Http.Answer answer =
                post("/v1/challenges", json().put("profile", profile).put("audience", "https://rp.example"));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    static byte[] nonce(JsonNode challenge) {
        return HexFormat.of().parseHex(challenge.path("nonce_hex").textValue());
    }

    /** A quote for a challenge, its key activated through the API. */
    ObjectNode activated(TpmMachine tpm, JsonNode challenge, byte[] bound) throws Exception {
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

    static ObjectNode quote(TpmMachine tpm, byte[] bound) {
        tpm.tick(1000);
        ObjectNode evidence = json().put("format", "tpm2-quote");
        evidence.set("parts", Http.JSON.valueToTree(tpm.quote(bound)));
        return evidence;
    }

    static ObjectNode handed(JsonNode challenge, JsonNode evidence) {
        ObjectNode body = json();
        body.put("challenge_id", challenge.path("challenge_id").textValue());
        body.set("evidence", evidence);
        return body;
    }

    /** A machine with a TPM that the platform trusts. */
    static TpmMachine machine() {
        return machine("id:49465800", "SLB9672");
    }

    static TpmMachine machine(String manufacturer, String model) {
        return TpmMachine.made(MAKER, manufacturer, model);
    }

    /** A list of the maker of {@link #machine}: nothing is revoked. */
    static TestPki.Authority maker() {
        return MAKER;
    }

    /** Verified by another's library against the platform's published keys. */
    JWTClaimsSet verified(String ear) throws Exception {
        JWKSet keys = JWKSet.parse(node.get("/.well-known/jwks.json").text());
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(JWSAlgorithm.ES256, new ImmutableJWKSet<>(keys)));
        return processor.process(ear, null);
    }

    static byte[] seed(int number) {
        byte[] seed = new byte[32];
        seed[0] = (byte) number;
        seed[1] = 77;
        return seed;
    }

    /** A miner's claim of what attests for a nonce. */
    static ObjectNode claim(byte[] seed, byte[] nonce) {
        byte[] key = Ed25519.publicKey(seed);
        return json().put("id", RtcAddress.of(key).value())
                .put("public_key", HexFormat.of().formatHex(key))
                .put("signature", HexFormat.of().formatHex(Ed25519.sign(seed, claimed(seed, nonce))));
    }

    private static byte[] claimed(byte[] seed, byte[] nonce) {
        String miner = RtcAddress.of(Ed25519.publicKey(seed)).value();
        return ("lotabots device 1|" + HexFormat.of().formatHex(nonce) + "|" + miner).getBytes(StandardCharsets.UTF_8);
    }

    /** What evidence must hold beside a miner's claim. */
    static byte[] bound(byte[] nonce, byte[] seed) {
        return Digests.sha256(claimed(seed, nonce));
    }

    /** What evidence must hold that speaks for a key. */
    static byte[] bound(byte[] fresh, ECKey key) throws Exception {
        byte[] prefix = "lotabots key 1|".getBytes(StandardCharsets.UTF_8);
        byte[] thumbprint = key.computeThumbprint().decode();
        byte[] all = Arrays.copyOf(prefix, prefix.length + fresh.length + 1 + thumbprint.length);
        System.arraycopy(fresh, 0, all, prefix.length, fresh.length);
        all[prefix.length + fresh.length] = '|';
        System.arraycopy(thumbprint, 0, all, prefix.length + fresh.length + 1, thumbprint.length);
        return Digests.sha256(all);
    }

    /** What was sealed to a key, opened by another's library. */
    static String opened(ECKey key, Http.Answer released) throws Exception {
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
        return sealed.getPayload().toString();
    }
}
