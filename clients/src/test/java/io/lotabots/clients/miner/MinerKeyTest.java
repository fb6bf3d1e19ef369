package io.lotabots.clients.miner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lotabots.clients.PlainError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MinerKeyTest {
    @TempDir
    private Path folder;

    @Test
    void a_new_key_is_open_to_its_owner_alone() throws IOException {
        var file = folder.resolve("a/b/key");
        MinerKey.loadOrCreate(file);
        assertThat(rights(file)).isEqualTo("rw-------");
        assertThat(rights(folder.resolve("a/b"))).isEqualTo("rwx------");
        assertThat(rights(folder.resolve("a"))).isEqualTo("rwx------");
        assertThat(Files.readString(file)).matches("[0-9a-f]{64}\n");
    }

    @Test
    void a_key_stays_the_same() {
        var file = folder.resolve("key");
        var made = MinerKey.loadOrCreate(file);
        var loaded = MinerKey.loadOrCreate(file);
        assertThat(loaded.address()).isEqualTo(made.address()).matches("RTC[0-9a-f]{40}");
        assertThat(loaded.publicKeyHex()).isEqualTo(made.publicKeyHex());
    }

    @Test
    void two_keys_are_different() {
        assertThat(MinerKey.create(folder.resolve("one")).address())
                .isNotEqualTo(MinerKey.create(folder.resolve("two")).address());
    }

    /** The seed and public key of RFC 8032 section 7.1, test 1. */
    @Test
    void a_known_seed_has_its_known_public_key() {
        var key = MinerKey.ofSeed(
                HexFormat.of().parseHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"));
        assertThat(key.publicKeyHex()).isEqualTo("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
        assertThat(key.sign(new byte[0]))
                .isEqualTo(
                        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
                                + "d25bf5f0595bbe24655141438e7a100b");
        assertThat(key).asString().doesNotContain("9d61b19d");
    }

    @Test
    void a_key_that_others_can_read_is_refused() throws IOException {
        var file = folder.resolve("key");
        MinerKey.create(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> MinerKey.load(file))
                .isInstanceOf(PlainError.class)
                .hasMessageContaining("open to others (rw-r--r--)")
                .hasMessageContaining("chmod 600");
    }

    @Test
    void a_key_is_never_replaced() {
        var file = folder.resolve("key");
        MinerKey.create(file);
        assertThatThrownBy(() -> MinerKey.create(file))
                .isInstanceOf(PlainError.class)
                .hasMessageContaining("not replaced");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "xyz", "00", "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60 and more"})
    void what_is_no_key_is_one_plain_line_without_its_content(String text) throws IOException {
        var file = folder.resolve("key");
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text);
        assertThatThrownBy(() -> MinerKey.load(file))
                .isInstanceOf(PlainError.class)
                .hasMessageContaining("is no key")
                .hasMessageNotContaining("9d61");
    }

    @Test
    void a_missing_key_says_how_to_make_one() {
        assertThatThrownBy(() -> MinerKey.load(folder.resolve("none")))
                .isInstanceOf(PlainError.class)
                .hasMessageContaining("lotabots miner run");
    }

    private static String rights(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
