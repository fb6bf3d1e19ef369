package io.lotabots.evidence.nvidia;

import io.lotabots.evidence.TestPki;
import io.lotabots.evidence.TestPki.Authority;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Map;
import java.util.Set;

/** A GPU whose maker the tests are: what it sends, in the encodings of the service. */
public final class GpuMachine {
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final KeyPair keys;
    private final byte[] chain;

    private GpuMachine(KeyPair keys, byte[] chain) {
        this.keys = keys;
        this.chain = chain;
    }

    /** A new one. */
    public static GpuMachine made(Authority maker) {
        KeyPair keys = TestPki.keys("P-384");
        Authority device = maker.authority("CN=GH100 A01 GSP BROM,O=Test", "P-384");
        X509Certificate leaf = device.leaf(
                "CN=GH100 A01 GSP FMC LF",
                keys.getPublic(),
                Map.of("2.23.133.5.4.1", TestReport.identity(TestReport.filled(48, 0xf))),
                Set.of());
        return new GpuMachine(keys, TestPki.pem(leaf, device.certificate(), maker.certificate()));
    }

    /** The parts of a report in base64url. */
    public Map<String, String> report(byte[] nonce) {
        TestReport report = new TestReport();
        report.nonce = nonce.clone();
        return Map.of(
                "report",
                BASE64.encodeToString(report.signed(keys.getPrivate())),
                "chain",
                BASE64.encodeToString(chain));
    }
}
