package io.lotabots.clients.wallet;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotabots.clients.CommandRun;
import io.lotabots.clients.Typist;
import io.lotabots.clients.audit.SealedEpochs;
import io.lotabots.clients.miner.MinerKey;
import io.lotabots.clients.node.LedgerNode;
import io.lotabots.crypto.Ed25519;
import io.lotabots.crypto.RtcAddress;
import io.lotabots.settlement.Enrolled;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every command that docs/wallet.md tells to type ends well, in its order. */
final class WalletDocumentTest {
    private static final Pattern BLOCK = Pattern.compile("^```sh\\n(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);
    private static final String SEED = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";

    @TempDir
    private Path folder;

    @Test
    void every_command_of_the_document_ends_well() throws IOException {
        var key = file("key", SEED);
        var address = RtcAddress.of(Ed25519.publicKey(MinerKey.seedOf(key))).value();
        try (var node = new LedgerNode()) {
            node.fund(address, 10_000_000);
            node.confirmAfter(1);
            serve(node, address);
            var run = new CommandRun(node, folder.resolve("wallets"));
            var pass = file("rig.pass", TestWallets.PASSPHRASE);
            for (var typed : commands()) {
                var words = new ArrayList<>(List.of(typed.replace("--miner", "--key " + key)
                        .replace("rig.pass", pass.toString())
                        .replace("https://node.example", node.address().toString())
                        .replace("audited", folder.resolve("audited").toString())
                        .replace("--epoch 353", "--epoch 5")
                        .split(" ", -1)));
                if (words.getFirst().equals("wallet")) {
                    words.addAll(List.of("--wallets", folder.resolve("wallets").toString()));
                }
                if (!words.contains("--node") && !typed.matches("wallet (create|import|list).*")) {
                    words.addAll(List.of("--node", node.address().toString()));
                }
                assertThat(run.with(person(typed)).any(words.toArray(String[]::new)))
                        .as(() -> typed + ": " + run.out() + run.err())
                        .isZero();
            }
            assertThat(node.balance(address)).isEqualTo(6_250_000);
        }
    }

    /** Someone who agrees to everything. */
    private static Typist person(String typed) {
        var person = new Typist().with(Passphrase.VARIABLE, TestWallets.PASSPHRASE);
        return typed.contains(" send ") && !typed.contains("--yes") ? person.types("yes") : person;
    }

    private static void serve(LedgerNode node, String address) throws IOException {
        var epochs = new SealedEpochs(0);
        epochs.seal(1, 5, List.of(new Enrolled(address, 1_000_000_000L), new Enrolled("beta", 5)), List.of());
        epochs.serve(node);
        node.file("/rewards/epoch/5/proof", epochs.proof(5, address));
        node.file("/wallet/history", "{\"ok\":true,\"total\":0,\"transactions\":[]}".getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> commands() throws IOException {
        var document = Files.readString(Path.of("../docs/wallet.md"));
        var commands = BLOCK.matcher(document)
                .results()
                .flatMap(block -> block.group(1).lines())
                .map(line -> line.replaceFirst("^\\./lotabots ", "").replaceFirst(" +#.*$", ""))
                .toList();
        assertThat(commands).hasSizeGreaterThan(10);
        return commands;
    }

    private Path file(String name, String content) throws IOException {
        var file = folder.resolve(name);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, content + "\n");
    }
}
