package io.lotabots.tests;

import static io.lotabots.tests.AppraisalPlatform.opened;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.SignedJWT;
import io.lotabots.clients.Lotabots;
import io.lotabots.evidence.TestPki;
import io.lotabots.evidence.snp.SnpGuest;
import io.lotabots.local.aws.Meter;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Clients of others on the whole platform, the {@code dev} preset: exchanges as the specifications of Veraison's
 * challenge-response API and of the key broker's attestation protocol show them, with a guest whose maker the tests are.
 */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("the platform of FacesTest")
class FacesTest {
    private static final String SESSION = "application/vnd.veraison.challenge-response-session+json";
    private static final String PARTS = "application/vnd.lotabots.evidence+json; format=\"sev-snp\"";
    private static final byte[] NOTHING = {};

    private static AppraisalPlatform at;

    @BeforeAll
    static void start() throws Exception {
        at = AppraisalPlatform.start();
        at.trust("amd", SnpGuest.on("Genoa").root);
    }

    @AfterAll
    static void stop() {
        at.close();
    }

    private static byte[] bytes(JsonNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] parts(byte[] bound) throws Exception {
        SnpGuest guest = SnpGuest.on("Genoa");
        guest.reportData(java.util.Arrays.copyOf(bound, 64));
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        return bytes(Http.JSON
                .createObjectNode()
                .put("report", base64.encodeToString(guest.signed()))
                .put("leaf", base64.encodeToString(chain(guest))));
    }

    /** A guest's certificate and the one above it, in PEM. */
    static byte[] chain(SnpGuest guest) throws Exception {
        return TestPki.pem(guest.leaf(), endorser(guest));
    }

