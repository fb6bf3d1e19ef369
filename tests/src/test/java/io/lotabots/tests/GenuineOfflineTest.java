package io.lotabots.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jwt.SignedJWT;
import io.lotabots.clients.Lotabots;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * A node that asks no vendor appraises genuine evidence by a folder of collateral that was brought to it, where this machine has
 * the samples: the clock stands where they were current, and a client names the nonce that they hold.
 */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("the platform of GenuineOfflineTest")
class GenuineOfflineTest {
    private static final Optional<Path> SAMPLES = Stream.iterate(
                    Path.of("").toAbsolutePath(), Objects::nonNull, Path::getParent)
            .map(path -> path.resolve("shared/evidence/vectors"))
            .filter(path -> Files.isRegularFile(path.resolve("cases.json")))
            .findFirst();

    private static AppraisalPlatform at;

    @BeforeAll
    static void start() throws Exception {
        if (SAMPLES.isEmpty()) {
            System.out.println("genuine evidence offline: skipped, this machine does not have the samples");
        }
        assumeTrue(SAMPLES.isPresent(), "the samples are not on this machine");
        at = AppraisalPlatform.start();
    }

    @AfterAll
    static void stop() {
        if (at != null) {
            at.close();
        }
    }

    private static byte[] file(String path) throws IOException {
        return Files.readAllBytes(SAMPLES.orElseThrow().resolve(path));
    }

    private static JsonNode sample(String id) throws IOException {
        return StreamSupport.stream(Http.JSON.readTree(file("cases.json")).spliterator(), false)
                .filter(node -> node.path("id").asText().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** By the command line, which tells how many of them the node took. */
    private static String imported(Path folder) throws IOException {
        Path key = Files.writeString(Node.temporary().resolve("key"), at.adminKey + "\n");
        StringWriter out = new StringWriter();
        Lotabots.commandLine(new PrintWriter(out, true), new PrintWriter(out, true))
                .execute(
                        "attest",
                        "collateral",
                        "import",
                        folder.toString(),
                        "--node",
                        at.platform.uri().toString(),
                        "--admin-key-file",
                        key.toString());
        return out.toString();
    }

    private static void put(Path folder, String key, byte[] content) throws IOException {
        Path file = folder.resolve(key);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.write(file, content);
    }

    /** What the node says of bare evidence of a media type: the one submodule of its signed result. */
    private static String appraised(byte[] evidence, String type, String nonceHex) throws Exception {
        String nonce = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(HexFormat.of().parseHex(nonceHex));
        Http.Answer created = at.send("POST", "/challenge-response/v1/newSession?nonce=" + nonce, new byte[0]);
        assertThat(created.status()).as(created.text()).isEqualTo(201);
        Http.Answer done = at.send("POST", created.header("location"), evidence, "Content-Type", type);
        assertThat(done.status()).as(done.text()).isEqualTo(200);
        return SignedJWT.parse(done.json().path("result").textValue())
                .getJWTClaimsSet()
                .getJSONObjectClaim("submods")
                .toString();
    }

    @Test
    void a_quote_and_a_report_have_their_verdicts_by_a_folder_that_was_brought() throws Exception {
        report();
        quote();
    }

    private static void report() throws Exception {
        JsonNode one = sample("snp-01-milan-v2-vcek");
        at.platform.clock().set(Instant.parse(one.at("/params/verify_at").asText()));
        byte[] report = file(one.at("/inputs/report").asText());
        String nonce = one.at("/params/nonce").asText();
        byte[] parts = Http.JSON.writeValueAsBytes(
                Map.of("report", Base64.getUrlEncoder().withoutPadding().encodeToString(report)));
        String type = "application/vnd.lotabots.evidence+json; format=\"sev-snp\"";
        assertThat(appraised(parts, type, nonce)).contains("ear.status=contraindicated", "collateral_missing");

        Path folder = Node.temporary();
        HexFormat hex = HexFormat.of();
        String chip = hex.formatHex(report, 0x1A0, 0x1E0) + "/" + hex.formatHex(report, 0x180, 0x188);
        put(folder, "amd/milan/vcek/cert_chain.pem", file("roots/amd/ask_ark_milan.pem"));
        put(
                folder,
                "amd/milan/vcek/" + chip + ".der",
                file(one.at("/inputs/leaf").asText()));
        assertThat(imported(folder)).contains("2 of 2 taken");

        at.platform.clock().advance(Duration.ofSeconds(301));
        assertThat(appraised(parts, type, nonce))
                .contains(
                        "ear.status=warning",
                        one.at("/expect/claims/measurement").asText());
    }

    private static void quote() throws Exception {
        JsonNode one = sample("tdx-01-v4-uptodate");
        at.platform.clock().set(Instant.parse(one.at("/params/verify_at").asText()));
        byte[] quote = file(one.at("/inputs/quote").asText());
        String nonce = one.at("/expect/claims/report_data").asText();
        String type = "application/vnd.intel.dcap-quote";
        assertThat(appraised(quote, type, nonce)).contains("ear.status=warning", "hardware=32", "collateral_missing");

        JsonNode parts = Http.JSON.readTree(file(one.at("/inputs/collateral").asText()));
        String fmspc = one.at("/expect/claims/fmspc").asText();
        Path folder = Node.temporary();
        put(folder, "intel/sgx/rootcacrl.der", hex(parts, "root_ca_crl"));
        put(folder, "intel/sgx/pckcrl/platform.der", hex(parts, "pck_crl"));
        put(folder, "intel/sgx/pckcrl/platform.issuers", text(parts, "pck_crl_issuer_chain"));
        put(folder, "intel/tdx/tcb/" + fmspc + ".json", signed("tcbInfo", parts, "tcb_info"));
        put(folder, "intel/tdx/tcb/" + fmspc + ".issuers", text(parts, "tcb_info_issuer_chain"));
        put(folder, "intel/tdx/qe/identity.json", signed("enclaveIdentity", parts, "qe_identity"));
        put(folder, "intel/tdx/qe/identity.issuers", text(parts, "qe_identity_issuer_chain"));
        assertThat(imported(folder)).contains("4 of 4 taken");

        at.platform.clock().advance(Duration.ofSeconds(301));
        assertThat(appraised(quote, type, nonce))
                // Genuine hardware; what runs on it nobody named.
                .contains(
                        "tcb_status=UpToDate",
                        "hardware=2,",
                        one.at("/expect/claims/mrtd").asText())
                .doesNotContain("collateral_missing", "contraindicated");
        at.platform.clock().advance(Duration.ofDays(60));
        assertThat(appraised(quote, type, nonce)).contains("ear.status=contraindicated", "collateral_expired");
    }

    private static byte[] hex(JsonNode parts, String field) {
        return HexFormat.of().parseHex(parts.path(field).asText());
    }

    private static byte[] text(JsonNode parts, String field) {
        return parts.path(field).asText().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] signed(String member, JsonNode parts, String field) {
        return ("{\"" + member + "\":" + parts.path(field).asText() + ",\"signature\":\""
                        + parts.path(field + "_signature").asText() + "\"}")
                .getBytes(StandardCharsets.UTF_8);
    }
}
