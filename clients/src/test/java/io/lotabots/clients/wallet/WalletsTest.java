package io.lotabots.clients.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lotabots.clients.PlainError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WalletsTest {
    private static final byte[] PASSPHRASE = "correct horse".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    @Test
    void a_wallet_is_open_to_its_owner_alone() throws IOException {
        var wallets = new Wallets(folder.resolve("a/wallets"));
        var made = wallets.add("main", keystore(1));
        assertThat(rights(made.file())).isEqualTo("rw-------");
        assertThat(rights(folder.resolve("a/wallets"))).isEqualTo("rwx------");
        try (var files = Files.list(folder.resolve("a/wallets"))) {
            assertThat(files).containsExactly(made.file());
        }
        assertThat(wallets.get("main")).isEqualTo(made);
    }

    @Test
    void a_wallet_is_never_replaced() throws IOException {
        var wallets = new Wallets(folder);
        wallets.add("main", keystore(1));
        var before = Files.readString(folder.resolve("main.json"));
        assertThatThrownBy(() -> wallets.add("main", keystore(2)))
                .isInstanceOf(PlainError.class)
                .hasMessageContaining("not replaced");
        assertThat(Files.readString(folder.resolve("main.json"))).isEqualTo(before);
    }

    @Test
    void a_wallet_that_others_can_read_is_refused() throws IOException {
        var file = new Wallets(folder).add("main", keystore(1)).file();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(() -> new Wallets(folder).get("main"))
                .isInstanceOf(PlainError.class)
                .hasMessageContaining("chmod 600");
    }

    @Test
    void the_only_wallet_needs_no_name_and_of_several_it_is_main() {
        var wallets = new Wallets(folder);
        assertThatThrownBy(wallets::only).hasMessageContaining("lotabots wallet create");
        wallets.add("savings", keystore(1));
        assertThat(wallets.only().name()).isEqualTo("savings");
        wallets.add("spending", keystore(2));
        assertThatThrownBy(wallets::only)
                .isInstanceOf(PlainError.class)
                .hasMessage("say which wallet: savings, spending");
        wallets.add("main", keystore(3));
        assertThat(wallets.only().name()).isEqualTo("main");
        assertThat(wallets.names()).containsExactly("main", "savings", "spending");
    }

    @Test
    void a_name_that_is_not_there_is_answered_with_those_that_are() {
        new Wallets(folder).add("savings", keystore(1));
        assertThatThrownBy(() -> new Wallets(folder).get("main"))
                .isInstanceOf(PlainError.class)
                .hasMessageContaining("no wallet main")
                .hasMessageContaining("savings");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "../main", "a.b", "-x", "a b", "RTC0123456789abcdef0123456789abcdef01234567"})
    void what_is_no_name_is_refused(String name) {
        assertThatThrownBy(() -> Wallets.name(name)).isInstanceOf(PlainError.class);
        assertThat(new Wallets(folder).has(name)).isFalse();
    }

    private static Keystore keystore(int first) {
        var seed = new byte[32];
        seed[0] = (byte) first;
        return Keystore.seal(seed, PASSPHRASE, 1_767_225_600L, Scrypt.MIN_N, 1, new SecureRandom());
    }

    private static String rights(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
