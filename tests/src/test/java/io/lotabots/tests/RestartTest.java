package io.lotabots.tests;

import static io.lotabots.tests.AttestationLoopTest.accepted;
import static io.lotabots.tests.AttestationLoopTest.find;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.local.Options;
import io.lotabots.local.Platform;
import io.lotabots.local.StartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What was accepted is still there after a restart, and a chain goes on with its own values or not at all. */
@Execution(ExecutionMode.CONCURRENT)
class RestartTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before each test
    Path folder;

    @Test
    void a_machine_is_still_there_after_a_restart_and_another_chain_is_refused_in_one_line() throws Exception {
        Path data = folder.resolve("data");
        TestMiner miner;
        JsonNode before;
        String adminKey;
        try (Platform platform = Platform.start(persistent("dev", data))) {
            miner = TestMiner.g4(new Http(platform.uri()), 8001);
            accepted(miner.attest());
            accepted(miner.enrol());
            platform.clock().advance(Duration.ofSeconds(2));
            before = find(miners(miner.node), miner.wallet);
            adminKey = Files.readString(data.resolve("admin-key"));
        }
        try (Platform platform = Platform.start(persistent("dev", data))) {
            Http node = new Http(platform.uri());
            TestMiner again = TestMiner.g4(node, 8001);
            again.fingerprint(); // the first measurements were sent before the restart
            assertThat(find(miners(node), miner.wallet)).isEqualTo(before);
            assertThat(node.get("/epoch").json().get("enrolled_miners").asLong())
                    .isEqualTo(1);
            JsonNode status =
                    node.get("/attestation/status?miner_id=" + miner.wallet).json();
            assertThat(status.get("enrolled").asBoolean()).isTrue();
            assertThat(status.get("enrolled_weight").asDouble()).isEqualTo(1.75);
            assertThat(node.get("/api/miner/" + miner.wallet + "/streak").status())
                    .isEqualTo(200);
            assertThat(node.get("/lottery/eligibility?miner_id=" + miner.wallet)
                            .json()
                            .get("reason")
                            .asText())
                    .isNotEqualTo("not_attested");
            assertThat(Files.readString(data.resolve("admin-key"))).isEqualTo(adminKey);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("admin-key"))))
                    .isEqualTo("rw-------");
            assertThat(node.get("/admin/oui_deny/list", "X-Admin-Key", adminKey.strip())
                            .status())
                    .isEqualTo(200);
            // The pinned key and the binding of the hardware hold on.
            accepted(again.enrol());
            accepted(again.attest());
            assertThat(new TestMiner(node, 8002, again.device).attest().status())
                    .isEqualTo(409);
        }
        Path other = otherChain(folder.resolve("other-chain"));
        assertThatThrownBy(() -> Platform.start(Options.inMemory(other, data).persistent())
                        .close())
                .isInstanceOf(StartException.class)
                .hasMessageContaining("SlotSeconds is recorded as 600 and was asked to be 300")
                .message()
                .doesNotContain("\n");
    }

    /** The dev assembly with slots of 300 seconds. */
    private static Path otherChain(Path to) throws IOException {
        Path from = Node.options("dev", to).assembly();
        try (Stream<Path> all = Files.walk(from)) {
            for (Path file : all.toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else if (file.toString().endsWith(".template.json")) {
                    String template = Files.readString(file);
                    Files.writeString(
                            copy, template.replaceAll("(\"(SlotSeconds|SLOT_SECONDS)\": *\"?)600\\b", "$1300"));
                } else {
                    Files.copy(file, copy);
                }
            }
        }
        return to;
    }

    private static Options persistent(String stage, Path data) {
        return Node.options(stage, data).persistent();
    }

    private static JsonNode miners(Http node) {
        return node.get("/api/miners?limit=1000").json().get("miners");
    }
}
