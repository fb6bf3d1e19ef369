package io.lotabots.evidence.dcap;

import static io.lotabots.evidence.TestPki.BEGIN;
import static io.lotabots.evidence.TestPki.END;
import static io.lotabots.evidence.TestPki.NOW;

import io.lotabots.evidence.Collateral;
import io.lotabots.evidence.Evidence;
import io.lotabots.evidence.Policy;
import io.lotabots.evidence.Signatures;
import io.lotabots.evidence.Terms;
import io.lotabots.evidence.TestPki;
import io.lotabots.evidence.TestPki.Authority;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CRLException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.jspecify.annotations.Nullable;

/** A platform of the tests' own vendor, whose names are Intel's: its PCK, its quoting enclave, and what is published of it. */
public final class Platform {
    public static final byte[] NONCE = HexFormat.of().parseHex("07".repeat(32));
    static final String FMSPC = "00906ed50000";
    public static final String MRTD = "aa".repeat(48);
    static final String MRENCLAVE = "bb".repeat(32);
    static final String TDX_TCB = "intel/tdx/tcb/" + FMSPC;
    static final String SGX_TCB = "intel/sgx/tcb/" + FMSPC;
    static final String PCK_CRL = "intel/sgx/pckcrl/platform";
    static final String ROOT_CRL = "intel/sgx/rootcacrl";

    static final String PCK_EXTENSION = "1.2.840.113741.1.13.1";
    private static final byte[] QE_AUTHENTICATION = {1, 2, 3, 4};

    public final Authority root = TestPki.root("CN=Intel SGX Root CA,O=Tests", "P-256");
    final Authority platformCa = root.authority("CN=Intel SGX PCK Platform CA,O=Tests", "P-256");
    final KeyPair tcbSigner = TestPki.keys("P-256");
    final X509Certificate tcbSigning =
            root.leaf("CN=Intel SGX TCB Signing,O=Tests", tcbSigner.getPublic(), Map.of(), Set.of());
    private final KeyPair pckKeys = TestPki.keys("P-256");
    private final KeyPair attestationKeys = TestPki.keys("P-256");

    /** SVNs 1 to 16 of the next PCK are all this. */
    int svn = 5;

    int pceSvn = 11;
    /** The quoting enclave's report, without what binds the attestation key. */
    final byte[] qeReport = new byte[Enclave.BYTES];

    /** Of TDX 1.0 at first. */
    byte[] body = trustDomain(TrustDomain.BYTES);

    int version = 4;
    String tcbInfo = tcbInfo("TDX");
    String qeIdentity = qeIdentity("TD_QE", 2, "DC9E2A7C6F948F17474E34A7FC43ED030F7C1563F1BABDDF6340C82E0E54A8C5");

    Platform() {
        quotingEnclave("dc9e2a7c6f948f17474e34a7fc43ed030f7c1563f1babddf6340c82e0e54a8c5", 2);
    }

    /** A platform with a TDX guest. */
    public static Platform ofTdx() {
        return new Platform();
    }

    public static Platform ofSgx() {
        Platform platform = new Platform();
        String signer = "8c4f5775d796503e96137f77c68a829a0056ac8ded70140b081b094490c57bff";
        platform.quotingEnclave(signer, 1);
        platform.version = 3;
        platform.body = enclave();
        platform.tcbInfo = tcbInfo("SGX");
        platform.qeIdentity = qeIdentity("QE", 1, signer);
        return platform;
    }

    void quotingEnclave(String signer, int product) {
        qeReport[48] = 0x11;
        put(qeReport, 128, signer);
        qeReport[256] = (byte) product;
        qeReport[258] = 4;
    }

    static byte[] trustDomain(int bytes) {
        byte[] body = new byte[bytes];
        put(body, 0, "05010200000000000000000000000000");
        put(body, 16, "cc".repeat(48));
        body[120 + 3] = 0x10;
        put(body, 128, "e702060000000000");
        put(body, 136, MRTD);
        System.arraycopy(NONCE, 0, body, 520, NONCE.length);
        return body;
    }

    static byte[] enclave() {
        byte[] body = new byte[Enclave.BYTES];
        body[48] = 5;
        put(body, 64, MRENCLAVE);
        put(body, 128, "dd".repeat(32));
        body[256] = 7;
        body[258] = 3;
        System.arraycopy(NONCE, 0, body, 320, NONCE.length);
        return body;
    }

    public void reportData(byte[] bytes) {
        System.arraycopy(Arrays.copyOf(bytes, 64), 0, body, body.length == Enclave.BYTES ? 320 : 520, 64);
    }

    static void put(byte[] into, int offset, String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        System.arraycopy(bytes, 0, into, offset, bytes.length);
    }

