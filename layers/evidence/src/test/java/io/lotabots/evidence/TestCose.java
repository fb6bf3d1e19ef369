package io.lotabots.evidence;

import io.lotabots.evidence.TestCbor.Encoded;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECKey;
import java.security.spec.ECGenParameterSpec;
import java.util.List;

/** Signs COSE_Sign1 messages for tests with the JDK's ECDSA. */
public final class TestCose {
    private TestCose() {}

    /** A key pair on P-256, P-384 or P-521. */
    public static KeyPair keys(int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp" + bits + "r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The four parts of a message, signed with the algorithm of the key's curve. */
    public static Encoded sign1(PrivateKey key, Object payload) {
        int bits = ((ECKey) key).getParams().getCurve().getField().getFieldSize();
        return sign1(key, TestCbor.encode(TestCbor.map(1, bits == 256 ? -7 : bits == 384 ? -35 : -36)), payload);
    }

    /** As {@link #sign1(PrivateKey, Object)} with a protected header as given. */
    public static Encoded sign1(PrivateKey key, byte[] header, Object payload) {
        byte[] content = payload instanceof byte[] bytes ? bytes : TestCbor.encode(payload);
        byte[] signed = TestCbor.encode(List.of("Signature1", header, new byte[0], content));
        return new Encoded(TestCbor.encode(List.of(header, TestCbor.map(), content, raw(key, signed))));
    }

    /** r and s of the length of the curve's order, with the digest of the curve's strength. */
    public static byte[] raw(PrivateKey key, byte[] data) {
        int bits = ((ECKey) key).getParams().getCurve().getField().getFieldSize();
        try {
            Signature signer = Signature.getInstance("SHA" + (bits == 521 ? 512 : bits) + "withECDSAinP1363Format");
            signer.initSign(key);
            signer.update(data);
            return signer.sign();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
