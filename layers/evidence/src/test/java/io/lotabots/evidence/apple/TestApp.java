package io.lotabots.evidence.apple;

import io.lotabots.evidence.Signatures;
import io.lotabots.evidence.TestCbor;
import io.lotabots.evidence.TestPki;
import io.lotabots.evidence.TestPki.Authority;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;

/** An app on a phone whose maker the tests are, and one key of it. */
public final class TestApp {
    static final String DEVELOPMENT = "appattestdevelop";
    static final String PRODUCTION = "appattest\0\0\0\0\0\0\0";

    private final Authority authority;
    private final KeyPair keys;

    TestApp(Authority authority, KeyPair keys) {
        this.authority = authority;
        this.keys = keys;
    }

    /** A new key. */
    public static TestApp made(Authority root) {
        return new TestApp(root.authority("CN=App Attest CA,O=Test", "P-384"), TestPki.keys("P-256"));
    }

    /** What tells the key from others: 32 bytes. */
    public byte[] keyId() {
        return Signatures.digest("SHA-256", point(keys));
    }

    /** An attestation of the key. @param app team and bundle identifier */
    public byte[] attestation(String app, boolean production, byte[] nonce) {
        return attestation(authData(app, 0, production ? PRODUCTION : DEVELOPMENT, keyId()), nonce);
    }

    /** An assertion by the key. */
    public byte[] assertion(String app, int counter, byte[] nonce) {
        return assertion(authData(app, counter, "", new byte[0]), nonce);
    }

    byte[] attestation(byte[] authData, byte[] clientData) {
        return TestCbor.encode(TestCbor.map(
                "fmt",
                "apple-appattest",
                "attStmt",
                TestCbor.map("x5c", chain(authData, clientData)),
                "authData",
                authData));
    }

    List<byte[]> chain(byte[] authData, byte[] clientData) {
        byte[] nonce = Signatures.digest("SHA-256", authData, Signatures.digest("SHA-256", clientData));
        try {
            byte[] extension = new DERSequence(new DERTaggedObject(true, 1, new DEROctetString(nonce))).getEncoded();
            X509Certificate leaf =
                    authority.leaf("CN=key", keys.getPublic(), Map.of("1.2.840.113635.100.8.2", extension), Set.of());
            return List.of(TestPki.encoded(leaf), TestPki.encoded(authority.certificate()));
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    byte[] assertion(byte[] authData, byte[] clientData) {
        byte[] nonce = Signatures.digest("SHA-256", authData, Signatures.digest("SHA-256", clientData));
        try {
            Signature signer = Signature.getInstance("SHA256withECDSA");
            signer.initSign(keys.getPrivate());
            signer.update(nonce);
            return TestCbor.encode(TestCbor.map("signature", signer.sign(), "authenticatorData", authData));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static byte[] authData(String app, int counter, String aaguid, byte[] credential) {
        byte[] id = aaguid.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer data = ByteBuffer.allocate(37 + id.length + (id.length == 0 ? 0 : 2 + credential.length));
        data.put(Signatures.digest("SHA-256", app.getBytes(StandardCharsets.UTF_8)))
                .put((byte) 0x40)
                .putInt(counter);
        if (id.length > 0) {
            data.put(id).putShort((short) credential.length).put(credential);
        }
        return data.array();
    }

    static byte[] point(KeyPair keys) {
        byte[] spki = keys.getPublic().getEncoded();
        return Arrays.copyOfRange(spki, spki.length - 65, spki.length);
    }
}