    static String tcbInfo(String id) {
        String modules = id.equals("SGX") ? "" : """
            "tdxModule":%1$s},
            "tdxModuleIdentities":[{"id":"TDX_01",%2$s,
             "tcbLevels":[{"tcb":{"isvsvn":5},"tcbDate":"2024-03-13T00:00:00Z","tcbStatus":"UpToDate"},
              {"tcb":{"isvsvn":2},"tcbDate":"2023-08-09T00:00:00Z","tcbStatus":"OutOfDate","advisoryIDs":["INTEL-SA-9"]}]}],
            """.formatted(module(), module().substring(1));
        return """
            {"id":"%s","version":3,"issueDate":"2026-05-01T00:00:00Z","nextUpdate":"2026-07-01T00:00:00Z",
            "fmspc":"00906ED50000","pceId":"0000","tcbType":0,"tcbEvaluationDataNumber":17,%s"tcbLevels":[%s,%s]}\
            """.formatted(
                        id,
                        modules,
                        level(5, 11, "UpToDate", ""),
                        level(2, 5, "OutOfDate", ",\"advisoryIDs\":[\"INTEL-SA-1\",\"INTEL-SA-2\"]"));
    }

    private static String module() {
        return "{\"mrsigner\":\"" + "00".repeat(48)
                + "\",\"attributes\":\"0000000000000000\",\"attributesMask\":\"FFFFFFFFFFFFFFFF\"";
    }

    private static String level(int svn, int pceSvn, String status, String advisories) {
        String sgx = ("{\"svn\":" + svn + "},").repeat(16);
        String tdx = "{\"svn\":5},{\"svn\":0},{\"svn\":2}," + "{\"svn\":0},".repeat(13);
        return "{\"tcb\":{\"sgxtcbcomponents\":[" + sgx.substring(0, sgx.length() - 1) + "],\"pcesvn\":" + pceSvn
                + ",\"tdxtcbcomponents\":[" + tdx.substring(0, tdx.length() - 1)
                + "]},\"tcbDate\":\"2024-03-13T00:00:00Z\",\"tcbStatus\":\"" + status + "\"" + advisories + "}";
    }

    static String qeIdentity(String id, int product, String signer) {
        return """
            {"id":"%s","version":2,"issueDate":"2026-05-01T00:00:00Z","nextUpdate":"2026-07-01T00:00:00Z",\
            "miscselect":"00000000","miscselectMask":"FFFFFFFF","attributes":"11000000000000000000000000000000",\
            "attributesMask":"FBFFFFFFFFFFFFFF0000000000000000","mrsigner":"%s","isvprodid":%d,"tcbLevels":[\
            {"tcb":{"isvsvn":4},"tcbDate":"2024-03-13T00:00:00Z","tcbStatus":"UpToDate"},\
            {"tcb":{"isvsvn":2},"tcbDate":"2023-03-13T00:00:00Z","tcbStatus":"OutOfDate"},\
            {"tcb":{"isvsvn":1},"tcbDate":"2022-03-13T00:00:00Z","tcbStatus":"Revoked"}]}\
            """.formatted(id, signer, product);
    }

    X509Certificate pck() {
        return pck(pckExtension());
    }

    X509Certificate pck(byte[] extension) {
        return platformCa.leaf(
                "CN=Intel SGX PCK Certificate,O=Tests",
                pckKeys.getPublic(),
                Map.of(PCK_EXTENSION, extension),
                Set.of());
    }

