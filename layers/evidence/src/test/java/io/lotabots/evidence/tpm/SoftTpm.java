package io.lotabots.evidence.tpm;

import io.lotabots.evidence.TestPki;
import io.lotabots.evidence.TestPki.Authority;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/** As much of a TPM as its verifier sees, with keys in memory: the other side of every structure. */
final class SoftTpm {
    static final long ATTESTATION_KEY = 0x00050072;
    static final int RSASSA = 0x0014;
    static final int RSAPSS = 0x0016;
    static final int ECDSA = 0x0018;

    final KeyPair ak;
    final KeyPair ek;
    final TpmHash signatureHash;
    final int scheme;
    final SortedMap<Integer, byte[]> pcrs = new TreeMap<>();
    TpmHash bank = TpmHash.SHA256;
    long attributes = ATTESTATION_KEY;
    int magic = 0xFF544347;
    int type = 0x8018;
    long clock = 80_065;
    int resetCount = 2;
    int restartCount;
    int safe = 1;

    SoftTpm(KeyPair ak, int scheme, TpmHash signatureHash, KeyPair ek) {
        this.ak = ak;
        this.scheme = scheme;
        this.signatureHash = signatureHash;
        this.ek = ek;
        for (int pcr = 0; pcr < 16; pcr++) {
            pcrs.put(pcr, new byte[32]);
        }
    }

    static SoftTpm ecdsa() {
        return new SoftTpm(Keys.AK, ECDSA, TpmHash.SHA256, Keys.EK);
    }

    /** Keys are made once: RSA takes its time. */
    static final class Keys {
        static final KeyPair AK = TestPki.keys("P-256");
        static final KeyPair EK = TestPki.keys("P-256");
        static final KeyPair RSA = TestPki.keys("RSA-2048");

        private Keys() {}
    }

    void extend(int pcr, byte[] digest) {
        pcrs.put(pcr, bank.digest(pcrs.getOrDefault(pcr, new byte[bank.size()]), digest));
    }

    /** TPMT_PUBLIC of the attestation key. */
    byte[] akPublic() {
        return publicArea(ak, attributes, scheme, signatureHash);
    }

    static byte[] publicArea(KeyPair key, long attributes, int scheme, TpmHash schemeHash) {
        ByteArrayOutputStream area = new ByteArrayOutputStream();
        boolean rsa = key.getPublic() instanceof RSAPublicKey;
        area.writeBytes(u16(rsa ? 0x0001 : 0x0023));
        area.writeBytes(u16(TpmHash.SHA256.id()));
        area.writeBytes(u32(attributes));
        area.writeBytes(u16(0));
        area.writeBytes(u16(TpmPublic.NULL));
        area.writeBytes(u16(scheme));
        if (scheme != TpmPublic.NULL) {
            area.writeBytes(u16(schemeHash.id()));
        }
        if (key.getPublic() instanceof RSAPublicKey publicKey) {
            area.writeBytes(u16(publicKey.getModulus().bitLength()));
            area.writeBytes(u32(0));
            area.writeBytes(sized(unsigned(publicKey.getModulus(), 256)));
        } else {
            ECPublicKey publicKey = (ECPublicKey) key.getPublic();
            int size = (publicKey.getParams().getCurve().getField().getFieldSize() + 7) / 8;
            area.writeBytes(u16(size == 32 ? 0x0003 : 0x0004));
            area.writeBytes(u16(TpmPublic.NULL));
            area.writeBytes(sized(unsigned(publicKey.getW().getAffineX(), size)));
            area.writeBytes(sized(unsigned(publicKey.getW().getAffineY(), size)));
        }
        return area.toByteArray();
    }

