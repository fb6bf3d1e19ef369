package io.lotabots.evidence.nvidia;

import static io.lotabots.evidence.TestPki.BEGIN;
import static io.lotabots.evidence.TestPki.END;

import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.TestPki;
import io.lotabots.evidence.TestPki.Authority;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A GPU whose maker the tests are, with what its maker publishes of it. */
public final class TestGpu {
    public final Authority root = TestPki.root("CN=Device Root,O=Test", "P-384");
    public final Authority rimRoot = TestPki.root("CN=RIM Root,O=Test", "P-384");
    private final Authority device = root.authority("CN=GH100 A01 GSP BROM,O=Test", "P-384");
    private final KeyPair keys = TestPki.keys("P-384");
    private final KeyPair rimKeys = TestPki.keys("P-384");
    private final X509Certificate rimSigner =
            rimRoot.issue("CN=RIM signer", rimKeys.getPublic(), BEGIN, END, false, Map.of(), Set.of());
    private final byte[] chain = TestPki.pem(
            device.leaf(
                    "CN=GH100 A01 GSP FMC LF",
                    keys.getPublic(),
                    Map.of("2.23.133.5.4.1", TestReport.identity(TestReport.filled(48, 0xf))),
                    Set.of()),
            device.certificate(),
            root.certificate());

    /** What it reports, by parts. @param nonce 32 bytes */
    public Map<String, byte[]> report(byte[] nonce) {
        TestReport report = new TestReport();
        report.nonce = nonce.clone();
        return Map.of("report", report.signed(keys.getPrivate()), "chain", chain.clone());
    }

    /** The manifests of its driver and of its firmware, by their names. */
    public Map<String, byte[]> manifests() {
        return Map.of(
                "NV_GPU_DRIVER_GH100_550.90.07",
                manifest("550.90.07", Map.of(0, digests(1), 1, digests(2))),
                "NV_GPU_VBIOS_1010_0200_882_96009F0001",
                manifest("96.00.9F.00.01", Map.of(3, digests(4))));
    }

    private byte[] manifest(String version, Map<Integer, List<String>> measurements) {
        return TestRim.sign(TestRim.document(version, measurements), rimKeys, rimSigner, rimRoot);
    }

    private static List<String> digests(int value) {
        return List.of(HexFormat.of().formatHex(TestReport.filled(48, value)));
    }

    /** Responses for the certificates of the device and of who signed its manifests, by their requests in hexadecimal. */
    public Map<String, byte[]> states(Instant at) {
        return Map.of(
                request(device.certificate(), root), TestOcsp.good(device.certificate(), root, at),
                request(rimSigner, rimRoot), TestOcsp.good(rimSigner, rimRoot, at));
    }

    /** The same, and the manifests, under the keys by which the verifier looks for them. */
    Map<String, byte[]> collateral(Instant at) {
        Map<String, byte[]> all = new HashMap<>();
        manifests().forEach((name, manifest) -> all.put("nvidia/rim/" + name, manifest));
        all.put(TestOcsp.key(device.certificate()), TestOcsp.good(device.certificate(), root, at));
        all.put(TestOcsp.key(rimSigner), TestOcsp.good(rimSigner, rimRoot, at));
        return all;
    }

    private static String request(X509Certificate certificate, Authority issuer) {
        try {
            String text = OcspRequest.text(certificate, issuer.certificate().getPublicKey());
            return HexFormat.of().formatHex(Base64.getUrlDecoder().decode(text));
        } catch (EvidenceRefused impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
