package io.lotabots.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.clients.Lotabots;
import io.lotabots.crypto.Digests;
import io.lotabots.local.Options;
import io.lotabots.local.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What the README says of organisations and keys, as a shell runs it; and what time does to what was deleted and logged. */
@Execution(ExecutionMode.CONCURRENT)
class AccountLoopTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before each test
    Path folder;

    @Test
    void two_people_share_a_project_and_a_key_is_refused_when_it_is_revoked() throws Exception {
        Path data = folder.resolve("data");
        try (Platform platform = Platform.start(persistent(data))) {
            List<String> blocks = blocks();
            assertThat(blocks).hasSize(2);
            String said = run(platform, String.join("\n", blocks));
            assertThat(said).contains("signed in as", "developer", "refused", "invitation.accepted", "project.created");
            String[] curled = said.split("invitation.accepted", 2)[1].split("\n");
            assertThat(String.join("\n", curled)).contains("\"name\":\"chat\"");
            assertThat(said.strip()).endsWith("}").contains("\"code\":\"UNAUTHENTICATED\"");
            assertThat(Files.getPosixFilePermissions(folder.resolve("config/lotabots/credentials.json")))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
            assertThat(Files.getPosixFilePermissions(folder.resolve("config/lotabots/wallet.key")))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
            platform.clock().advance(Duration.ofHours(2));
            chained(data);
            thirtyDays(platform);
        }
    }

    /** Deleted, brought back, deleted again: after thirty days it is gone and its name is free. */
    private void thirtyDays(Platform platform) {
        Http node = new Http(platform.uri());
        Person owner = Person.on(node);
        JsonNode made = owner.given("POST", "/api/v1/orgs", "name", "Gone");
        String path = "/api/v1/orgs/" + made.path("id");
        JsonNode project = owner.given("POST", "/api/v1/projects", "org_id", made.path("id"), "name", "P");
        String projectPath = "/api/v1/projects/" + project.path("id");
        owner.given("DELETE", projectPath);
        assertThat(owner.ask("GET", projectPath).status()).isEqualTo(404);
        assertThat(owner.ask("POST", "/api/v1/projects", "org_id", made.path("id"), "name", "p")
                        .code())
                .isEqualTo("NAME_TAKEN");
        owner.given("POST", projectPath + "/restore");
        owner.given("DELETE", path);
        assertThat(owner.ask("GET", path).status()).isEqualTo(404);
        assertThat(owner.ask("GET", projectPath).status()).isEqualTo(404);
        assertThat(owner.given("GET", "/api/v1/me/orgs")).isEmpty();
        assertThat(Person.on(node).ask("POST", "/api/v1/orgs", "name", "GONE").code())
                .isEqualTo("NAME_TAKEN");
        owner.given("POST", path + "/restore");
        assertThat(owner.given("GET", projectPath)).isEqualTo(project);
        JsonNode late = owner.given("POST", "/api/v1/orgs", "name", "Stays");
        JsonNode lost = owner.given("POST", "/api/v1/projects", "org_id", late.path("id"), "name", "P");
        owner.given("DELETE", "/api/v1/projects/" + lost.path("id"));
        owner.given("DELETE", path);
        platform.clock().advance(Duration.ofDays(30).minusHours(1));
        Person nearly = owner.again();
        assertThat(nearly.ask("POST", "/api/v1/projects", "org_id", late.path("id"), "name", "p")
                        .code())
                .isEqualTo("NAME_TAKEN");
        platform.clock().advance(Duration.ofHours(1));
        Person again = owner.again();
        assertThat(again.ask("POST", path + "/restore").status()).isEqualTo(404);
        assertThat(again.ask("POST", "/api/v1/projects/" + lost.path("id") + "/restore")
                        .code())
                .isEqualTo("NO_PROJECT");
        again.given("POST", "/api/v1/projects", "org_id", late.path("id"), "name", "p");
        Person.on(node).given("POST", "/api/v1/orgs", "name", "Gone");
    }

    /** The archive of the audit log, checked by its own words. */
    private static void chained(Path data) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(data)) {
            files = all.filter(
                            file -> file.toString().matches(".*/org-\\d+/\\d{4}/\\d\\d/\\d\\d/\\d\\d-\\d{4}\\.jsonl"))
                    .toList();
        }
        assertThat(files).hasSize(2);
        for (Path file : files) {
            String previous = "0".repeat(64);
            List<String> events = new ArrayList<>();
            for (String line : Files.readAllLines(file)) {
                JsonNode read = Http.JSON.readTree(line);
                assertThat(read.path("previous").asText()).isEqualTo(previous);
                previous = Digests.sha256Hex(line);
                events.add(read.path("event").asText());
            }
            assertThat(events).startsWith("organization.created", "project.created", "member.invited");
        }
    }

    private static Options persistent(Path data) {
        return Node.options("dev", data).persistent();
    }

    /** The shell's blocks of the README's section. */
    private static List<String> blocks() throws IOException {
        String readme = Files.readString(Node.root().resolve("README.md"));
        String section = readme.substring(readme.indexOf("## Organisations and keys"));
        section = section.substring(0, section.indexOf("\n## ", 3));
        List<String> blocks = new ArrayList<>();
        for (String part : section.split("```sh\n", -1)) {
            if (part.contains("```")) {
                blocks.add(part.substring(0, part.indexOf("```")));
            }
        }
        return blocks;
    }

    private String run(Platform platform, String script) throws Exception {
        Path launcher = folder.resolve("lotabots");
        Files.writeString(
                launcher,
                "#!/bin/sh\nexec \"" + System.getProperty("java.home")
                        + "/bin/java\" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp \""
                        + System.getProperty("java.class.path") + "\" " + Lotabots.class.getName() + " \"$@\" --node "
                        + platform.uri() + "\n");
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwx------"));
        Path said = folder.resolve("said");
        ProcessBuilder shell = new ProcessBuilder(
                        "sh",
                        "-eu",
                        "-c",
                        script.replace("http://127.0.0.1:8099", platform.uri().toString()))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        shell.environment().put("XDG_CONFIG_HOME", folder.resolve("config").toString());
        Process process = shell.start();
        try {
            assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
            assertThat(process.exitValue()).as(Files.readString(said)).isZero();
        } finally {
            process.destroyForcibly();
        }
        return Files.readString(said);
    }
}
