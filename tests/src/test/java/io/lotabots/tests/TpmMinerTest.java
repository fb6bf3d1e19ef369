package io.lotabots.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.lotabots.clients.Lotabots;
import io.lotabots.clients.miner.MinerKey;
import io.lotabots.clients.tpm.TpmAttester;
import io.lotabots.local.Platform;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What the README tells to type about hardware evidence: a miner with a TPM in software, on the {@code dev} preset. */
@Execution(ExecutionMode.CONCURRENT)
class TpmMinerTest {
    private static final List<String> TOOLS = List.of(
            "swtpm", "swtpm_setup", "swtpm_localca", "tpm2_quote", "tpm2_activatecredential", "openssl", "curl");

    private static final Pattern STEPS = Pattern.compile("^```bash\\n(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);

    /** Hardware evidence counts for fifteen minutes. */
    private static final Duration WHILE_IT_COUNTS = Duration.ofMinutes(10);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path home;

    private String tpm = "";
    private String url = "";

    private record Run(int status, String out) {
        String tpm() {
            return out.lines()
                    .filter(line -> line.startsWith("  tpm: "))
                    .findFirst()
                    .orElse("");
        }

        String found(String pattern) {
            Matcher matcher = Pattern.compile(pattern).matcher(out);
            assertThat(matcher.find()).as(out).isTrue();
            return matcher.group(1);
        }
    }

    @Test
    void a_miners_tpm_raises_its_weight_until_it_is_dead_and_stays_its_own_for_ever() throws Exception {
        List<String> missing = TOOLS.stream().filter(tool -> !isInstalled(tool)).toList();
        if (!missing.isEmpty()) {
            System.out.println("miner with a TPM: skipped, this machine does not have " + missing);
        }
        assumeTrue(missing.isEmpty(), "no tools for a TPM in software: " + missing);
        try (Platform platform = Platform.start(Node.options("dev", home.resolve(".lotabots")))) {
            url = platform.uri().toString();
            Http node = new Http(platform.uri());
            Run alone = mine("rig", "--no-tpm");
            assertThat(alone.status).as(alone.out).isZero();
            assertThat(alone.tpm()).isEmpty();
            String wallet = alone.found("wallet (RTC[0-9a-f]{40})");
            JsonNode before = standing(node, wallet);
            assertThat(before.path("hardware_tier").textValue()).isEqualTo("fingerprint");

            List<String> steps = steps();
            Run shown = show(steps);
            try {
                counts(node, wallet, before, shown);
                verified(node, shown);
                refusedReplay(node);
                stranger();
            } finally {
                kill();
            }
            dies(platform, node, wallet, before);
            platform.clock().advance(Duration.ofDays(7));
            shell(start(steps));
            try {
                stranger();
            } finally {
                kill();
            }
        }
    }

    /** Types what the README tells; what the miner said. */
    private Run show(List<String> steps) throws IOException, InterruptedException {
        Run shown = new Run(1, "the README runs no miner");
        for (String step : steps) {
            if (step.startsWith("./lotabots ")) {
                String[] words = step.split("\\s+");
                assertThat(words).startsWith("./lotabots", "miner", "run", "--once", "--tpm");
                tpm = words[5];
                shown = mine("rig", "--tpm", tpm);
            } else {
                String said = shell(step);
                if (step.contains("curl ")) {
                    assertThat(Http.JSON.readTree(said).isObject()).as(said).isTrue();
                }
            }
        }
        return shown;
    }

    /** Its weight is the RustChain weight, five quarters of it, to the millionth. */
    private void counts(Http node, String wallet, JsonNode before, Run shown) throws IOException, InterruptedException {
        assertThat(shown.status).as(shown.out).isZero();
        assertThat(shown.tpm()).as(shown.out).startsWith("  tpm: virtual-tpm  counts in the weight until ");
        JsonNode raised = standing(node, wallet);
        assertThat(raised.path("hardware_tier").textValue()).isEqualTo("virtual-tpm");
        assertThat(millionths(raised.path("weight")) * 4).isEqualTo(millionths(before.path("weight")) * 5);
        assertThat(millionths(raised.path("enrolled_weight")) * 4)
                .isEqualTo(millionths(before.path("enrolled_weight")) * 5);
        JsonNode listed = node.get("/api/miners").json().path("miners").path(0);
        assertThat(listed.path("miner").textValue()).isEqualTo(wallet);
        assertThat(listed.path("hardware_tier").textValue()).isEqualTo("virtual-tpm");
        Run status = run("miner", "status", "--node", url, "--key", key("rig").toString());
        assertThat(status.out).containsPattern("hardware tier +virtual-tpm");
    }

    /** By another's library, against the published keys. */
    private static void verified(Http node, Run shown) throws Exception {
        String id = shown.found("attestation ([0-9a-f]{32})");
        String ear = node.get("/v1/attestations/" + id).json().path("ear").textValue();
        var processor = new DefaultJWTProcessor<SecurityContext>();
        JWKSet keys = JWKSet.parse(node.get("/.well-known/jwks.json").text());
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(JWSAlgorithm.ES256, new ImmutableJWKSet<>(keys)));
        JWTClaimsSet claims = processor.process(ear, null);
        JsonNode submods = Http.JSON.valueToTree(claims.getJSONObjectClaim("submods"));
        assertThat(submods.at("/tpm2-quote/ear.status").textValue()).isEqualTo("warning");
        assertThat(submods.at("/tpm2-quote/ear.veraison.annotated-evidence/virtual")
                        .booleanValue())
                .isTrue();
    }

