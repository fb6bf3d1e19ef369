package io.lotabots.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.Signature;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CoseSign1Test {
    private static final KeyPair P256 = TestCose.keys(256);
    private static final byte[] PAYLOAD = "This is the content.".getBytes(StandardCharsets.US_ASCII);

    @Test
    void the_example_of_the_standards_appendix_verifies() throws EvidenceRefused {
        // RFC 9052 appendix C.2.1, and the key "11" of its appendix C.7.1.
        CoseSign1 message = CoseSign1.of(HexFormat.of()
                .parseHex("d28443a10126a10442313154546869732069732074686520636f6e74656e742e"
                        + "58408eb33e4ca31d1c465ab05aac34cc6b23d58fef5c083106c4d25a91aef0b0117e"
                        + "2af9a291aa32e14ab834dc56ed2a223444547e01f11d3b0916e5a4c345cacb36"));
        PublicKey key = CoseKey.of(Cbor.of(TestCbor.encode(TestCbor.map(
                1,
                2,
                -1,
                1,
                -2,
                HexFormat.of().parseHex("bac5b11cad8f99f9c72b05cf4b9e26d244dc189f745228255a219a86d6a09eff"),
                -3,
                HexFormat.of().parseHex("20138bf82dc1b6d562be0fa54ab7804a3a64b6d72ccfed6b6fb6ed28bbfc117e")))));
        assertThat(message.isSignedBy(key)).isTrue();
        assertThat(message.payload()).isEqualTo(PAYLOAD);
        assertThat(message.isSignedBy(P256.getPublic())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {256, 384, 521})
    void each_curve_signs_with_the_digest_of_its_strength(int bits) throws EvidenceRefused {
        KeyPair keys = TestCose.keys(bits);
        byte[] message = TestCose.sign1(keys.getPrivate(), PAYLOAD).item();
        assertThat(CoseSign1.of(message).isSignedBy(keys.getPublic())).isTrue();
        assertThat(CoseSign1.of(TestCbor.tag(18, new TestCbor.Encoded(message)).item())
                        .isSignedBy(keys.getPublic()))
                .isTrue();
    }

    @Test
    void every_flipped_bit_of_the_message_is_noticed() {
        byte[] message = TestCose.sign1(P256.getPrivate(), PAYLOAD).item();
        for (int i = 0; i < message.length; i++) {
            byte[] flipped = message.clone();
            flipped[i] ^= 1;
            boolean holds;
            try {
                holds = CoseSign1.of(flipped).isSignedBy(P256.getPublic());
            } catch (EvidenceRefused refused) {
                holds = false;
            }
            assertThat(holds).as("byte %d", i).isFalse();
        }
    }

    @Test
    void an_algorithm_of_another_curve_or_halves_of_another_length_are_no_signature() throws Exception {
        byte[] es256 = TestCbor.encode(TestCbor.map(1, -7));
        byte[] es384 = TestCbor.encode(TestCbor.map(1, -35));
        assertThat(isSigned(es256, "SHA256", 32)).isTrue();
        assertThat(isSigned(es256, "SHA256", 33)).isFalse();
        assertThat(isSigned(es384, "SHA384", 48)).isFalse();
    }

    /** Signs with the key on P-256 and pads each half of the signature with zeros in front. */
    private static boolean isSigned(byte[] header, String digest, int half) throws Exception {
        Signature signer = Signature.getInstance(digest + "withECDSAinP1363Format");
        signer.initSign(P256.getPrivate());
        signer.update(TestCbor.encode(List.of("Signature1", header, new byte[0], PAYLOAD)));
        byte[] raw = signer.sign();
        byte[] padded = new byte[2 * half];
        System.arraycopy(raw, 0, padded, half - 32, 32);
        System.arraycopy(raw, 32, padded, 2 * half - 32, 32);
        return CoseSign1.of(TestCbor.encode(List.of(header, TestCbor.map(), PAYLOAD, padded)))
                .isSignedBy(P256.getPublic());
    }

    @Test
    void a_mac_and_unknown_algorithms_are_unsupported() {
        byte[] mac = TestCbor.encode(List.of(new byte[0], TestCbor.map(), PAYLOAD, new byte[32]));
        refused(
                Reason.UNSUPPORTED_ALGORITHM,
                TestCbor.tag(17, new TestCbor.Encoded(mac)).item());
        refused(Reason.UNSUPPORTED_ALGORITHM, message(TestCbor.encode(TestCbor.map(1, 5))));
        refused(Reason.UNSUPPORTED_ALGORITHM, message(TestCbor.encode(TestCbor.map(1, -257))));
        refused(Reason.UNSUPPORTED_ALGORITHM, message(TestCbor.encode(TestCbor.map(1, -7, 2, List.of(99), 99, 1))));
    }

    @Test
    void other_shapes_are_malformed() {
        byte[] header = TestCbor.encode(TestCbor.map(1, -7));
        refused(Reason.MALFORMED, message(new byte[0]));
        refused(Reason.MALFORMED, TestCbor.encode(List.of(header, TestCbor.map(), PAYLOAD)));
        refused(Reason.MALFORMED, TestCbor.encode(List.of(header, TestCbor.map(1, -7), PAYLOAD, new byte[64])));
        refused(
                Reason.MALFORMED,
                TestCbor.tag(98, List.of(header, TestCbor.map(), PAYLOAD, new byte[64]))
                        .item());
        refused(Reason.MALFORMED, new byte[0]);
    }

    @Test
    void keys_that_are_not_on_their_curve_verify_nothing() throws EvidenceRefused {
        byte[] point = new byte[65];
        point[0] = 4;
        point[64] = 1;
        byte[] message = TestCose.sign1(P256.getPrivate(), PAYLOAD).item();
        assertThat(CoseSign1.of(message).isSignedBy(CoseKey.ofPoint(point))).isFalse();
        assertThatThrownBy(() -> CoseKey.ofPoint(new byte[65])).isInstanceOf(EvidenceRefused.class);
        assertThatThrownBy(() -> CoseKey.of(Cbor.of(TestCbor.encode(TestCbor.map(1, 4)))))
                .isInstanceOf(EvidenceRefused.class);
    }

    private static byte[] message(byte[] header) {
        return TestCbor.encode(List.of(header, TestCbor.map(), PAYLOAD, new byte[64]));
    }

    private static void refused(Reason reason, byte[] message) {
        assertThatThrownBy(() -> CoseSign1.of(message))
                .isInstanceOfSatisfying(
                        EvidenceRefused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason));
    }
}
