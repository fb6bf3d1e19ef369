package io.lotabots.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotabots.clients.Lotabots;
import io.lotabots.evidence.TestPki;
import io.lotabots.evidence.snp.SnpGuest;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** {@code lotabots attest verify} and {@code conformance} on a guest of the tests' own, without a node. */
@Execution(ExecutionMode.CONCURRENT)
class AttestCommandsTest {
    private static final String NONCE = HexFormat.of().formatHex(SnpGuest.NONCE) + "00".repeat(32);

    private final SnpGuest guest = SnpGuest.on("Genoa");
    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before each test
    Path folder;

    @BeforeEach
    void write() throws IOException {
        Files.write(folder.resolve("report.bin"), guest.signed());
        Files.write(folder.resolve("leaf.der"), TestPki.encoded(guest.leaf()));
        Files.write(folder.resolve("root.pem"), TestPki.pem(guest.root.certificate()));
        for (Map.Entry<String, byte[]> piece : guest.collateral().entrySet()) {
            Files.write(folder.resolve(piece.getKey().replace('/', '-')), piece.getValue());
        }
    }

    private int run(String... words) {
        out = new StringWriter();
        err = new StringWriter();
        return Lotabots.commandLine(new PrintWriter(out, true), new PrintWriter(err, true))
                .execute(words);
    }

    private int verify(String nonce, String... more) {
        List<String> words = new ArrayList<>(
                List.of("attest", "verify", folder.resolve("report.bin").toString()));
        words.addAll(List.of("--format", "sev-snp", "--nonce", nonce, "--at", TestPki.NOW.toString()));
        words.addAll(List.of("--part", "leaf=" + folder.resolve("leaf.der")));
        words.addAll(List.of("--anchor", "amd=" + folder.resolve("root.pem")));
        guest.collateral().keySet().forEach(key -> {
            words.add("--collateral");
            words.add(key + "=" + folder.resolve(key.replace('/', '-')));
        });
        words.addAll(List.of(more));
        return run(words.toArray(String[]::new));
    }

    @Test
    void a_file_is_appraised_and_shown_as_a_tree_or_as_json() throws IOException {
        String measurement = HexFormat.of().formatHex(SnpGuest.MEASUREMENT);
        assertThat(verify(NONCE)).as(out + "" + err).isZero();
        assertThat(out.toString()).contains("sev-snp", "accept", measurement).doesNotContain("{");
        assertThat(verify(NONCE, "--policy", "measurement=" + measurement, "--json"))
                .isZero();
        JsonNode json = Http.JSON.readTree(out.toString());
        assertThat(json.path("verdict").textValue()).isEqualTo("accept");
        assertThat(json.path("status").textValue()).isEqualTo("affirming");
        assertThat(json.path("nonce_checked").booleanValue()).isTrue();
        assertThat(json.at("/claims/measurement").textValue()).isEqualTo(measurement);
    }

    @Test
    void what_is_refused_says_why_and_ends_with_1_and_wrong_options_with_2() throws IOException {
        assertThat(verify("00".repeat(64))).isEqualTo(1);
        assertThat(out.toString()).contains("nonce_mismatch");
        assertThat(verify("00".repeat(64), "--json")).isEqualTo(1);
        assertThat(Http.JSON.readTree(out.toString()).path("reason").textValue())
                .isEqualTo("nonce_mismatch");
        assertThat(verify("not hexadecimal")).isEqualTo(2);
        assertThat(verify(NONCE, "--policy", "no_such=1")).isEqualTo(2);
        assertThat(run("attest", "verify", folder.resolve("absent").toString(), "--format", "sev-snp"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("absent").doesNotContain("Exception");
    }

    private int conformance(String verdict, String measurement) throws IOException {
        ArrayNode cases = Http.JSON.createArrayNode();
        ObjectNode one = cases.addObject().put("id", "guest-1").put("format", "sev-snp");
        Path roots = Files.createDirectories(folder.resolve("roots"));
        Files.copy(folder.resolve("root.pem"), roots.resolve("root.pem"), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(
                folder.resolve("amd-genoa-vcek-cert_chain"),
                roots.resolve("issuer.pem"),
                StandardCopyOption.REPLACE_EXISTING);
        one.putObject("inputs")
                .put("report", "report.bin")
                .put("leaf", "leaf.der")
                .put("roots", "roots/*.pem");
        one.putObject("params").put("verify_at", TestPki.NOW.toString()).put("nonce", NONCE);
        one.putObject("expect").put("verdict", verdict).putObject("claims").put("measurement", measurement);
        Files.writeString(folder.resolve("cases.json"), cases.toString());
        return run("attest", "conformance", folder.toString());
    }

    @Test
    void a_verdict_or_a_claim_that_differs_fails_the_whole() throws IOException {
        String measurement = HexFormat.of().formatHex(SnpGuest.MEASUREMENT);
        assertThat(conformance("accept", measurement)).as(out + "" + err).isZero();
        assertThat(out.toString()).contains("guest-1").containsPattern("sev-snp +1 +1");
        assertThat(conformance("accept", "00".repeat(48))).isEqualTo(1);
        assertThat(out.toString()).contains("claim measurement is");
        assertThat(conformance("reject", measurement)).isEqualTo(1);
        assertThat(conformance("acept", measurement)).isEqualTo(1);
        assertThat(err.toString()).contains("guest-1", "acept");
    }
}