    byte[] pckExtension() {
        ASN1EncodableVector tcb = new ASN1EncodableVector();
        for (int i = 1; i <= 16; i++) {
            tcb.add(pair(".2." + i, new ASN1Integer(svn)));
        }
        tcb.add(pair(".2.17", new ASN1Integer(pceSvn)));
        tcb.add(pair(".2.18", new DEROctetString(new byte[16])));
        ASN1EncodableVector all = new ASN1EncodableVector();
        all.add(pair(".1", new DEROctetString(HexFormat.of().parseHex("ee".repeat(16)))));
        all.add(pair(".2", new DERSequence(tcb)));
        all.add(pair(".3", new DEROctetString(new byte[2])));
        all.add(pair(".4", new DEROctetString(HexFormat.of().parseHex(FMSPC))));
        try {
            return new DERSequence(all).getEncoded();
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static DERSequence pair(String suffix, ASN1Encodable value) {
        return new DERSequence(new ASN1Encodable[] {new ASN1ObjectIdentifier(PCK_EXTENSION + suffix), value});
    }

    public byte[] quote() {
        return quote(TestPki.pem(pck(), platformCa.certificate(), root.certificate()), attestationKeys, pckKeys);
    }

    byte[] quote(byte[] chain) {
        return quote(chain, attestationKeys, pckKeys);
    }

    byte[] quote(byte[] chain, KeyPair signer) {
        return quote(chain, signer, pckKeys);
    }

    /** @param signer of the quote, which the quoting enclave need not have vouched for */
    private byte[] quote(byte[] chain, KeyPair signer, KeyPair pck) {
        byte[] key = point(attestationKeys.getPublic());
        byte[] report = qeReport.clone();
        System.arraycopy(Signatures.digest("SHA-256", key, QE_AUTHENTICATION), 0, report, 320, 32);
        byte[] certification = new byte[Enclave.BYTES + 64 + 2 + QE_AUTHENTICATION.length + 6 + chain.length];
        little(certification)
                .put(report)
                .put(sign(pck, report))
                .putShort((short) QE_AUTHENTICATION.length)
                .put(QE_AUTHENTICATION)
                .putShort((short) 5)
                .putInt(chain.length)
                .put(chain);
        byte[] signed = signedPart();
        boolean wrapped = version > 3;
        int length = 128 + (wrapped ? 6 : 0) + certification.length;
        byte[] bytes = new byte[signed.length + 4 + length];
        ByteBuffer quote = little(bytes)
                .put(signed)
                .putInt(length)
                .put(sign(signer, signed))
                .put(key);
        if (wrapped) {
            quote.putShort((short) 6).putInt(certification.length);
        }
        quote.put(certification);
        return bytes;
    }

    private byte[] signedPart() {
        boolean tdx = body.length != Enclave.BYTES;
        byte[] bytes = new byte[48 + (version == 5 ? 6 : 0) + body.length];
        ByteBuffer part = little(bytes)
                .putShort((short) version)
                .putShort((short) 2)
                .putInt(tdx ? 0x81 : 0)
                .putInt(0)
                .put(HexFormat.of().parseHex("939a7233f79c4ca9940a0db3957f0607"))
                .put(new byte[20]);
        if (version == 5) {
            part.putShort((short) (tdx ? body.length == TrustDomain.BYTES ? 2 : 3 : 1))
                    .putInt(body.length);
        }
        part.put(body);
        return bytes;
    }

    Evidence evidence() {
        return evidence(quote());
    }

    static Evidence evidence(byte[] quote) {
        return new Evidence(Map.of("quote", quote));
    }

    /** All collateral there is, under the keys of both technologies. */
    public Map<String, byte[]> collateral() {
        Map<String, byte[]> all = new HashMap<>();
        all.put(ROOT_CRL, encoded(root.revoking(BEGIN, END)));
        all.put(PCK_CRL, encoded(platformCa.revoking(BEGIN, END)));
        for (String technology : new String[] {"tdx", "sgx"}) {
            publish(all, "intel/" + technology + "/tcb/" + FMSPC, "tcbInfo", tcbInfo);
            publish(all, "intel/" + technology + "/qe/identity", "enclaveIdentity", qeIdentity);
        }
        return all;
    }

    /** The chain of who signs the list of revoked PCKs, in PEM. */
    public byte[] pckIssuers() {
        return TestPki.pem(platformCa.certificate(), root.certificate());
    }

    void publish(Map<String, byte[]> all, String key, String member, String content) {
        String signature = HexFormat.of().formatHex(sign(tcbSigner, content.getBytes(StandardCharsets.UTF_8)));
        all.put(
                key,
                ("{\"" + member + "\":" + content + ",\"signature\":\"" + signature + "\"}")
                        .getBytes(StandardCharsets.UTF_8));
        all.put(key + "/issuers", TestPki.pem(tcbSigning, root.certificate()));
    }

    static byte[] encoded(X509CRL list) {
        try {
            return list.getEncoded();
        } catch (CRLException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    Terms terms(Map<String, Object> policy) {
        return terms(NONCE, policy, collateral());
    }

    Terms terms(byte @Nullable [] nonce, Map<String, Object> policy, Map<String, byte[]> collateral) {
        return new Terms(nonce, NOW, root.anchors("intel"), Collateral.of(collateral), new Policy(policy));
    }

    static byte[] sign(KeyPair keys, byte[] data) {
        try {
            Signature signer = Signature.getInstance("SHA256withECDSAinP1363Format");
            signer.initSign(keys.getPrivate());
            signer.update(data);
            return signer.sign();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static byte[] point(PublicKey key) {
        var point = ((ECPublicKey) key).getW();
        byte[] bytes = new byte[64];
        byte[] x = point.getAffineX().toByteArray();
        byte[] y = point.getAffineY().toByteArray();
        System.arraycopy(x, Math.max(0, x.length - 32), bytes, Math.max(0, 32 - x.length), Math.min(32, x.length));
        System.arraycopy(y, Math.max(0, y.length - 32), bytes, 32 + Math.max(0, 32 - y.length), Math.min(32, y.length));
        return bytes;
    }

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
