package io.lotabots.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.clients.Lotabots;
import io.lotabots.crypto.Ed25519;
import io.lotabots.crypto.TransferMessage;
import io.lotabots.local.DataFolder;
import io.lotabots.local.Platform;
import io.lotabots.local.aws.Meter;
import io.lotabots.local.backup.BackupCommand;
import io.lotabots.local.backup.RestoreCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** docs/runbooks/restore.md on this machine, command by command: nobody's money differs after it. */
@Execution(ExecutionMode.CONCURRENT)
class RestoreRunbookTest {
    private static final Duration EPOCH = Duration.ofDays(1);

    /** From a seal's journal cut until the schedule has sealed: five minutes, and the next one. */
    private static final Duration CUT_TO_SEAL = Duration.ofMinutes(7);

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before each test
    Path folder;

    private @Nullable Platform running;
    private Instant time = Instant.EPOCH;
    private String key = "";

    @AfterEach
    void stop() {
        if (running != null) {
            time = running.clock().instant();
            running.close();
            running = null;
        }
    }

    private DataFolder data() {
        return new DataFolder(folder.resolve(".lotabots"));
    }

    private Platform up() {
        Platform platform = Platform.start(Node.options("dev", data().root()).persistent());
        running = platform;
        return platform;
    }

    @Test
    void the_ledger_comes_back_from_its_archive_alone_and_everything_from_a_copy() throws Exception {
        Platform platform = up();
        Http node = new Http(platform.uri());
        JsonNode fresh = health(platform, node);
        assertThat(fresh.path("db_rw").booleanValue()).isTrue();
        assertThat(fresh.path("uptime_s").longValue()).isBetween(0L, 600L);
        assertThat(fresh.path("tip_age_slots").isNull()).isTrue();
        assertThat(fresh.path("backup_age_hours").isNull()).isTrue();
        List<String> wallets = earnAndSpend(platform, node);
        key = published(node);

        String backup = run(Runbook.section("## On one machine").getFirst());
        assertThat(backup).contains("the copy is good", "seals audited");
        platform.clock().advance(Duration.ofMinutes(90));
        assertThat(health(platform, node).path("backup_age_hours").asDouble()).isBetween(1.5, 1.6);

        Map<String, JsonNode> balances = balances(node, wallets);
        stop();
        LedgerRows live = LedgerRows.of(data());
        Instant then = time;

        deleteTables();
        for (String step : Runbook.section("### From the archive alone")) {
            run(step);
            if (step.contains("restore --rows")) {
                LedgerRows.of(data()).assertRebuiltOf(live);
            }
        }
        seeAgain(balances, then);

        aDamagedCopyIsNotRestored();
        for (String step : Runbook.section("### From a copy")) {
            run(step);
            if (step.contains("restore")) {
                assertThat(LedgerRows.of(data()).money()).isEqualTo(live.money());
            }
        }
        assertThat(data().root().resolveSibling(".lotabots-before")).isDirectory();
    }

    /** Two sealed epochs, with an operator's transfer, a signed one, a voided one, and one that is pending at the cut. */
    private List<String> earnAndSpend(Platform platform, Http node) throws IOException {
        if (cut(node).minusSeconds(7200).isBefore(platform.clock().instant())) {
            // Too late in this epoch for all that follows; time goes forward only.
            platform.clock().advance(Duration.ofHours(3));
        }
        TestMiner miner = TestMiner.modern(node, 0x4e57);
        assertThat(miner.attest().status()).isEqualTo(200);
        Purse purse = new Purse(node);
        String friend = Purse.unused();
        platform.clock().set(cut(node).minusSeconds(7200));
        operator(node, "/wallet/transfer", transfer("treasury", purse.address, "25.5", "first"));
        platform.clock().advance(Duration.ofMinutes(2));
        sign(purse, friend, "5.25", 1);
        sign(purse, miner.wallet, "0.000001", 2);
        JsonNode wrong = operator(node, "/wallet/transfer", transfer("treasury", friend, "1", "wrong"));
        operator(
                node, "/pending/void", "{\"tx_hash\":\"" + wrong.path("tx_hash").asText() + "\",\"reason\":\"wrong\"}");
        platform.clock().set(cut(node).plus(CUT_TO_SEAL));
        assertThat(TestMiner.modern(node, 0x4e58).attest().status()).isEqualTo(200);
        // Submitted before the second cut, confirmed after it.
        platform.clock().set(cut(node).minusSeconds(40));
        sign(purse, friend, "3", 7);
        platform.clock().advance(CUT_TO_SEAL);
        assertThat(Purse.balance(node, friend).path("amount_i64").longValue()).isEqualTo(8_250_000);
        return List.of(purse.address, friend, miner.wallet, "treasury");
    }

    /** The journal cut of the seal that ends with the running epoch. */
    private static Instant cut(Http node) {
        JsonNode epoch = node.get("/epoch").json();
        long slots = epoch.path("blocks_per_epoch").longValue();
        long end = 1_764_706_927L + (epoch.path("epoch").longValue() + 1) * slots * 600;
        return Instant.ofEpochSecond(end + 30 - 300);
    }

