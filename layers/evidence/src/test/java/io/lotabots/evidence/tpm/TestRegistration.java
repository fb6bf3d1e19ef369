package io.lotabots.evidence.tpm;

import io.lotabots.evidence.Evidence;
import io.lotabots.evidence.TestCbor;
import io.lotabots.evidence.TestPki;
import io.lotabots.evidence.TestPki.Authority;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.jspecify.annotations.Nullable;

/** A registration in a browser on a PC, in which each property can be made wrong. */
public final class TestRegistration {
    private final Authority issuer;
    private final KeyPair credential;
    private final byte[] challenge;
    private final KeyPair aik;
    public KeyPair signer;
    public KeyPair pubAreaKey;
    public long algorithm = -257;
    public String manufacturer = "id:53544D20";
    public String type = "webauthn.create";
    public int flags = 0x45;
    public int magic = 0xFF544347;
    public int attestType = 0x8017;
    public byte @Nullable [] certifiedName;
    public byte @Nullable [] certifiedAaguid;
    public final byte[] aaguid = HexFormat.of().parseHex("08987058cadc4b81b6e130de50dcbe96");

    public TestRegistration(Authority issuer, KeyPair aik, KeyPair credential, byte[] challenge) {
        this.issuer = issuer;
        this.aik = aik;
        this.signer = aik;
        this.credential = credential;
        this.pubAreaKey = credential;
        this.challenge = challenge;
    }

    public Evidence evidence() {
        return evidence(statement(), "tpm");
    }

    public Evidence evidence(X509Certificate certificate) {
        Map<String, Object> statement = new HashMap<>(statement());
        statement.put("x5c", List.of(TestPki.encoded(certificate), TestPki.encoded(issuer.certificate())));
        return evidence(statement, "tpm");
    }

    public Evidence evidence(Map<String, Object> statement, String format) {
        return new Evidence(Map.of(
                "attestation_object",
                TestCbor.encode(TestCbor.map("fmt", format, "attStmt", statement, "authData", authData())),
                "client_data",
                clientData(type, challenge, "https://miner.example")));
    }

    public static byte[] clientData(String type, byte[] challenge, String origin) {
        return ("{\"type\":\"" + type + "\",\"challenge\":\""
                        + Base64.getUrlEncoder().withoutPadding().encodeToString(challenge) + "\",\"origin\":\""
                        + origin + "\",\"crossOrigin\":false}")
                .getBytes(StandardCharsets.UTF_8);
    }

    public Map<String, Object> statement() {
        byte[] area = SoftTpm.publicArea(pubAreaKey, 0x00040072, TpmPublic.NULL, TpmHash.SHA256);
        byte[] certInfo = certInfo(area);
        return Map.of(
                "ver",
                "2.0",
                "alg",
                algorithm,
                "x5c",
                List.of(
                        TestPki.encoded(certificate(TpmCertificates.ATTESTATION, "")),
                        TestPki.encoded(issuer.certificate())),
                "sig",
                sign(certInfo),
                "certInfo",
                certInfo,
                "pubArea",
                area);
    }

    public X509Certificate certificate(String use, String subject) {
        Map<String, byte[]> more = new HashMap<>();
        byte[] model = certifiedAaguid;
        if (model != null) {
            try {
                more.put("1.3.6.1.4.1.45724.1.1.4", new DEROctetString(model).getEncoded());
            } catch (IOException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
        return SoftTpm.certify(
                issuer,
                subject,
                aik,
                KeyPurposeId.getInstance(new ASN1ObjectIdentifier(use)),
                manufacturer,
                "ST33HTPHAHD4",
                more);
    }

    private byte[] certInfo(byte[] area) {
        byte[] name = certifiedName;
        if (name == null) {
            byte[] digest = TpmHash.SHA256.digest(area);
            name = ByteBuffer.allocate(34).putShort((short) 0x000B).put(digest).array();
        }
        SoftTpm tpm = new SoftTpm(aik, SoftTpm.RSASSA, hash(), aik);
        tpm.magic = magic;
        tpm.type = attestType;
        byte[] client = clientData(type, challenge, "https://miner.example");
        byte[] extra = hash().digest(authData(), TpmHash.SHA256.digest(client));
        return tpm.attest(
                extra,
                ByteBuffer.allocate(72)
                        .put(SoftTpm.sized(Objects.requireNonNull(name)))
                        .put(SoftTpm.sized(name))
                        .array());
    }

    private TpmHash hash() {
        return switch ((int) algorithm) {
            case -65535 -> TpmHash.SHA1;
            case -258 -> TpmHash.SHA384;
            case -259 -> TpmHash.SHA512;
            default -> TpmHash.SHA256;
        };
    }

    private byte[] sign(byte[] certInfo) {
        try {
            TpmHash hash = hash();
            boolean pss = algorithm == -37;
            Signature signature =
                    Signature.getInstance(pss ? "RSASSA-PSS" : hash.jca().replace("-", "") + "withRSA");
            if (pss) {
                signature.setParameter(
                        new PSSParameterSpec(hash.jca(), "MGF1", new MGF1ParameterSpec(hash.jca()), hash.size(), 1));
            }
            signature.initSign(signer.getPrivate());
            signature.update(certInfo);
            return signature.sign();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private byte[] authData() {
        ECPublicKey key = (ECPublicKey) credential.getPublic();
        byte[] cose = TestCbor.encode(TestCbor.map(
                1,
                2,
                3,
                -7,
                -1,
                1,
                -2,
                SoftTpm.unsigned(key.getW().getAffineX(), 32),
                -3,
                SoftTpm.unsigned(key.getW().getAffineY(), 32)));
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        data.writeBytes(TpmHash.SHA256.digest("miner.example".getBytes(StandardCharsets.UTF_8)));
        data.write(flags);
        data.writeBytes(SoftTpm.u32(0));
        data.writeBytes(aaguid);
        data.writeBytes(SoftTpm.sized(new byte[32]));
        data.writeBytes(cose);
        return data.toByteArray();
    }
}
