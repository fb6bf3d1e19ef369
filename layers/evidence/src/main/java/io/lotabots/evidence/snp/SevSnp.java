package io.lotabots.evidence.snp;

import io.lotabots.evidence.Certificates;
import io.lotabots.evidence.Chains;
import io.lotabots.evidence.Chains.Path;
import io.lotabots.evidence.Evidence;
import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.Format;
import io.lotabots.evidence.Reason;
import io.lotabots.evidence.Settings;
import io.lotabots.evidence.Signatures;
import io.lotabots.evidence.Terms;
import io.lotabots.evidence.TrustAnchors.Anchor;
import io.lotabots.evidence.TrustVector;
import io.lotabots.evidence.Verdict;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * AMD SEV-SNP: a report of a guest, signed by a chip's or a provider's key (AMD publications 56860 and 57230).
 *
 * <p>Evidence: {@code report} (1,184 bytes) and {@code leaf}, the certificate of the signing key in DER or PEM;
 * intermediates may follow it in PEM. Without it the collateral {@code amd/<product>/vcek/<chip id>/<reported TCB>}, both in
 * hexadecimal, is the certificate. Anchors: group {@code amd}. Collateral, each under {@code amd/<product>/<vcek|vlek>}
 * as AMD's key server has it: {@code cert_chain} (PEM; AMD's intermediates of today are known without) and {@code crl}
 * (DER), without which the verdict carries a caution. The nonce is the report data, all 64 bytes, filled up with zeros.
 *
 * <p>Policy: {@code measurement}, {@code host_data}, {@code id_key_digest}, {@code author_key_digest} (lists of
 * hexadecimal texts, not compared by default), {@code min_tcb} (8 bytes in hexadecimal, as they stand in the report;
 * each component counts), {@code max_vmpl} (0), {@code allow_debug}, {@code allow_migration_agent} and
 * {@code require_alias_check} (all false).
 *
 * <p>Trust: executables are approved only where {@code measurement} is asked; hardware is unsafe on Milan, whose keys are
 * said to be broken, where memory was not checked for aliases, and while no revocation list is known.
 */
public final class SevSnp extends Format {
    private static final Settings SETTINGS = Settings.NONE
            .hex(48, "measurement", "id_key_digest", "author_key_digest")
            .hex(32, "host_data")
            .text("min_tcb", "[0-9a-fA-F]{16}")
            .number("max_vmpl", 0, 3)
            .flags("allow_debug", "allow_migration_agent", "require_alias_check");

    private static final int MOST_CHAIN_BYTES = 64 * 1024;
    private static final int MOST_CRL_BYTES = 1024 * 1024;
    private static final HexFormat HEX = HexFormat.of();

    private final Chains chains = new Chains();
    private final List<X509Certificate> endorsers = Endorsers.known();

    /** AMD's intermediates of today: what stands between a chip's certificate and the root. */
    public static List<X509Certificate> endorsers() {
        return Endorsers.known();
    }

    @Override
    public String name() {
        return "sev-snp";
    }

    @Override
    public Set<String> parts() {
        return Set.of("report", "leaf");
    }

    @Override
    public Settings settings() {
        return SETTINGS;
    }

    @Override
    protected Verdict.Accepted appraise(Evidence evidence, Terms terms) throws EvidenceRefused {
        Report report = Report.read(evidence.part("report", MOST_CHAIN_BYTES));
        Path path = chain(leaf(evidence, report, terms), terms);
        SigningKey key = SigningKey.of(path);
        Map<Reason, String> cautions = new EnumMap<>(Reason.class);
        requireNotRevoked(path, key, terms, cautions);
        requireSignature(report, key);
        key.requireKind(report);
        key.requireTcb(report);
        key.requireChip(report);
        terms.requireNonceIn(report.reportData());
        TrustVector vector = new SnpPolicy(terms.policy()).appraise(report, key.product(), cautions);
        return new Verdict.Accepted(claims(report, key, path.anchor()), vector, cautions);
    }

    /** The certificate that came with the report, or the one of its chip and TCB version that is known. */
    private static byte[] leaf(Evidence evidence, Report report, Terms terms) throws EvidenceRefused {
        if (evidence.has("leaf")) {
            return evidence.part("leaf", MOST_CHAIN_BYTES);
        }
        List<String> keys = report.chipKeys();
        for (String key : keys) {
            Optional<byte[]> known = terms.collateral().find(key);
            if (known.isPresent()) {
                return known.get();
            }
        }
        throw new EvidenceRefused(
                Reason.COLLATERAL_MISSING,
                "no certificate of the signing key came with the report, and "
                        + (keys.isEmpty()
                                ? "the report names no chip whose certificate could be known"
                                : "none is known: \"" + String.join("\" or \"", keys) + "\""));
    }

