package io.lotabots.local.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotabots.local.DataFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class BackupsTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before each test
    Path folder;

    private final StringWriter said = new StringWriter();

    private void copy(String name) throws IOException {
        DataFolder copy = new DataFolder(folder.resolve(name));
        Files.createDirectories(copy.store());
        Files.writeString(copy.secrets(), "[]");
    }

    private int run(CommandLine command, String... words) {
        return command.setErr(new PrintWriter(said, true))
                .setOut(new PrintWriter(said, true))
                .execute(words);
    }

    @Test
    void the_newest_copies_stay_and_nothing_that_is_no_copy_goes() throws IOException {
        copy("20260101T000000Z");
        copy("20260101T010000Z");
        copy("20260101T020000Z");
        copy("mine");
        copy("20260101T030000Z.unfinished");
        Files.createDirectories(folder.resolve("20250101T000000Z"));
        assertThat(new Backups(folder).prune(2)).containsExactly("20260101T000000Z");
        assertThat(folder.resolve("20260101T000000Z")).doesNotExist();
        assertThat(folder.resolve("20260101T010000Z")).exists();
        assertThat(folder.resolve("mine")).exists();
        assertThat(folder.resolve("20260101T030000Z.unfinished")).exists();
        assertThat(folder.resolve("20250101T000000Z")).exists();
    }

    @Test
    void a_copy_is_named_by_the_second_in_which_it_was_begun() {
        assertThat(Backups.name(Instant.parse("2026-11-21T04:05:06.789Z"))).isEqualTo("20261121T040506Z");
    }

    @Test
    void what_cannot_be_backed_up_or_restored_is_one_plain_line() throws IOException {
        Path nothing = folder.resolve("nothing");
        CommandLine backup = BackupCommand.commandLine(InstantSource.system());
        assertThat(run(backup, "--data", nothing.toString())).isEqualTo(1);
        assertThat(run(backup, "--keep", "0")).isEqualTo(2);
        copy("20260101T000000Z");
        String copy = folder.resolve("20260101T000000Z").toString();
        assertThat(run(RestoreCommand.commandLine(), copy, "--data", folder.toString()))
                .isEqualTo(1);
        assertThat(run(RestoreCommand.commandLine(), "--data", nothing.toString()))
                .isEqualTo(2);
        assertThat(run(RestoreCommand.commandLine(), nothing.toString())).isEqualTo(1);
        assertThat(run(RestoreCommand.commandLine(), "--rows", copy, "--data", nothing.toString()))
                .isEqualTo(1);
        assertThat(said.toString().lines().toList())
                .containsExactly(
                        "lotabots: there is no data of a platform in " + nothing,
                        "lotabots: --keep is 1 to 100000, got 0 (lotabots backup --help lists all)",
                        "lotabots: " + folder + " is there already: move it away first, a restore replaces nothing",
                        "lotabots: give either a COPY or --rows DIR (lotabots restore --help lists all)",
                        "lotabots: there is no copy of a platform's data in " + nothing,
                        "lotabots: there are no tables in " + nothing + ": start a platform on it once, and stop it");
    }

    @Test
    void a_copy_whose_tables_cannot_be_opened_is_not_restored() throws IOException {
        copy("20260101T000000Z");
        DataFolder broken = new DataFolder(folder.resolve("20260101T000000Z"));
        Files.createDirectories(broken.database().getParent());
        Files.writeString(broken.database(), "no database");
        Path to = folder.resolve("to");
        assertThat(run(RestoreCommand.commandLine(), broken.root().toString(), "--data", to.toString()))
                .isEqualTo(1);
        assertThat(said.toString()).contains("cannot be read").doesNotContain("\tat ");
        assertThat(to).doesNotExist();
    }
}