    private static String transfer(String from, String to, String amount, String idempotencyKey) {
        return "{\"from_miner\":\"%s\",\"to_miner\":\"%s\",\"amount_rtc\":\"%s\",\"reason\":\"x\",\"idempotency_key\":\"%s\"}"
                .formatted(from, to, amount, idempotencyKey);
    }

    private JsonNode operator(Http node, String path, String body) throws IOException {
        Http.Answer answer = node.post(
                path, body, "X-Admin-Key", Files.readString(data().adminKey()).strip());
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private static void sign(Purse purse, String to, String amount, long nonce) {
        TransferMessage message =
                TransferMessage.of(purse.address, to, new BigDecimal(amount), "rent", nonce, "lotabots-dev");
        Http.Answer answer = purse.send(purse.body(message, Ed25519.sign(purse.seed, message.signed())));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    /** What health says; it costs the same few units whatever there is to tell. */
    private static JsonNode health(Platform platform, Http node) {
        Meter meter = platform.port().meter();
        meter.reset();
        JsonNode health = node.get("/health").json();
        Meter.Snapshot units = meter.snapshot().ofPrincipal("lotabots-dev-GetHealth");
        assertThat(units.writeUnits()).isEqualTo(1);
        assertThat(units.readUnits()).isLessThanOrEqualTo(3);
        return health;
    }

    private static String published(Http node) {
        return HexFormat.of()
                .formatHex(Base64.getUrlDecoder()
                        .decode(Purse.ledgerKey(node).path("x").asText()));
    }

    private static Map<String, JsonNode> balances(Http node, List<String> wallets) {
        Map<String, JsonNode> balances = new TreeMap<>();
        wallets.forEach(wallet -> balances.put(wallet, Purse.balance(node, wallet)));
        return balances;
    }

    /** The platform that stands after a section, brought to the time at which it was lost. */
    private void seeAgain(Map<String, JsonNode> balances, Instant then) {
        Platform platform = Objects.requireNonNull(running);
        platform.clock().set(then);
        assertThat(balances(new Http(platform.uri()), List.copyOf(balances.keySet())))
                .isEqualTo(balances);
        stop();
    }

    private void aDamagedCopyIsNotRestored() throws IOException {
        Path copy = copies().resolve(newestCopy());
        Path object;
        try (Stream<Path> files = Files.walk(copy)) {
            object = files.filter(file -> file.getFileName().toString().matches("[0-9a-f]{64}"))
                    .findFirst()
                    .orElseThrow();
        }
        byte[] content = Files.readAllBytes(object);
        Files.write(object, new byte[] {1});
        StringWriter said = new StringWriter();
        int status = RestoreCommand.commandLine()
                .setErr(new PrintWriter(said, true))
                .execute(copy.toString(), "--data", folder.resolve("elsewhere").toString());
        Files.write(object, content);
        assertThat(status).isEqualTo(1);
        assertThat(said.toString()).contains("the copy is not good, nothing is restored", "has another digest");
        assertThat(folder.resolve("elsewhere")).doesNotExist();
    }

    private void deleteTables() throws IOException {
        try (Stream<Path> files = Files.list(data().database().getParent())) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    /** Runs a line of the runbook in the test's folder; a platform that runs is stopped for what needs it stopped. */
    private String run(String step) throws Exception {
        String line = step.replace("KEY", key).replace("COPY", newestCopy());
        if (!line.startsWith("./lotabots ")) {
            Process shell = new ProcessBuilder("sh", "-c", line)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(shell.waitFor()).as("%s\n%s", line, said).isZero();
            return said;
        }
        List<String> words = new ArrayList<>(List.of(line.split("\\s+")));
        words.removeFirst();
        words.replaceAll(word -> List.of("archive", "rows").contains(word) || word.startsWith(".lotabots")
                ? folder.resolve(word).toString()
                : word);
        StringWriter said = new StringWriter();
        PrintWriter out = new PrintWriter(said, true);
        int status = switch (words.getFirst()) {
            case "up" -> {
                up();
                yield 0;
            }
            case "backup" -> {
                words.addAll(List.of("--data", data().root().toString(), "--to", copies().toString()));
                yield BackupCommand.commandLine(Objects.requireNonNull(running).clock())
                        .setOut(out)
                        .setErr(out)
                        .execute(rest(words));
            }
            case "restore" -> {
                stop();
                words.addAll(List.of("--data", data().root().toString()));
                yield RestoreCommand.commandLine().setOut(out).setErr(out).execute(rest(words));
            }
            default -> {
                if (running != null) {
                    words.addAll(List.of("--node", running.uri().toString()));
                }
                yield Lotabots.commandLine(out, out).execute(words.toArray(String[]::new));
            }
        };
        assertThat(status).as("%s\n%s", line, said).isZero();
        return said.toString();
    }

    private static String[] rest(List<String> words) {
        return words.subList(1, words.size()).toArray(String[]::new);
    }

    private Path copies() {
        return folder.resolve(".lotabots-backups");
    }

    private String newestCopy() throws IOException {
        if (!Files.exists(copies())) {
            return "";
        }
        try (Stream<Path> copies = Files.list(copies())) {
            return copies.map(copy -> copy.getFileName().toString())
                    .max(String::compareTo)
                    .orElse("");
        }
    }
}
