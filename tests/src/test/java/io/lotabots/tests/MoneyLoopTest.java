package io.lotabots.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotabots.clients.Lotabots;
import io.lotabots.local.Platform;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What the README says of money, command by command: earned, shown, spent, proven. Only the clock is moved. */
@Execution(ExecutionMode.CONCURRENT)
class MoneyLoopTest {
    /** An epoch of the stage, its grace, and the schedule's next minute. */
    private static final Duration EPOCH_AND_SEAL = Duration.ofDays(1).plusMinutes(3);

    private static final int MOST_MOVES = 60;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before each test
    Path folder;

    @Test
    void the_pot_is_earned_spent_and_accounted_for() throws Exception {
        Path passphrase = Files.writeString(folder.resolve("passphrase"), "correct horse battery staple\n");
        Files.setPosixFilePermissions(passphrase, PosixFilePermissions.fromString("rw-------"));
        try (Platform platform = Platform.start(Node.options("dev", folder.resolve("data")))) {
            List<String> steps = steps();
            assertThat(steps).anyMatch(step -> step.contains("wallet send"));
            for (String step : steps) {
                String said = run(platform, step);
                if (step.contains("miner run")) {
                    platform.clock().advance(EPOCH_AND_SEAL);
                }
                if (step.contains("wallet balance")) {
                    assertThat(said).contains("1.5");
                }
                if (step.contains("wallet send")) {
                    assertThat(said).contains("confirmed");
                    // The next seal has the transfer in its journal.
                    platform.clock().advance(EPOCH_AND_SEAL);
                }
                if (step.contains("audit")) {
                    assertThat(said).contains("every unit is accounted for");
                }
            }
            assertThat(run(platform, "./lotabots wallet balance savings --json"))
                    .contains("\"amount_i64\" : 500000");
            assertThat(run(platform, "./lotabots wallet balance rig --json")).contains("\"amount_i64\" : 1000000");
        }
    }

    /** The commands of the README's section on money. */
    private static List<String> steps() throws IOException {
        String readme = Files.readString(Node.root().resolve("README.md"));
        String section = readme.substring(readme.indexOf("## From an attestation to money"));
        String block = section.substring(section.indexOf("```sh\n") + 6);
        return block.substring(0, block.indexOf("```"))
                .lines()
                .map(line -> line.replaceFirst("\\s+#.*$", "").strip())
                .toList();
    }

    private String run(Platform platform, String step) throws Exception {
        List<String> words = new ArrayList<>(List.of(step.split("\\s+")));
        words.removeFirst();
        String key = folder.resolve("key").toString();
        if (words.contains("run")) {
            words.addAll(List.of("--key", key));
        }
        if (words.remove("--miner")) {
            words.addAll(List.of("--key", key));
        }
        if (words.contains("wallet")) {
            words.addAll(List.of("--wallets", folder.resolve("wallets").toString()));
        }
        if (words.contains("import") || words.contains("create") || words.contains("send")) {
            words.addAll(
                    List.of("--passphrase-file", folder.resolve("passphrase").toString()));
        }
        if (words.contains("send")) {
            words.add("--yes");
        }
        if (!words.contains("import") && !words.contains("create")) {
            words.addAll(List.of("--node", platform.uri().toString()));
        }
        StringWriter said = new StringWriter();
        PrintWriter out = new PrintWriter(said, true);
        CompletableFuture<Integer> status = CompletableFuture.supplyAsync(
                () -> Lotabots.commandLine(out, out).execute(words.toArray(String[]::new)));
        if (words.contains("--wait")) {
            moveUntilDone(platform, status);
        }
        assertThat(status.get(2, TimeUnit.MINUTES)).as("%s\n%s", words, said).isZero();
        return said.toString();
    }

    /** Whoever waits for a confirmation is spared the minutes. */
    private static void moveUntilDone(Platform platform, CompletableFuture<Integer> status) throws Exception {
        for (int move = 0; move < MOST_MOVES && !status.isDone(); move++) {
            try {
                status.get(1, TimeUnit.SECONDS);
            } catch (TimeoutException notYet) {
                platform.clock().advance(Duration.ofSeconds(30));
            }
        }
    }
}
