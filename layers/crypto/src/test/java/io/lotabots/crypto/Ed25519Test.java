package io.lotabots.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class Ed25519Test {
    private static final HexFormat HEX = HexFormat.of();

    /** RFC 8032 section 7.1, test 2. */
    @Test
    void the_vector_of_the_rfc_signs_and_verifies() {
        byte[] seed = HEX.parseHex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
        byte[] key = HEX.parseHex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
        byte[] message = {0x72};
        byte[] signature = HEX.parseHex("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
        assertThat(Ed25519.publicKey(seed)).isEqualTo(key);
        assertThat(Ed25519.sign(seed, message)).isEqualTo(signature);
        assertThat(Ed25519.verify(key, message, signature)).isTrue();
    }

    @Property(tries = 50)
    void the_jdk_accepts_what_we_sign_and_we_refuse_every_flipped_bit(
            @ForAll @Size(32) byte[] seed, @ForAll @Size(max = 64) byte[] message) throws Exception {
        byte[] key = Ed25519.publicKey(seed);
        byte[] signature = Ed25519.sign(seed, message);
        byte[] spki = HEX.parseHex("302a300506032b6570032100" + HEX.formatHex(key));
        Signature jdk = Signature.getInstance("Ed25519");
        jdk.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(spki)));
        jdk.update(message);
        assertThat(jdk.verify(signature)).isTrue();
        for (int bit = 0; bit < signature.length * 8; bit += 7) {
            byte[] bent = signature.clone();
            bent[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThat(Ed25519.verify(key, message, bent)).isFalse();
        }
    }

    @Test
    void a_second_signature_made_by_adding_the_group_order_is_refused() {
        byte[] seed = new byte[32];
        byte[] key = Ed25519.publicKey(seed);
        byte[] signature = Ed25519.sign(seed, new byte[0]);
        BigInteger order = BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
        byte[] s = new byte[33];
        for (int i = 0; i < 32; i++) {
            s[32 - i] = signature[32 + i];
        }
        byte[] moved = new BigInteger(s).add(order).toByteArray();
        for (int i = 0; i < 32; i++) {
            signature[32 + i] = i < moved.length ? moved[moved.length - 1 - i] : 0;
        }
        assertThat(Ed25519.verify(key, new byte[0], signature)).isFalse();
    }

    @Test
    void keys_of_small_order_and_wrong_length_are_not_usable() {
        byte[] identity = new byte[32];
        identity[0] = 1;
        assertThat(Ed25519.isUsableKey(identity)).isFalse();
        assertThat(Ed25519.isUsableKey(new byte[32])).isFalse();
        assertThat(Ed25519.isUsableKey(new byte[31])).isFalse();
        assertThat(Ed25519.key(identity)).isEmpty();
        assertThat(Ed25519.key(new byte[31])).isEmpty();
        assertThat(Ed25519.key(notCanonical())).isEmpty();
        assertThat(Ed25519.verify(new byte[32], new byte[0], new byte[64])).isFalse();
        assertThat(Ed25519.verify(Ed25519.publicKey(new byte[32]), new byte[0], new byte[63]))
                .isFalse();
    }

    /** The point with y = 3, written as 3 + p. */
    private static byte[] notCanonical() {
        byte[] y = new byte[32];
        Arrays.fill(y, (byte) 0xff);
        y[0] = (byte) (0xed + 3);
        y[31] = 0x7f;
        return y;
    }

    @Test
    void a_key_that_was_checked_verifies_what_it_signed_and_nothing_else() {
        byte[] seed = new byte[32];
        Ed25519.Key key = Ed25519.key(Ed25519.publicKey(seed)).orElseThrow();
        byte[] signature = Ed25519.sign(seed, new byte[] {1});
        assertThat(key.bytes()).isEqualTo(Ed25519.publicKey(seed));
        assertThat(key.verify(new byte[] {1}, signature)).isTrue();
        assertThat(key.verify(new byte[] {2}, signature)).isFalse();
        assertThat(key.verify(new byte[] {1}, new byte[63])).isFalse();
    }

    @Test
    void an_address_is_forty_digits_of_the_key_s_digest() {
        assertThat(RtcAddress.of(HEX.parseHex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"))
                        .value())
                .isEqualTo("RTC"
                        + HEX.formatHex(Digests.sha256(HEX.parseHex(
                                        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")))
                                .substring(0, 40));
    }
}
