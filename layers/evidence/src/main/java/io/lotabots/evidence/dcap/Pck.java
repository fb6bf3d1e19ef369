package io.lotabots.evidence.dcap;

import io.lotabots.evidence.Certificates;
import io.lotabots.evidence.Chains.Path;
import io.lotabots.evidence.Der;
import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.Reason;
import java.security.cert.X509Certificate;
import java.util.Arrays;

/**
 * A platform's provisioning certification key (PCK), from a verified chain, with what Intel's extension of its certificate
 * says of the platform ("Intel SGX PCK Certificate and CRL Profile Specification", section 1.3.5).
 *
 * @param issuer the authority between it and the root
 * @param platform which kind of authority: {@code platform} or {@code processor}
 * @param ppid 16 bytes: the platform for as long as it lives
 * @param svns the sixteen SVNs of its TCB
 * @param fmspc 6 bytes: family, model, stepping, platform and custom SKU
 * @param pceId 2 bytes
 */
record Pck(
        X509Certificate certificate,
        X509Certificate issuer,
        String platform,
        byte[] ppid,
        int[] svns,
        int pceSvn,
        byte[] fmspc,
        byte[] pceId) {
    private static final String EXTENSION = "1.2.840.113741.1.13.1";
    private static final String PPID = EXTENSION + ".1";
    private static final String TCB = EXTENSION + ".2";
    private static final String PCE_ID = EXTENSION + ".3";
    private static final String FMSPC = EXTENSION + ".4";
    private static final int SVNS = 16;

    static Pck of(Path path) throws EvidenceRefused {
        if (path.certificates().size() != 2) {
            throw new EvidenceRefused(
                    Reason.BAD_CHAIN,
                    "one authority stands between a PCK and the root, got "
                            + (path.certificates().size() - 1));
        }
        String issuer = Certificates.commonName(path.issuer().getSubjectX500Principal());
        String platform = switch (issuer) {
            case "Intel SGX PCK Platform CA" -> "platform";
            case "Intel SGX PCK Processor CA" -> "processor";
            default -> throw new EvidenceRefused(Reason.BAD_CHAIN, "\"" + issuer + "\" issues no PCK");
        };
        Der extension = Der.of(Certificates.extension(path.leaf(), EXTENSION)
                .orElseThrow(() -> new EvidenceRefused(
                        Reason.MALFORMED_EXTENSION, "the certificate of a PCK has no extension " + EXTENSION)));
        Der tcb = member(extension, TCB);
        int[] svns = new int[SVNS];
        for (int i = 0; i < SVNS; i++) {
            svns[i] = svn(member(tcb, TCB + "." + (i + 1)), 255);
        }
        return new Pck(
                path.leaf(),
                path.issuer(),
                platform,
                octets(extension, PPID, 16),
                svns,
                svn(member(tcb, TCB + "." + (SVNS + 1)), 65_535),
                octets(extension, FMSPC, 6),
                octets(extension, PCE_ID, 2));
    }

    /** The second element of the pair whose first is an identifier. */
    private static Der member(Der pairs, String oid) throws EvidenceRefused {
        for (Der pair : pairs.children()) {
            if (pair.child(0).oid().equals(oid)) {
                return pair.child(1);
            }
        }
        throw new EvidenceRefused(Reason.MALFORMED_EXTENSION, "the certificate of a PCK says nothing of " + oid);
    }

    private static byte[] octets(Der pairs, String oid, int length) throws EvidenceRefused {
        byte[] bytes = member(pairs, oid).octets();
        if (bytes.length != length) {
            throw new EvidenceRefused(
                    Reason.MALFORMED_EXTENSION, oid + " has " + length + " bytes, got " + bytes.length);
        }
        return Arrays.copyOf(bytes, length);
    }

    private static int svn(Der value, int most) throws EvidenceRefused {
        long svn = value.integer();
        if (svn < 0 || svn > most) {
            throw new EvidenceRefused(Reason.MALFORMED_EXTENSION, "an SVN is 0 to " + most + ", got " + svn);
        }
        return (int) svn;
    }
}