    /** A quote for another challenge, claimed with the miner's own key: it counts for nothing and lengthens nothing. */
    private void refusedReplay(Http node) throws IOException {
        byte[] seed = MinerKey.seedOf(key("rig"));
        JsonNode first = challenge(node);
        ObjectNode body = Http.JSON.createObjectNode();
        try (TpmAttester attester = TpmAttester.open(tpm, home.resolve("rig/tpm"), "")) {
            ObjectNode parts =
                    body.putObject("evidence").put("format", "tpm2-quote").putObject("parts");
            attester.quote(AppraisalPlatform.bound(nonce(first), seed))
                    .forEach((name, part) ->
                            parts.put(name, Base64.getUrlEncoder().encodeToString(part)));
        }
        JsonNode second = challenge(node);
        body.put("challenge_id", second.path("challenge_id").textValue());
        body.set("miner", AppraisalPlatform.claim(seed, nonce(second)));
        JsonNode answer = node.post("/v1/attestations", body).json();
        assertThat(answer.at("/appraisals/0/refused/0/code").textValue())
                .as(answer.toString())
                .isEqualTo("nonce_mismatch");
        assertThat(answer.path("tier").asText()).isEmpty();
    }

    private static JsonNode challenge(Http node) {
        return node.post("/v1/challenges", "{}").json();
    }

    private static byte[] nonce(JsonNode challenge) {
        return HexFormat.of().parseHex(challenge.path("nonce_hex").textValue());
    }

    /** Another miner with the same TPM, and a key of that TPM of its own. */
    private void stranger() {
        Run other = mine("other", "--tpm", tpm);
        assertThat(other.tpm()).as(other.out).startsWith("  tpm: refused").contains("DEVICE_TAKEN");
    }

    /** What was shown counts to its end, then the fingerprint alone, in the next epoch's enrolment too. */
    private void dies(Platform platform, Http node, String wallet, JsonNode before) {
        platform.clock().advance(WHILE_IT_COUNTS);
        Run dead = mine("rig", "--tpm", tpm);
        assertThat(dead.status).as(dead.out).isZero();
        assertThat(dead.tpm()).startsWith("  tpm: not shown, tpm2_").contains("the fingerprint counts alone");
        assertThat(standing(node, wallet).path("hardware_tier").textValue()).isEqualTo("virtual-tpm");

        platform.clock().advance(Duration.ofDays(1));
        assertThat(mine("rig", "--tpm", tpm).status).isZero();
        JsonNode after = standing(node, wallet);
        assertThat(after.path("hardware_tier").textValue()).isEqualTo("fingerprint");
        assertThat(after.path("weight")).isEqualTo(before.path("weight"));
        assertThat(after.path("enrolled_weight")).isEqualTo(before.path("enrolled_weight"));
    }

    private static JsonNode standing(Http node, String wallet) {
        return node.get("/attestation/status?miner_id=" + wallet).json();
    }

    private static long millionths(JsonNode weight) {
        return weight.decimalValue().movePointRight(6).longValueExact();
    }

    private Path key(String who) {
        return home.resolve(who).resolve("key");
    }

    private Run mine(String who, String... options) {
        List<String> words = new ArrayList<>(List.of("miner", "run", "--once", "--node", url, "--key"));
        words.add(key(who).toString());
        words.addAll(List.of(options));
        return run(words.toArray(String[]::new));
    }

    private static Run run(String... words) {
        StringWriter out = new StringWriter();
        int status = Lotabots.commandLine(new PrintWriter(out, true), new PrintWriter(out, true))
                .execute(words);
        return new Run(status, out.toString());
    }

    /** The lines of the README's block, with this test's platform and free ports. */
    private List<String> steps() throws IOException {
        Matcher block = STEPS.matcher(Files.readString(Node.root().resolve("README.md")));
        assertThat(block.find()).isTrue();
        int port = twoFreePorts();
        return block.group(1)
                .replace("\\\n", " ")
                .replace("http://127.0.0.1:8099", url)
                .replace("2321", Integer.toString(port))
                .replace("2322", Integer.toString(port + 1))
                .lines()
                .map(line -> line.replaceFirst("\\s+# .*$", ""))
                .toList();
    }

    private static String start(List<String> steps) {
        return steps.stream()
                .filter(step -> step.startsWith("swtpm socket"))
                .findFirst()
                .orElseThrow();
    }

    private String shell(String line) throws IOException, InterruptedException {
        Path said = home.resolve("said");
        // Not through a pipe: the TPM stays, and would hold it open.
        Process process = new ProcessBuilder("sh", "-c", line)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        process.getOutputStream().close();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).as(line).isTrue();
        String output = Files.readString(said);
        assertThat(process.exitValue()).as(line + ": " + output).isZero();
        return output;
    }

    private void kill() throws Exception {
        Path pid = home.resolve(".lotabots/tpm/pid");
        if (!Files.exists(pid)) {
            return;
        }
        var process = ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()));
        if (process.isPresent() && process.get().destroy()) {
            process.get().onExit().get(20, TimeUnit.SECONDS);
        }
    }

    private static boolean isInstalled(String tool) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .anyMatch(path -> Files.isExecutable(Path.of(path, tool)));
    }

    /** The tools expect the TPM's control channel at the port after its own. */
    private static int twoFreePorts() throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        IOException lastTaken = null;
        for (int tries = 0; tries < 100; tries++) {
            try (ServerSocket first = new ServerSocket(0, 1, loopback)) {
                int port = first.getLocalPort();
                try (ServerSocket second = new ServerSocket(port + 1, 1, loopback)) {
                    return second.getLocalPort() - 1;
                } catch (IOException taken) {
                    lastTaken = taken;
                }
            }
        }
        throw new IOException("no two free ports beside one another", lastTaken);
    }
}