    private Path chain(byte[] given, Terms terms) throws EvidenceRefused {
        List<X509Certificate> brought = Certificates.pemOrDer(given, Endorsers.MOST);
        if (brought.isEmpty()) {
            throw new EvidenceRefused(Reason.MALFORMED, "\"leaf\" holds no certificate");
        }
        X509Certificate leaf = brought.getFirst();
        List<X509Certificate> pool = new ArrayList<>(brought.subList(1, brought.size()));
        pool.addAll(endorsers);
        pool.addAll(collateral(leaf, terms));
        Path path = chains.verify(chains.order(leaf, pool), terms.anchors().group("amd"), terms.at(), Set.of());
        for (X509Certificate certificate : path.certificates()) {
            if (!Certificates.isRsaPssSha384(certificate)) {
                throw new EvidenceRefused(
                        Reason.UNSUPPORTED_ALGORITHM,
                        "AMD signs certificates with RSA-PSS, SHA-384 and a salt of 48 bytes, \""
                                + certificate.getSubjectX500Principal().getName() + "\" is signed otherwise");
            }
        }
        return path;
    }

    /** Intermediates newer than this release, under the key of the product that the leaf names; checked like all others. */
    private static List<X509Certificate> collateral(X509Certificate leaf, Terms terms) throws EvidenceRefused {
        String issuer = Certificates.commonName(leaf.getIssuerX500Principal());
        String product = issuer.substring(issuer.lastIndexOf('-') + 1).toLowerCase(Locale.ROOT);
        String kind = issuer.startsWith("SEV-VLEK-") ? "vlek" : "vcek";
        Optional<byte[]> chain = terms.collateral().find("amd/" + product + "/" + kind + "/cert_chain");
        return chain.isEmpty() ? List.of() : Certificates.pemOrDer(chain.get(), Endorsers.MOST);
    }

    private static void requireNotRevoked(Path path, SigningKey key, Terms terms, Map<Reason, String> cautions)
            throws EvidenceRefused {
        String name = key.collateral() + "/crl";
        Optional<byte[]> bytes = terms.collateral().find(name);
        if (bytes.isEmpty()) {
            cautions.put(Reason.COLLATERAL_MISSING, "no revocation list is known: \"" + name + "\"");
            return;
        }
        X509CRL list = Certificates.crl(bytes.get(), MOST_CRL_BYTES);
        for (X509Certificate certificate : path.certificates()) {
            // AMD's root signs the list, which names intermediates: keys of chips are retired by their TCB version.
            Chains.requireNotRevoked(
                    certificate, list, path.anchor().subject(), path.anchor().key(), terms.at());
        }
    }

    private static void requireSignature(Report report, SigningKey key) throws EvidenceRefused {
        byte[] digest = Signatures.digest("SHA-384", report.signed());
        if (!Signatures.ecdsa(key.certificate().getPublicKey(), digest, report.r(), report.s())) {
            throw new EvidenceRefused(
                    Reason.BAD_SIGNATURE, "the report is not signed by the " + key.kind() + " of the certificate");
        }
    }

    private static SequencedMap<String, Object> claims(Report report, SigningKey key, Anchor anchor) {
        SequencedMap<String, Object> claims = new LinkedHashMap<>();
        claims.put("version", (long) report.version());
        claims.put("product", key.product().label());
        claims.put("root", root(anchor));
        claims.put("signing_key", key.kind());
        claims.put("chip_id", HEX.formatHex(report.chipId()));
        claims.put("measurement", HEX.formatHex(report.measurement()));
        claims.put("report_data", HEX.formatHex(report.reportData()));
        claims.put("host_data", HEX.formatHex(report.hostData()));
        claims.put("family_id", HEX.formatHex(report.familyId()));
        claims.put("image_id", HEX.formatHex(report.imageId()));
        claims.put("id_key_digest", HEX.formatHex(report.idKeyDigest()));
        claims.put("author_key_digest", HEX.formatHex(report.authorKeyDigest()));
        claims.put("report_id", HEX.formatHex(report.reportId()));
        claims.put("guest_svn", report.guestSvn());
        claims.put("vmpl", report.vmpl());
        claims.put("policy", "0x" + Long.toHexString(report.policy()));
        claims.put("debug", report.isDebug());
        claims.put("platform_info", "0x" + Long.toHexString(report.platformInfo()));
        claims.put("reported_tcb", HEX.formatHex(report.reportedTcb()));
        claims.put("current_tcb", HEX.formatHex(report.currentTcb()));
        claims.put("committed_tcb", HEX.formatHex(report.committedTcb()));
        claims.put("launch_tcb", HEX.formatHex(report.launchTcb()));
        return claims;
    }

    /** The product line of AMD's root; another root goes by the name of whoever gave it. */
    private static String root(Anchor anchor) {
        String name = Certificates.commonName(anchor.subject());
        return anchor.vendor().equals("AMD")
                ? name.substring(name.lastIndexOf('-') + 1).toLowerCase(Locale.ROOT)
                : anchor.vendor();
    }
}
