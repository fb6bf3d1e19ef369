package io.lotabots.clients.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lotabots.clients.PlainError;
import io.lotabots.crypto.Digests;
import io.lotabots.crypto.Ed25519;
import io.lotabots.crypto.RtcAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class KeystoreTest {
    private static final byte[] SEED =
            HexFormat.of().parseHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
    private static final byte[] PASSPHRASE = "correct horse".getBytes(StandardCharsets.UTF_8);
    private static final Keystore MADE =
            Keystore.seal(SEED, PASSPHRASE, 1_767_225_600L, Scrypt.MIN_N, 1, new SecureRandom());

    @Test
    void a_seed_comes_back_from_its_file() {
        var read = Keystore.parse("w.json", MADE.bytes());
        assertThat(read).isEqualTo(MADE);
        assertThat(read.open("w", PASSPHRASE)).isEqualTo(SEED);
        assertThat(read.address())
                .isEqualTo(RtcAddress.of(Ed25519.publicKey(SEED)).value());
    }

    @Test
    void the_file_says_nothing_of_the_seed() {
        assertThat(new String(MADE.bytes(), StandardCharsets.UTF_8)).doesNotContain("9d61b19d", "correct horse");
        assertThat(MADE.toString()).doesNotContain(MADE.sealed());
    }

    @Test
    void a_seed_is_never_sealed_the_same_way_twice() {
        var again = Keystore.seal(SEED, PASSPHRASE, 1_767_225_600L, Scrypt.MIN_N, 1, new SecureRandom());
        assertThat(again.sealed()).isNotEqualTo(MADE.sealed());
        assertThat(again.nonce()).isNotEqualTo(MADE.nonce());
        assertThat(again.scrypt().salt()).isNotEqualTo(MADE.scrypt().salt());
    }

    @Test
    void new_wallets_cost_sixty_four_mebibytes_twice() {
        assertThat(Scrypt.USUAL_N * 8L * 128).isEqualTo(64 << 20);
        assertThat(Scrypt.USUAL_P).isEqualTo(2);
    }

    @Test
    void a_wrong_passphrase_is_called_so() {
        assertThatThrownBy(() -> MADE.open("savings", "correct house".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(PlainError.class)
                .hasMessageStartingWith("wrong passphrase for wallet savings");
    }

    @Test
    void every_changed_byte_is_damage() {
        var bytes = MADE.bytes();
        for (int at = 0; at < bytes.length; at++) {
            for (int bit : new int[] {1, 32}) {
                var changed = bytes.clone();
                changed[at] ^= (byte) bit;
                int place = at;
                assertThatThrownBy(() -> Keystore.parse("w.json", changed))
                        .as(() -> "byte " + place + " of " + bytes.length)
                        .isInstanceOf(PlainError.class)
                        .hasMessageContaining("damaged")
                        .hasMessageNotContaining("passphrase");
            }
        }
    }

    @Test
    void a_file_that_was_cut_or_grew_is_damage() {
        var text = new String(MADE.bytes(), StandardCharsets.UTF_8);
        for (var other :
                new String[] {text.substring(0, text.length() / 2), text.strip(), text + " ", text + text, ""}) {
            assertThatThrownBy(() -> Keystore.parse("w.json", other.getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOf(PlainError.class)
                    .hasMessageContaining("damaged");
        }
    }

    /** Someone who also makes the digest right cannot change what is shown or used either. */
    @Test
    void a_forged_field_does_not_open() {
        var other = HexFormat.of().formatHex(Ed25519.publicKey(new byte[32]));
        var nonce = "0".repeat(24);
        var salt = new Scrypt(Scrypt.MIN_N, 1, "0".repeat(64));
        for (var forged : new Keystore[] {
            new Keystore(other, MADE.createdAt(), MADE.scrypt(), MADE.nonce(), MADE.sealed()),
            new Keystore(MADE.publicKey(), 1, MADE.scrypt(), MADE.nonce(), MADE.sealed()),
            new Keystore(MADE.publicKey(), MADE.createdAt(), salt, MADE.nonce(), MADE.sealed()),
            new Keystore(MADE.publicKey(), MADE.createdAt(), MADE.scrypt(), nonce, MADE.sealed()),
            new Keystore(MADE.publicKey(), MADE.createdAt(), MADE.scrypt(), MADE.nonce(), "0".repeat(96))
        }) {
            var read = Keystore.parse("w.json", forged.bytes());
            assertThatThrownBy(() -> read.open("w", PASSPHRASE))
                    .isInstanceOf(PlainError.class)
                    .hasMessageContaining("wrong passphrase");
        }
    }

    /** Each would cost gigabytes, or nothing at all; the digest is right. */
    @ParameterizedTest
    @CsvSource({"n,16777216", "n,1073741824", "n,1024", "n,65537", "n,-16384", "p,1000000", "p,0"})
    void a_file_cannot_ask_for_any_other_cost(String field, String value) {
        var before = "\"" + field + "\" : "
                + (field.equals("n") ? MADE.scrypt().n() : MADE.scrypt().p());
        var text = new String(MADE.bytes(), StandardCharsets.UTF_8).replace(before, "\"" + field + "\" : " + value);
        var body = text.replaceFirst(",\\s+\"sha256\" : \"[0-9a-f]{64}\"", "").strip();
        var forged =
                text.replaceFirst("\"sha256\" : \"[0-9a-f]{64}\"", "\"sha256\" : \"" + Digests.sha256Hex(body) + "\"");
        assertThat(text).contains(value);
        assertThatThrownBy(() -> Keystore.parse("w.json", forged.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(PlainError.class)
                .hasMessageContaining("scrypt's " + field + " must be")
                .hasMessageContaining(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{}", "null", "{\"format\":\"lotabots wallet 2\"}", "9d61b19deffd"})
    void another_file_is_no_wallet(String text) {
        assertThatThrownBy(() -> Keystore.parse("w.json", text.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(PlainError.class)
                .hasMessageStartingWith("w.json is no wallet");
    }

    @Test
    void a_huge_file_is_not_read() {
        assertThatThrownBy(() -> Keystore.parse("w.json", new byte[Keystore.MAX_BYTES + 1]))
                .isInstanceOf(PlainError.class)
                .hasMessageContaining("larger than 4096 bytes");
    }
}
