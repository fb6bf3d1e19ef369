package io.lotabots.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lotabots.clients.node.SmallNode;
import io.lotabots.clients.node.SmallNode.Reply;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole command line on this machine, against a node on a free port. */
final class CommandLineTest {
    @TempDir
    private Path folder;

    private SmallNode node;
    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();

    @BeforeEach
    void start() throws IOException {
        node = new SmallNode();
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void once_creates_a_key_attests_this_machine_and_ends_with_zero() {
        assertThat(miner("run", "--once")).isZero();
        assertThat(out.toString().lines().toList().getFirst())
                .matches("wallet RTC[0-9a-f]{40}  node http://127.0.0.1:\\d+");
        assertThat(out.toString()).contains("  accepted  weight 0.8  epoch 353  ");
        assertThat(key()).exists();
        var sent = node.last("/attest/submit").json();
        assertThat(sent.at("/fingerprint/checks").size()).isEqualTo(6);
        assertThat(sent.path("public_key").textValue()).hasSize(64);
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void once_ends_with_one_when_refused() {
        node.usually(
                "/attest/submit",
                Reply.of(409, "{\"code\":\"DUPLICATE_HARDWARE\",\"ok\":false,\"error\":\"duplicate\"}"));
        assertThat(miner("run", "--once")).isEqualTo(1);
        assertThat(out.toString()).contains("refused  POST /attest/submit: HTTP 409 DUPLICATE_HARDWARE");
    }

    @Test
    void once_ends_with_one_when_not_enrolled() {
        node.usually("/epoch/enroll", Reply.of(412, "{\"error\":\"no_recent_attestation\",\"ttl_s\":600}"));
        assertThat(miner("run", "--once")).isEqualTo(1);
        assertThat(out.toString()).contains("not enrolled: POST /epoch/enroll: HTTP 412 no_recent_attestation");
    }

    @Test
    void a_node_that_is_not_there_is_plain_lines(@TempDir Path other) throws IOException {
        node.close();
        var config = Files.writeString(other.resolve("c.json"), "{\"retry_attempts\":0}");
        assertThat(miner("run", "--once", "--config", config.toString())).isEqualTo(1);
        assertThat(out.toString()).contains("refused  POST /attest/challenge: cannot connect to http://127.0.0.1:");
        assertThat(out + err.toString()).doesNotContain("\tat ", "Exception");
        node = new SmallNode();
    }

    @Test
    void a_dry_run_prints_the_payload_and_sends_nothing() throws IOException {
        assertThat(miner("run", "--dry-run")).isZero();
        assertThat(node.paths()).isEmpty();
        assertThat(key()).doesNotExist();
        var payload = new ObjectMapper().readTree(out.toString());
        assertThat(payload.path("nonce").textValue()).isEqualTo("0".repeat(64));
        assertThat(payload.path("signature_type").textValue()).isEqualTo("canonical_json");
        assertThat(err.toString()).contains("nothing was sent");
    }

    @Test
    void a_wallet_of_ones_own_is_named_in_every_message() {
        assertThat(miner("run", "--once", "--wallet", "my-rig")).isZero();
        assertThat(node.last("/attest/submit").json().path("miner").textValue()).isEqualTo("my-rig");
        assertThat(node.last("/epoch/enroll").json().path("miner_pubkey").textValue())
                .isEqualTo("my-rig");
    }

    @Test
    void an_address_of_another_key_is_refused_before_anything_is_sent() {
        assertThat(miner("run", "--once", "--wallet", "RTC" + "0".repeat(40))).isEqualTo(2);
        assertThat(err.toString()).contains("belongs to another key");
        assertThat(node.paths()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--interval 0 | --interval must be from 1 to 86400 seconds, got 0",
                "--interval x | Invalid value for option '--interval'",
                "--wallet a/b | --wallet must be 1 to 128 of the characters",
                "--config /nowhere/x.json | --config /nowhere/x.json cannot be read",
                "--ca /nowhere/ca.pem | --ca /nowhere/ca.pem cannot be read",
                "--insecure | Unknown option: '--insecure'"
            })
    void a_wrong_option_is_one_plain_line(String options, String message) {
        var words = new ArrayList<>(List.of("run", "--once"));
        words.addAll(List.of(options.split(" ", -1)));
        assertThat(miner(words.toArray(String[]::new))).isEqualTo(2);
        assertThat(err.toString()).startsWith("lotabots: ").contains(message);
        assertThat(err.toString().lines()).hasSize(1);
    }

    @Test
    void help_shows_examples() {
        assertThat(execute("miner", "run", "--help")).isZero();
        assertThat(out.toString())
                .contains(
                        "Examples:",
                        "lotabots miner run --once",
                        "--dry-run",
                        "--config",
                        "--ca",
                        "spread by up to 5 %.");
    }

    @Test
    void a_missing_command_says_what_to_type() {
        assertThat(execute()).isEqualTo(2);
        assertThat(err.toString()).contains("lotabots miner run --help");
        assertThat(execute("miner")).isEqualTo(2);
    }

    @Test
    void status_without_a_key_says_how_to_make_one() {
        assertThat(miner("status")).isEqualTo(2);
        assertThat(err.toString()).contains("there is no key at", "lotabots miner run");
    }

    @Test
    void status_shows_what_the_node_knows_as_a_table() {
        miner("run", "--once");
        node.usually("/attestation/status", Reply.of(200, """
                {"ok":true,"miner":"x","device_family":"x86_64","device_arch":"modern","weight":0.8,"last_attest":1767225600}"""));
        node.usually(
                "/wallet/balance", Reply.of(200, "{\"miner_id\":\"x\",\"amount_i64\":1500000,\"amount_rtc\":1.5}"));
        out = new StringWriter();
        assertThat(miner("status")).isZero();
        assertThat(out.toString())
                .containsPattern("(?m)^wallet +RTC[0-9a-f]{40}$")
                .containsPattern("(?m)^public key +[0-9a-f]{64}$")
                .containsPattern("(?m)^epoch +353$")
                .containsPattern("(?m)^enrolled miners +3$")
                .containsPattern("(?m)^device arch +modern$")
                .containsPattern("(?m)^last attest +2026-01-01T00:00:00Z$")
                .containsPattern("(?m)^balance +1.5 RTC$");
    }

    @Test
    void status_looks_through_the_list_where_there_is_no_other_way() {
        var wallet = "my-rig";
        node.usually(
                "/api/miners",
                Reply.of(
                        200,
                        "{\"miners\":[{\"miner\":\"other\",\"device_arch\":\"M1\"},{\"miner\":\"" + wallet
                                + "\",\"device_arch\":\"haswell\",\"antiquity_multiplier\":1.05}]}"));
        assertThat(miner("status", "--wallet", wallet)).isZero();
        assertThat(out.toString())
                .containsPattern("(?m)^device arch +haswell$")
                .containsPattern("(?m)^antiquity multiplier +1.05$")
                .containsPattern("(?m)^balance +not served by this node$")
                .doesNotContain("M1");
    }

    @Test
    void status_says_when_the_node_knows_nothing() {
        assertThat(miner("status", "--wallet", "my-rig")).isZero();
        assertThat(out.toString()).containsPattern("(?m)^attestation +none: the node lists no attestation");
    }

    @Test
    void status_of_a_node_without_any_list_says_so() {
        node.usually("/api/miners", Reply.of(404, "{\"error\":\"no such path\"}"));
        assertThat(miner("status", "--wallet", "my-rig")).isZero();
        assertThat(out.toString()).containsPattern("(?m)^attestation +not served by this node$");
    }

    @Test
    void status_as_json_has_what_was_said_and_why_not() throws IOException {
        assertThat(miner("status", "--wallet", "my-rig", "--json")).isZero();
        var json = new ObjectMapper().readTree(out.toString());
        assertThat(json.path("wallet").textValue()).isEqualTo("my-rig");
        assertThat(json.at("/epoch/epoch").intValue()).isEqualTo(353);
        assertThat(json.path("balance").isNull()).isTrue();
        assertThat(json.path("balance_refusal").textValue()).isEqualTo("not served");
    }

    @Test
    void status_of_a_node_that_is_not_there_ends_with_one() {
        node.close();
        assertThat(miner("status", "--wallet", "my-rig")).isEqualTo(1);
        assertThat(out.toString()).contains("cannot connect to");
    }

    private Path key() {
        return folder.resolve("keys/key");
    }

    private int miner(String... words) {
        var all = new ArrayList<>(List.of("miner"));
        all.addAll(List.of(words));
        all.addAll(List.of("--node", node.address().toString(), "--key", key().toString()));
        return execute(all.toArray(String[]::new));
    }

    private int execute(String... words) {
        return Lotabots.commandLine(new PrintWriter(out, true), new PrintWriter(err, true))
                .execute(words);
    }
}