    /** The certificate between a guest's own and the root. */
    static X509Certificate endorser(SnpGuest guest) throws Exception {
        byte[] chain = guest.collateral().entrySet().stream()
                .filter(entry -> entry.getKey().endsWith("/cert_chain"))
                .findFirst()
                .orElseThrow()
                .getValue();
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(chain));
    }

    private static byte[] nonce(Http.Answer session) {
        return Base64.getDecoder().decode(session.json().path("nonce").textValue());
    }

    @Test
    void a_client_of_veraison_discovers_asks_submits_reads_and_forgets() throws Exception {
        Http.Answer discovery = at.send("GET", "/.well-known/veraison/verification", NOTHING);
        assertThat(discovery.status()).as(discovery.text()).isEqualTo(200);
        assertThat(discovery.header("content-type")).isEqualTo("application/vnd.veraison.discovery+json");
        String start = discovery
                .json()
                .at("/api-endpoints/newChallengeResponseSession")
                .textValue();

        Http.Answer created = at.send("POST", start + "?nonceSize=48", NOTHING);
        assertThat(created.status()).as(created.text()).isEqualTo(201);
        assertThat(created.header("content-type")).isEqualTo(SESSION);
        assertThat(created.header("location")).startsWith("/challenge-response/v1/session/");
        assertThat(nonce(created)).hasSize(48);
        assertThat(created.json().path("status").textValue()).isEqualTo("waiting");
        assertThat(created.json().path("accept").toString()).contains("application/psa-attestation-token", "sev-snp");
        String session = created.header("location");
        assertThat(at.send("GET", session, NOTHING).json()).isEqualTo(created.json());

        Http.Answer done = at.send("POST", session, parts(nonce(created)), "Content-Type", PARTS);
        assertThat(done.status()).as(done.text()).isEqualTo(200);
        assertThat(done.header("content-type")).isEqualTo(SESSION);
        assertThat(done.json().path("status").textValue()).isEqualTo("complete");
        assertThat(done.json().at("/evidence/type").textValue()).isEqualTo(PARTS);
        SignedJWT result = SignedJWT.parse(done.json().path("result").textValue());
        JsonNode key = discovery.json().path("ear-verification-key");
        assertThat(result.verify(new ECDSAVerifier(ECKey.parse(key.toString()))))
                .isTrue();
        assertThat(result.getJWTClaimsSet().getJSONObjectClaim("submods").toString())
                .contains("ear.status=warning");

        assertThat(at.send("GET", session, NOTHING).json()).isEqualTo(done.json());
        assertThat(at.send("POST", session, parts(nonce(created)), "Content-Type", PARTS)
                        .status())
                .isEqualTo(409);
        assertThat(at.send("DELETE", session, NOTHING).status()).isEqualTo(204);
        Http.Answer gone = at.send("GET", session, NOTHING);
        assertThat(gone.status()).isEqualTo(404);
        assertThat(gone.header("content-type")).isEqualTo("application/problem+json");
        assertThat(gone.json().path("title").textValue()).isNotBlank();
    }

    @Test
    void a_client_of_veraison_may_bring_its_nonce_which_counts_nowhere_else() throws Exception {
        byte[] mine = "relying party's nonce".getBytes(StandardCharsets.UTF_8);
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(mine);
        Http.Answer created = at.send("POST", "/challenge-response/v1/newSession?nonce=" + text, NOTHING);
        assertThat(nonce(created)).isEqualTo(mine);
        String id = created.header("location").substring("/challenge-response/v1/session/".length());

        ObjectNode ours = Http.JSON.createObjectNode().put("challenge_id", id);
        ObjectNode evidence = ours.putObject("evidence").put("format", "sev-snp");
        evidence.set("parts", Http.JSON.readTree(parts(mine)));
        Http.Answer elsewhere = at.send("POST", "/v1/attestations", bytes(ours), "Content-Type", "application/json");
        assertThat(elsewhere.status()).as(elsewhere.text()).isEqualTo(404);
        Http.Answer here = at.send("POST", created.header("location"), parts(mine), "Content-Type", PARTS);
        assertThat(here.json().path("status").textValue()).as(here.text()).isEqualTo("complete");
    }

    @Test
    void a_session_is_refused_with_a_reason() throws Exception {
        String start = "/challenge-response/v1/newSession";
        assertThat(at.send("POST", start + "?nonceSize=7", NOTHING).text()).contains("nonceSize", "8 to 64");
        assertThat(at.send("POST", start + "?nonceSize=8&nonce=AAAAAAAAAAAA", NOTHING)
                        .status())
                .isEqualTo(400);
        assertThat(at.send("POST", start + "?nonce=AAAA", NOTHING).status()).isEqualTo(400);
        Http.Answer created = at.send("POST", start, NOTHING);
        assertThat(nonce(created)).hasSize(32);
        Http.Answer unknown =
                at.send("POST", created.header("location"), new byte[] {1}, "Content-Type", "application/x-unknown");
        assertThat(unknown.status()).isEqualTo(415);
        Http.Answer replayed = at.send("POST", created.header("location"), parts(new byte[32]), "Content-Type", PARTS);
        assertThat(SignedJWT.parse(replayed.json().path("result").textValue())
                        .getJWTClaimsSet()
                        .getJSONObjectClaim("submods")
                        .toString())
                .contains("contraindicated", "nonce_mismatch");
    }

    private record Guest(ECKey key, String cookie, Http.Answer challenge) {}

    /** Steps 1 and 2 of the protocol: request, challenge. */
    private static Guest guest() throws Exception {
        ObjectNode request =
                Http.JSON.createObjectNode().put("version", "0.4.0").put("tee", "snp");
        request.putObject("extra-params");
        Http.Answer challenge = at.send("POST", "/kbs/v0/auth", bytes(request), "Content-Type", "application/json");
        assertThat(challenge.status()).as(challenge.text()).isEqualTo(200);
        String cookie = challenge.header("set-cookie").split(";", 2)[0];
        assertThat(cookie).startsWith("kbs-session-id=");
        return new Guest(new ECKeyGenerator(Curve.P_256).generate(), cookie, challenge);
    }

    /** Step 3; members of the runtime data stand in no order that matters. */
    private static ObjectNode attestation(Guest guest, byte[] bound) throws Exception {
        ObjectNode body = Http.JSON.createObjectNode();
        ObjectNode key = (ObjectNode) Http.JSON.readTree(guest.key.toPublicJWK().toJSONString());
        key.put("alg", "ECDH-ES+A256KW");
        body.putObject("runtime-data")
                .put("nonce", guest.challenge.json().path("nonce").textValue())
                .set("tee-pubkey", key);
        SnpGuest machine = SnpGuest.on("Genoa");
        machine.reportData(java.util.Arrays.copyOf(bound, 64));
        ObjectNode evidence = body.putObject("tee-evidence").put("additional_evidence", "{}");
        ObjectNode primary = evidence.putObject("primary_evidence");
        primary.put("attestation_report", Base64.getEncoder().encodeToString(machine.signed()));
        ArrayNode chain = primary.putArray("cert_chain");
        chain.addObject()
                .put("cert_type", "ASK")
                .put("data", Base64.getEncoder().encodeToString(TestPki.encoded(endorser(machine))));
        ArrayNode data = chain.addObject().put("cert_type", "VCEK").putArray("data");
        for (byte octet : TestPki.encoded(machine.leaf())) {
            data.add(octet & 0xff);
        }
        return body;
    }

    /** The digest as a guest comes to it: names sorted, no spaces (RFC 8785). */
    private static byte[] digest(Guest guest) throws Exception {
        String canonical = "{\"additional-evidence\":\"{}\",\"nonce\":\""
                + guest.challenge.json().path("nonce").textValue()
                + "\",\"tee-pubkey\":{\"alg\":\"ECDH-ES+A256KW\",\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\""
                + guest.key.getX() + "\",\"y\":\"" + guest.key.getY() + "\"}}";
        return MessageDigest.getInstance("SHA-384").digest(canonical.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void a_guest_attests_to_the_key_broker_and_fetches_its_secret_by_cookie_or_token() throws Exception {
        ObjectNode secret = Http.JSON
                .createObjectNode()
                .put("content", Base64.getEncoder().encodeToString("of a disk".getBytes(StandardCharsets.UTF_8)))
                .put("allow_warning", true);
        assertThat(at.node
                        .post("/v1/resources/default/key/kbs", secret, "X-Admin-Key", at.adminKey)
                        .status())
                .isEqualTo(200);
        assertThat(at.node
                        .post(
                                "/v1/resources/default/key/strict",
                                secret.deepCopy().put("allow_warning", false),
                                "X-Admin-Key",
                                at.adminKey)
                        .status())
                .isEqualTo(200);
        Guest guest = guest();
        String resource = "/kbs/v0/resource/default/key/kbs";
        assertThat(at.send("GET", resource, NOTHING, "Cookie", guest.cookie).status())
                .isEqualTo(401);

        Http.Answer attested =
                at.send("POST", "/kbs/v0/attest", bytes(attestation(guest, digest(guest))), headers(guest));
        assertThat(attested.status()).as(attested.text()).isEqualTo(200);
        String token = attested.json().path("token").textValue();
        assertThat(SignedJWT.parse(token)
                        .getJWTClaimsSet()
                        .getJSONObjectClaim("submods")
                        .keySet())
                .containsExactly("cpu0");

        assertThat(opened(guest.key, at.send("GET", resource, NOTHING, "Cookie", guest.cookie)))
                .isEqualTo("of a disk");
        assertThat(opened(guest.key, at.send("GET", resource, NOTHING, "Authorization", "Bearer " + token)))
                .isEqualTo("of a disk");
        broker(at.send("GET", resource, NOTHING), 401);
        broker(at.send("GET", "/kbs/v0/resource/default/key/none", NOTHING, "Cookie", guest.cookie), 404);
        broker(at.send("GET", "/kbs/v0/resource/default/key/strict", NOTHING, "Cookie", guest.cookie), 403);
    }

    @Test
    void what_each_face_costs_does_not_depend_on_who_else_came() throws Exception {
        Meter meter = at.platform.port().meter();
        Guest warm = guest();
        at.send("POST", "/kbs/v0/attest", bytes(attestation(warm, digest(warm))), headers(warm));
        at.send("GET", "/.well-known/veraison/verification", NOTHING);
        ObjectNode secret = Http.JSON.createObjectNode().put("content", "AQI").put("allow_warning", true);
        assertThat(at.operator("/v1/resources/default/key/metered", secret).status())
                .isEqualTo(200);
        meter.reset();
        Http.Answer created = at.send("POST", "/challenge-response/v1/newSession?nonceSize=48", NOTHING);
        String session = created.header("location");
        assertThat(at.send("POST", session, parts(nonce(created)), "Content-Type", PARTS)
                        .status())
                .isEqualTo(200);
        at.send("GET", session, NOTHING);
        at.send("DELETE", session, NOTHING);
        at.send("GET", "/.well-known/veraison/verification", NOTHING);
        Guest guest = guest();
        assertThat(at.send("POST", "/kbs/v0/attest", bytes(attestation(guest, digest(guest))), headers(guest))
                        .status())
                .isEqualTo(200);
        at.send("GET", "/kbs/v0/resource/default/key/metered", NOTHING, "Cookie", guest.cookie);

        costs(meter, "PostChallengeResponseV1NewSession", 2, 0);
        costs(meter, "PostChallengeResponseV1Session", 11, 3);
        costs(meter, "GetChallengeResponseV1Session", 1, 3);
        costs(meter, "PostKbsV0Auth", 2, 0);
        costs(meter, "PostKbsV0Attest", 9, 2);
        costs(meter, "DeleteChallengeResponseV1Session", 2, 1);
        costs(meter, "GetKbsV0Resource", 1, 4);
        costs(meter, "GetWellKnownVeraisonVerification", 1, 0);
    }

    private static String[] headers(Guest guest) {
        return new String[] {"Content-Type", "application/json", "Cookie", guest.cookie};
    }

    static void costs(Meter meter, String function, double writes, double reads) {
        Meter.Snapshot spent = meter.snapshot().ofPrincipal("lotabots-dev-" + function);
        System.out.printf("%s: %.1f writes %.1f reads%n", function, spent.writeUnits(), spent.readUnits());
        assertThat(spent.writeUnits()).as(function).isPositive().isLessThanOrEqualTo(writes);
        assertThat(spent.readUnits()).as(function).isLessThanOrEqualTo(reads);
    }

    /** An error as the protocol has it. */
    private static void broker(Http.Answer refused, int status) {
        assertThat(refused.status()).as(refused.text()).isEqualTo(status);
        assertThat(refused.json().path("type").textValue())
                .startsWith("https://github.com/confidential-containers/kbs/errors/");
        assertThat(refused.json().path("detail").textValue()).isNotBlank();
    }

    @Test
    void a_folder_of_collateral_is_brought_by_the_command_line_with_a_line_for_each_file() throws Exception {
        TestPki.Authority maker = SnpGuest.on("Genoa").root;
        Instant now = at.platform.clock().instant();
        Path folder = Node.temporary();
        Path product = Files.createDirectories(folder.resolve("amd/genoa/vcek"));
        Files.write(product.resolve("cert_chain.pem"), TestPki.pem(maker.certificate()));
        Files.write(
                product.resolve("crl.der"),
                maker.revoking(now.minusSeconds(60), now.plusSeconds(86_400)).getEncoded());
        Files.write(
                Files.createDirectories(folder.resolve("crl")).resolve("http%3A%2F%2Fstranger.example%2Fca.crl"),
                TestPki.root("CN=Stranger", "P-256")
                        .revoking(now.minusSeconds(60), now.plusSeconds(86_400))
                        .getEncoded());
        Path key = Files.writeString(Node.temporary().resolve("key"), at.adminKey + "\n");
        StringWriter out = new StringWriter();

        int status = Lotabots.commandLine(new PrintWriter(out, true), new PrintWriter(out, true))
                .execute(
                        "attest",
                        "collateral",
                        "import",
                        folder.toString(),
                        "--node",
                        at.platform.uri().toString(),
                        "--admin-key-file",
                        key.toString());

        assertThat(out.toString())
                .contains("2 of 3 taken")
                .containsPattern("amd/genoa/vcek/cert_chain +taken")
                .containsPattern("amd/genoa/vcek/crl +taken +20")
                .containsPattern("crl/http://stranger.example/ca.crl +refused +It was not stored")
                .doesNotContain(at.adminKey);
        assertThat(status).isOne();
        assertThat(at.node.get("/v1/collateral", "X-Admin-Key", at.adminKey).text())
                .contains("amd/genoa/vcek/crl");
    }

    @Test
    void the_key_broker_refuses_other_keys_other_nonces_and_what_it_does_not_know() throws Exception {
        Guest guest = guest();
        String[] headers = {"Content-Type", "application/json", "Cookie", guest.cookie};
        byte[] honest = digest(guest);
        Guest thief = new Guest(new ECKeyGenerator(Curve.P_256).generate(), guest.cookie, guest.challenge);
        Http.Answer swapped = at.send("POST", "/kbs/v0/attest", bytes(attestation(thief, honest)), headers);
        broker(swapped, 401);
        assertThat(swapped.text()).contains("AttestationFailed", "nonce_mismatch");
        broker(at.send("GET", "/kbs/v0/resource/default/key/kbs", NOTHING, "Cookie", guest.cookie), 401);

        Guest second = guest();
        ObjectNode stale = attestation(second, digest(second));
        ((ObjectNode) stale.path("runtime-data"))
                .put("nonce", guest.challenge.json().path("nonce").textValue());
        broker(at.send("POST", "/kbs/v0/attest", bytes(stale), headers(second)), 401);
        broker(at.send("POST", "/kbs/v0/attest", bytes(stale), "Content-Type", "application/json"), 401);
        for (String wrong : new String[] {
            "{\"version\":\"9.0.0\",\"tee\":\"snp\"}",
            "{\"version\":\"0.4.0\",\"tee\":\"sample\"}",
            "{\"tee\":\"snp\"}",
            "[]"
        }) {
            broker(
                    at.send(
                            "POST",
                            "/kbs/v0/auth",
                            wrong.getBytes(StandardCharsets.UTF_8),
                            "Content-Type",
                            "application/json"),
                    401);
        }
    }
}
