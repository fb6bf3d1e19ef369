package io.lotabots.evidence.snp;

import static io.lotabots.evidence.TestPki.NOW;

import io.lotabots.evidence.Collateral;
import io.lotabots.evidence.Evidence;
import io.lotabots.evidence.Policy;
import io.lotabots.evidence.Terms;
import io.lotabots.evidence.TestPki;
import io.lotabots.evidence.TestPki.Authority;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.security.cert.CRLException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A guest on a chip of the tests' own vendor, whose names are AMD's. */
public final class SnpGuest {
    public static final byte[] NONCE = filled(32, 7);
    static final byte[] CHIP = filled(64, 0xC1);
    public static final byte[] MEASUREMENT = filled(48, 0xAA);
    /** Of Milan and Genoa: bootloader 4, TEE 1, SNP 24, microcode 219. */
    static final byte[] TCB = {4, 1, 0, 0, 0, 0, 24, (byte) 219};

    static final int POLICY = 0x08;
    static final int VMPL = 0x30;
    static final int ALGORITHM = 0x34;
    static final int PLATFORM = 0x40;
    static final int KEY_INFO = 0x48;
    static final int REPORT_DATA = 0x50;
    static final int HOST_DATA = 0xC0;
    static final int MIGRATION_AGENT = 0x160;
    static final int REPORTED_TCB = 0x180;
    static final int FAMILY = 0x188;
    static final int MODEL = 0x189;
    static final int CHIP_ID = 0x1A0;
    static final int SIGNATURE = 0x2A0;

    private static final String ORGANIZATION = ",O=Tests";
    private static final String SPL = "1.3.6.1.4.1.3704.1.3.";
    static final String HARDWARE_ID = "1.3.6.1.4.1.3704.1.4";
    private static final KeyPair KEYS = TestPki.keys("P-384");

    static final String PSS = "RSA-PSS-2048";
    private static final Map<String, Line> LINES = new ConcurrentHashMap<>();

    /** A product line's root and what it signed; made once, as keys of RSA take their time. */
    private record Line(Authority root, Authority endorser) {}

    final String product;
    public final Authority root;
    final Authority endorser;
    /** The extensions that the next certificate gets. */
    final Map<String, byte[]> extensions = new HashMap<>();
    /** What the next report says, without its signature. */
    final byte[] report = new byte[SIGNATURE];

    private final boolean loaded;

    private SnpGuest(String product, boolean loaded, Line line) {
        this.product = product;
        this.loaded = loaded;
        this.root = line.root;
        this.endorser = line.endorser;
        report[0] = 3;
        report[ALGORITHM] = 1;
        report[0x0A] = 3;
        report[PLATFORM] = 0x25;
        report[KEY_INFO] = (byte) (loaded ? 4 : 0);
        put(REPORT_DATA, NONCE);
        put(0x90, MEASUREMENT);
        put(MIGRATION_AGENT, filled(32, 0xff));
        report[FAMILY] = (byte) (product.equals("Turin") ? 0x1A : 0x19);
        report[MODEL] = (byte) (product.equals("Milan") ? 0x01 : 0x11);
        tcb(TCB);
        put(CHIP_ID, loaded ? new byte[64] : CHIP);
        if (!loaded) {
            extensions.put(HARDWARE_ID, CHIP);
        }
    }

    /** A guest on a chip with a key of its own. */
    public static SnpGuest on(String product) {
        return new SnpGuest(product, false, LINES.computeIfAbsent(product, name -> line(name, false, PSS, PSS)));
    }

    /** A guest of a provider to whom AMD gave a key. */
    static SnpGuest atProvider(String product) {
        return new SnpGuest(product, true, line(product, true, PSS, PSS));
    }

    /** A guest on a chip of another vendor, with the same names. */
    static SnpGuest ofStranger(String product, String rootKind, String endorserKind) {
        return new SnpGuest(product, false, line(product, false, rootKind, endorserKind));
    }

    private static Line line(String product, boolean loaded, String rootKind, String endorserKind) {
        Authority root = TestPki.root("CN=ARK-" + product + ORGANIZATION, rootKind);
        String name = (loaded ? "CN=SEV-VLEK-" : "CN=SEV-") + product + ORGANIZATION;
        return new Line(root, root.authority(name, endorserKind));
    }

    /** The report and the certificate say this TCB; both as Milan and Genoa have it unless the product is Turin. */
    void tcb(byte[] tcb) {
        put(REPORTED_TCB, tcb);
        boolean turin = product.equals("Turin");
        int[] at = turin ? new int[] {1, 2, 3, 7} : new int[] {0, 1, 6, 7};
        extensions.put(SPL + 1, integer(tcb[at[0]]));
        extensions.put(SPL + 2, integer(tcb[at[1]]));
        extensions.put(SPL + 3, integer(tcb[at[2]]));
        extensions.put(SPL + 8, integer(tcb[at[3]]));
        if (turin) {
            extensions.put(SPL + 9, integer(tcb[0]));
        }
    }

    void put(int offset, byte[] bytes) {
        System.arraycopy(bytes, 0, report, offset, bytes.length);
    }

    public void vmpl(int level) {
        report[VMPL] = (byte) level;
    }

    public void reportData(byte[] bytes) {
        put(REPORT_DATA, Arrays.copyOf(bytes, 64));
    }

    public X509Certificate leaf() {
        return endorser.leaf(
                loaded ? "CN=SEV-VLEK" + ORGANIZATION : "CN=SEV-VCEK" + ORGANIZATION,
                KEYS.getPublic(),
                extensions,
                Set.of());
    }

    /** The report as it stands, signed by the guest's key. */
    public byte[] signed() {
        return signed(KEYS);
    }

    byte[] signed(KeyPair keys) {
        try {
            Signature signer = Signature.getInstance("SHA384withECDSAinP1363Format");
            signer.initSign(keys.getPrivate());
            signer.update(report);
            byte[] halves = signer.sign();
            byte[] signed = Arrays.copyOf(report, 1184);
            for (int i = 0; i < 48; i++) {
                signed[SIGNATURE + i] = halves[47 - i];
                signed[SIGNATURE + 72 + i] = halves[95 - i];
            }
            return signed;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    Evidence evidence() {
        return evidence(signed(), TestPki.encoded(leaf()));
    }

    static Evidence evidence(byte[] report, byte[] leaf) {
        return new Evidence(Map.of("report", report, "leaf", leaf));
    }

    /** All collateral there is: the intermediate and a list that revokes nothing. */
    public Map<String, byte[]> collateral() {
        return collateral(root.revoking(TestPki.BEGIN, TestPki.END));
    }

    Map<String, byte[]> collateral(X509CRL list) {
        String key = "amd/" + product.toLowerCase(Locale.ROOT) + (loaded ? "/vlek" : "/vcek");
        try {
            return Map.of(key + "/cert_chain", TestPki.pem(endorser.certificate()), key + "/crl", list.getEncoded());
        } catch (CRLException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    Terms terms(Map<String, Object> policy) {
        return terms(NONCE, policy, collateral());
    }

    Terms terms(byte @Nullable [] nonce, Map<String, Object> policy, Map<String, byte[]> collateral) {
        return new Terms(nonce, NOW, root.anchors("amd"), Collateral.of(collateral), new Policy(policy));
    }

    static byte[] filled(int length, int octet) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) octet);
        return bytes;
    }

    private static byte[] integer(byte value) {
        return value < 0 ? new byte[] {2, 2, 0, value} : new byte[] {2, 1, value};
    }
}