    /** TPMS_ATTEST over the given registers; over none when there are none. */
    byte[] message(byte[] nonce, Integer... selected) {
        ByteArrayOutputStream concatenated = new ByteArrayOutputStream();
        byte[] bitmap = new byte[3];
        for (int pcr : selected) {
            bitmap[pcr / 8] |= (byte) (1 << pcr % 8);
            concatenated.writeBytes(pcrs.getOrDefault(pcr, new byte[bank.size()]));
        }
        ByteArrayOutputStream quote = new ByteArrayOutputStream();
        quote.writeBytes(u32(1));
        quote.writeBytes(u16(bank.id()));
        quote.write(3);
        quote.writeBytes(bitmap);
        quote.writeBytes(sized(signatureHash.digest(concatenated.toByteArray())));
        return attest(nonce, quote.toByteArray());
    }

    byte[] attest(byte[] extra, byte[] body) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.writeBytes(u32(magic));
        message.writeBytes(u16(type));
        message.writeBytes(sized(new byte[34]));
        message.writeBytes(sized(extra));
        message.writeBytes(ByteBuffer.allocate(25)
                .putLong(clock)
                .putInt(resetCount)
                .putInt(restartCount)
                .put((byte) safe)
                .putLong(0x2019102300163636L)
                .array());
        message.writeBytes(body);
        return message.toByteArray();
    }

    /** TPMT_SIGNATURE. */
    byte[] sign(byte[] message) {
        try {
            String hash = signatureHash.jca().replace("-", "");
            Signature signer = Signature.getInstance(
                    switch (scheme) {
                        case ECDSA -> hash + "withECDSAinP1363Format";
                        case RSAPSS -> "RSASSA-PSS";
                        default -> hash + "withRSA";
                    });
            if (scheme == RSAPSS) {
                signer.setParameter(new PSSParameterSpec(
                        signatureHash.jca(),
                        "MGF1",
                        new MGF1ParameterSpec(signatureHash.jca()),
                        signatureHash.size(),
                        1));
            }
            signer.initSign(ak.getPrivate());
            signer.update(message);
            byte[] signed = signer.sign();
            ByteArrayOutputStream signature = new ByteArrayOutputStream();
            signature.writeBytes(u16(scheme));
            signature.writeBytes(u16(signatureHash.id()));
            if (scheme == ECDSA) {
                signature.writeBytes(sized(Arrays.copyOf(signed, signed.length / 2)));
                signature.writeBytes(sized(Arrays.copyOfRange(signed, signed.length / 2, signed.length)));
            } else {
                signature.writeBytes(sized(signed));
            }
            return signature.toByteArray();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    byte[] pcrJson() {
        List<String> values = new ArrayList<>();
        pcrs.forEach(
                (pcr, value) -> values.add("\"" + pcr + "\":\"" + HexFormat.of().formatHex(value) + "\""));
        return ("{" + String.join(",", values) + "}").getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }

    /** A certificate of the endorsement key by a maker. */
    X509Certificate certify(Authority maker, String manufacturer, String model) {
        return certify(
                maker,
                "",
                ek,
                KeyPurposeId.getInstance(new ASN1ObjectIdentifier(TpmCertificates.ENDORSEMENT)),
                manufacturer,
                model,
                Map.of());
    }

    static X509Certificate certify(
            Authority maker,
            String subject,
            KeyPair key,
            KeyPurposeId use,
            String manufacturer,
            String model,
            Map<String, byte[]> more) {
        try {
            var name = new X500NameBuilder()
                    .addRDN(new ASN1ObjectIdentifier("2.23.133.2.1"), new DERUTF8String(manufacturer))
                    .addRDN(new ASN1ObjectIdentifier("2.23.133.2.2"), new DERUTF8String(model))
                    .addRDN(new ASN1ObjectIdentifier("2.23.133.2.3"), new DERUTF8String("id:0007"))
                    .build();
            Map<String, byte[]> extensions = new TreeMap<>(more);
            extensions.put("2.5.29.17", new GeneralNames(new GeneralName(name)).getEncoded());
            extensions.put("2.5.29.37", new ExtendedKeyUsage(use).getEncoded());
            return maker.leaf(subject, key.getPublic(), extensions, Set.of("2.5.29.17"));
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** TPM2_ActivateCredential: what {@link MakeCredential} must be undone by. */
    byte[] activate(byte[] blob, byte[] name) throws GeneralSecurityException {
        ByteBuffer in = ByteBuffer.wrap(blob);
        in.getLong();
        ByteBuffer object = ByteBuffer.wrap(sized(in));
        byte[] mac = sized(object);
        byte[] identity = new byte[object.remaining()];
        object.get(identity);
        byte[] wrapped = sized(in);
        EndorsementTemplate template = EndorsementTemplate.of(ek.getPublic());
        TpmHash hash = template.hash();
        byte[] seed = ek.getPublic() instanceof ECPublicKey ? agreed(wrapped, template) : unwrapped(wrapped, hash);
        byte[] integrity = TpmKdf.a(hash, seed, "INTEGRITY", new byte[0], new byte[0], hash.size() * 8);
        if (!Arrays.equals(mac, TpmKdf.hmac(hash, integrity, identity, name))) {
            throw new GeneralSecurityException("integrity");
        }
        byte[] storage = TpmKdf.a(hash, seed, "STORAGE", name, new byte[0], template.aesBits());
        Cipher cfb = Cipher.getInstance("AES/CFB/NoPadding");
        cfb.init(Cipher.DECRYPT_MODE, new SecretKeySpec(storage, "AES"), new IvParameterSpec(new byte[16]));
        return sized(ByteBuffer.wrap(cfb.doFinal(identity)));
    }

    private byte[] unwrapped(byte[] wrapped, TpmHash hash) throws GeneralSecurityException {
        Cipher oaep = Cipher.getInstance("RSA/ECB/OAEPPadding");
        oaep.init(
                Cipher.DECRYPT_MODE,
                ek.getPrivate(),
                new OAEPParameterSpec(
                        hash.jca(),
                        "MGF1",
                        new MGF1ParameterSpec(hash.jca()),
                        new PSource.PSpecified("IDENTITY\0".getBytes(java.nio.charset.StandardCharsets.US_ASCII))));
        return oaep.doFinal(wrapped);
    }

    private byte[] agreed(byte[] wrapped, EndorsementTemplate template) throws GeneralSecurityException {
        ByteBuffer point = ByteBuffer.wrap(wrapped);
        byte[] x = sized(point);
        byte[] y = sized(point);
        ECPublicKey own = (ECPublicKey) ek.getPublic();
        KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
        agreement.init(ek.getPrivate());
        agreement.doPhase(
                KeyFactory.getInstance("EC")
                        .generatePublic(new ECPublicKeySpec(
                                new ECPoint(new BigInteger(1, x), new BigInteger(1, y)), own.getParams())),
                true);
        return TpmKdf.e(
                template.hash(),
                agreement.generateSecret(),
                "IDENTITY",
                x,
                unsigned(own.getW().getAffineX(), template.fieldBytes()),
                template.hash().size() * 8);
    }

    static byte[] unsigned(BigInteger value, int size) {
        byte[] bytes = value.toByteArray();
        byte[] padded = new byte[size];
        int length = Math.min(bytes.length, size);
        System.arraycopy(bytes, bytes.length - length, padded, size - length, length);
        return padded;
    }

    static byte[] sized(byte[] bytes) {
        return ByteBuffer.allocate(2 + bytes.length)
                .putShort((short) bytes.length)
                .put(bytes)
                .array();
    }

    private static byte[] sized(ByteBuffer in) {
        byte[] bytes = new byte[in.getShort()];
        in.get(bytes);
        return bytes;
    }

    static byte[] u16(int value) {
        return ByteBuffer.allocate(2).putShort((short) value).array();
    }

    static byte[] u32(long value) {
        return ByteBuffer.allocate(4).putInt((int) value).array();
    }
}
