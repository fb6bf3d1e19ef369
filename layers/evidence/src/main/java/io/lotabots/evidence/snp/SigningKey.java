package io.lotabots.evidence.snp;

import io.lotabots.evidence.Certificates;
import io.lotabots.evidence.Chains.Path;
import io.lotabots.evidence.Der;
import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.Reason;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * What a verified chain says of the key that signs reports: a VCEK, which belongs to one chip, or a VLEK, which AMD gives
 * to a cloud provider (publication 57230, sections 3 and 4).
 *
 * @param loaded whether it is a VLEK
 */
record SigningKey(X509Certificate certificate, Product product, boolean loaded) {
    private static final String HARDWARE_ID = "1.3.6.1.4.1.3704.1.4";
    private static final int CHIP_ID_BYTES = 64;
    /** Turin's chips have shorter identifiers; the report fills them up with zeros. */
    private static final int SHORT_CHIP_ID_BYTES = 8;

    private static final int OCTET_STRING = 4;

    static SigningKey of(Path path) throws EvidenceRefused {
        X509Certificate leaf = path.leaf();
        String issuer = Certificates.commonName(leaf.getIssuerX500Principal());
        Product product = Product.named(issuer);
        boolean loaded = issuer.equals("SEV-VLEK-" + product.label());
        if (!loaded && !issuer.equals("SEV-" + product.label())) {
            throw new EvidenceRefused(
                    Reason.BAD_CHAIN, "\"" + issuer + "\" issues neither keys of chips nor keys of providers");
        }
        return new SigningKey(leaf, product, loaded);
    }

    /** As claims name it. */
    String kind() {
        return loaded ? "VLEK" : "VCEK";
    }

    /** The key of its endorsements in collateral, as AMD's addresses have them: {@code amd/milan/vcek}. */
    String collateral() {
        return product.collateral() + (loaded ? "/vlek" : "/vcek");
    }

    /** Refuses a report that says that another kind of key signed it. */
    void requireKind(Report report) throws EvidenceRefused {
        if (report.signingKey() != (loaded ? 1 : 0)) {
            throw new EvidenceRefused(
                    Reason.KEY_TYPE_MISMATCH,
                    "the certificate is of a " + kind() + ", the report says signing key " + report.signingKey());
        }
    }

    /** Refuses a report of another product, or of another TCB version than the key stands for. */
    void requireTcb(Report report) throws EvidenceRefused {
        if (report.hasCpu() && Product.of(report.family(), report.model()) != product) {
            throw new EvidenceRefused(
                    Reason.TCB_CERT_MISMATCH,
                    "the report is of a processor of family 0x%02x, model 0x%02x, the key of %s"
                            .formatted(report.family(), report.model(), product.label()));
        }
        for (Product.Component component : product.components()) {
            long endorsed = number(component.extension());
            if (endorsed != component.in(report.reportedTcb())) {
                throw new EvidenceRefused(
                        Reason.TCB_CERT_MISMATCH,
                        "the report says " + component.name() + " " + component.in(report.reportedTcb())
                                + ", the key's certificate " + endorsed);
            }
        }
    }

    /** Refuses a report of another chip than the certificate of a VCEK names. A VLEK belongs to no chip. */
    void requireChip(Report report) throws EvidenceRefused {
        if (loaded) {
            return;
        }
        byte[] named = hardwareId();
        if (!Arrays.equals(Arrays.copyOf(named, CHIP_ID_BYTES), report.chipId())) {
            throw new EvidenceRefused(
                    Reason.HWID_MISMATCH,
                    "the report is of chip " + HexFormat.of().formatHex(report.chipId(), 0, SHORT_CHIP_ID_BYTES)
                            + "..., the key of chip "
                            + HexFormat.of().formatHex(named, 0, SHORT_CHIP_ID_BYTES) + "...");
        }
    }

    /** AMD has written the identifier both bare and as an OCTET STRING. */
    private byte[] hardwareId() throws EvidenceRefused {
        byte[] content = extension(HARDWARE_ID);
        int expected = product == Product.TURIN ? SHORT_CHIP_ID_BYTES : CHIP_ID_BYTES;
        if (content.length == expected + 2 && content[0] == OCTET_STRING) {
            content = Der.of(content).octets();
        }
        if (content.length != expected && content.length != CHIP_ID_BYTES) {
            throw new EvidenceRefused(
                    Reason.MALFORMED_EXTENSION,
                    "a chip identifier of " + product.label() + " has " + expected + " bytes, got " + content.length);
        }
        return content;
    }

    private long number(String oid) throws EvidenceRefused {
        return Der.of(extension(oid)).integer();
    }

    private byte[] extension(String oid) throws EvidenceRefused {
        return Certificates.extension(certificate, oid)
                .orElseThrow(() -> new EvidenceRefused(
                        Reason.MALFORMED_EXTENSION, "the certificate of a " + kind() + " has no extension " + oid));
    }
}
