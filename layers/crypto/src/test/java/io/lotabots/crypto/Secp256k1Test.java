package io.lotabots.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Secp256k1Test {
    /** The key, message and signature of web3.js's documentation of {@code accounts.sign}. */
    private static final WalletKey KNOWN =
            WalletKey.of(HexFormat.of().parseHex("4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318"));

    private static final String SIGNED_SOME_DATA = "b91467e570a6466aa9e9876cbcd013baba02900b8979d43fe208a4a4f339f5fd"
            + "6007e74cd82e037b800186422fc2da167c747ef045e5d18a5f5d4300f8e1a0291c";

    private static byte[] hash(String text) {
        return Secp256k1.keccak(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void keccak_is_the_one_of_ethereum_and_not_sha3() {
        assertThat(HexFormat.of().formatHex(Secp256k1.keccak(new byte[0])))
                .isEqualTo("c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470");
    }

    @Test
    void a_message_is_signed_as_other_libraries_sign_it() {
        assertThat(KNOWN.address().checksummed()).isEqualTo("0x2c7536E3605D9C16a7a3D7b1898e529396a65c23");
        assertThat(HexFormat.of().formatHex(KNOWN.signMessage("Some data"))).isEqualTo(SIGNED_SOME_DATA);
        assertThat(HexFormat.of().formatHex(PersonalMessage.hash("Some data")))
                .isEqualTo("1da44b586eb0729ff70a73c326926f6ed5a25f5b056e7f47fbc6e58d86871655");
    }

    @Test
    void the_signer_of_another_librarys_signature_is_recovered() {
        byte[] signature = HexFormat.of().parseHex(SIGNED_SOME_DATA);
        assertThat(Secp256k1.recover(PersonalMessage.hash("Some data"), signature)
                        .map(EthereumAddress::ofKey))
                .contains(KNOWN.address());
        signature[64] -= 27;
        assertThat(Secp256k1.recover(PersonalMessage.hash("Some data"), signature)
                        .map(EthereumAddress::ofKey))
                .contains(KNOWN.address());
    }

    /** The examples of EIP-55. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
                "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
                "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
                "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb",
                "0x52908400098527886E0F7030069857D2E4169EE7",
                "0xde709f2102306220921060314715629080e2fb77"
            })
    void an_address_is_written_with_its_checksum(String address) {
        assertThat(EthereumAddress.parseChecksummed(address)).isPresent();
        assertThat(EthereumAddress.parse(address).orElseThrow().checksummed()).isEqualTo(address);
        assertThat(EthereumAddress.parseChecksummed(address.replace('E', 'e').replace('D', 'd') + "0"))
                .isEmpty();
    }

    @Test
    void an_address_with_one_letter_of_the_wrong_case_has_no_checksum() {
        assertThat(EthereumAddress.parseChecksummed("0x5AAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"))
                .isEmpty();
        assertThat(EthereumAddress.parse("0x5AAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"))
                .isPresent();
    }

    @Property(tries = 20)
    void what_a_key_signs_recovers_to_it_and_no_changed_bit_does(
            @ForAll @Size(32) byte[] hash, @ForAll int bit, @ForAll boolean random) {
        WalletKey key = WalletKey.generate(new SecureRandom());
        byte[] signature = random ? key.signRandomly(hash) : key.sign(hash);
        assertThat(Secp256k1.recover(hash, signature))
                .hasValueSatisfying(k -> assertThat(k).isEqualTo(key.publicKey()));
        assertThat(Secp256k1.verify(hash, Arrays.copyOf(signature, 64), key.publicKey()))
                .isTrue();
        int at = Math.floorMod(bit, 65 * 8);
        byte[] changed = signature.clone();
        changed[at / 8] ^= (byte) (1 << at % 8);
        assertThat(Secp256k1.recover(hash, changed).filter(k -> Arrays.equals(k, key.publicKey())))
                .isEmpty();
    }

    @Test
    void the_greater_s_of_the_two_is_refused() {
        byte[] hash = hash("twice");
        byte[] signature = KNOWN.sign(hash);
        BigInteger s = new BigInteger(1, signature, 32, 32);
        byte[] greater = Secp256k1.ORDER.subtract(s).toByteArray();
        byte[] other = signature.clone();
        Arrays.fill(other, 32, 64, (byte) 0);
        int length = Math.min(32, greater.length);
        System.arraycopy(greater, greater.length - length, other, 64 - length, length);
        other[64] = (byte) (signature[64] == 27 ? 28 : 27);
        assertThat(Secp256k1.recover(hash, other)).isEmpty();
    }

    @Test
    void what_is_no_signature_recovers_to_nobody() {
        byte[] hash = hash("nothing");
        byte[] signature = KNOWN.sign(hash);
        assertThat(Secp256k1.recover(hash, Arrays.copyOf(signature, 64))).isEmpty();
        assertThat(Secp256k1.recover(hash, Arrays.copyOf(signature, 66))).isEmpty();
        for (int v : new int[] {2, 26, 29, 35, 255}) {
            byte[] other = signature.clone();
            other[64] = (byte) v;
            assertThat(Secp256k1.recover(hash, other)).as("v of " + v).isEmpty();
        }
        for (int from : new int[] {0, 32}) {
            byte[] zero = signature.clone();
            Arrays.fill(zero, from, from + 32, (byte) 0);
            assertThat(Secp256k1.recover(hash, zero)).isEmpty();
            byte[] most = signature.clone();
            Arrays.fill(most, from, from + 32, (byte) 0xff);
            assertThat(Secp256k1.recover(hash, most)).isEmpty();
        }
    }

    @Test
    void a_private_key_lies_below_the_order() {
        assertThatIllegalArgumentException().isThrownBy(() -> WalletKey.of(new byte[32]));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WalletKey.of(
                        HexFormat.of().parseHex("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141")));
        assertThat(WalletKey.of(KNOWN.bytes()).address()).isEqualTo(KNOWN.address());
        assertThat(WalletKey.derive(KNOWN.bytes(), "a").address())
                .isNotEqualTo(WalletKey.derive(KNOWN.bytes(), "b").address());
    }
}
