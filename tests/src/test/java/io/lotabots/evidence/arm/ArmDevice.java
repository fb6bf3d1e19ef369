package io.lotabots.evidence.arm;

import io.lotabots.evidence.Signatures;
import io.lotabots.evidence.TestCbor;
import io.lotabots.evidence.TestCose;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** A device of Arm whose endorser the tests are: a root of trust (PSA) or a platform with a realm on it (CCA). */
public final class ArmDevice {
    private static final byte[] IMPLEMENTATION = filled(32, 5);

    private final KeyPair keys = TestCose.keys(256);
    private final KeyPair realm = TestCose.keys(256);
    private final byte[] instance;

    /** @param number tells its devices apart, 0 to 255 */
    public ArmDevice(int number) {
        this.instance = filled(33, number);
        instance[0] = 1;
    }

    /** Under which its public key is endorsed. @param kind {@code psa} or {@code cca} */
    public String collateral(String kind) {
        HexFormat hex = HexFormat.of();
        return "arm/" + kind + "/" + hex.formatHex(IMPLEMENTATION) + "/" + hex.formatHex(instance);
    }

    /** SubjectPublicKeyInfo in DER. */
    public byte[] publicKey() {
        return keys.getPublic().getEncoded();
    }

    /** A token of PSA. @param profile as {@code http://arm.com/psa/2.0.0} */
    public byte[] psa(String profile, byte[] nonce) {
        return TestCose.sign1(keys.getPrivate(), claims(profile, nonce)).item();
    }

    /** A token of CCA. @param challenge 64 bytes */
    public byte[] cca(byte[] challenge) {
        byte[] point = point(realm);
        Map<Object, Object> platform =
                claims("tag:arm.com,2023:cca_platform#1.0.0", Signatures.digest("SHA-256", point));
        byte[] initial = filled(48, 0xa);
        Map<Object, Object> guest = TestCbor.map(
                10,
                challenge,
                44235,
                filled(64, 3),
                44236,
                "sha-384",
                44237,
                point,
                44238,
                initial,
                44239,
                List.of(initial, initial, initial, initial),
                44240,
                "sha-256");
        return TestCbor.tag(
                        399,
                        TestCbor.map(
                                44234,
                                TestCose.sign1(keys.getPrivate(), platform).item(),
                                44241,
                                TestCose.sign1(realm.getPrivate(), guest).item()))
                .item();
    }

    private Map<Object, Object> claims(String profile, byte[] nonce) {
        return TestCbor.map(
                265,
                profile,
                10,
                nonce,
                2396,
                IMPLEMENTATION,
                256,
                instance,
                2395,
                0x3003,
                2399,
                List.of(TestCbor.map(1, "BL", 2, filled(32, 0xf), 5, filled(32, 6))));
    }

    private static byte[] point(KeyPair keys) {
        byte[] spki = keys.getPublic().getEncoded();
        return Arrays.copyOfRange(spki, spki.length - 65, spki.length);
    }

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
