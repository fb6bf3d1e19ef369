package io.lotabots.appraisal;

import io.lotabots.evidence.Certificates;
import io.lotabots.evidence.Chains;
import io.lotabots.evidence.Der;
import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.JsonObject;
import io.lotabots.evidence.Reason;
import io.lotabots.evidence.Signatures;
import io.lotabots.evidence.SignedJson;
import io.lotabots.evidence.TrustAnchors;
import io.lotabots.evidence.TrustAnchors.Anchor;
import io.lotabots.evidence.snp.SevSnp;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.x500.X500Principal;

/**
 * Whether collateral is what a vendor signed, before it is stored: a revocation list in DER, certificates in PEM, or signed
 * JSON of Intel's. Verifiers check it again each time they use it; this keeps what nobody signed out of the store.
 *
 * <p>Some collateral is an operator's word and is marked so: public keys of Arm's devices, which have no vendor's root,
 * Google's list of revoked keys, which is not signed, and NVIDIA's manifests and OCSP responses, which are verified with
 * each report that needs them.
 */
final class CollateralCheck {
    private static final int MOST_CERTIFICATES = 64;
    private static final String ANDROID_STATUS = "android/status";
    private static final Duration STATUS_TERM = Duration.ofDays(3);
    private static final List<String> SIGNED_MEMBERS = List.of("tcbInfo", "enclaveIdentity");

    private static final String CRL_NUMBER = "2.5.29.20";

    /** Whose roots vouch for what, by the first word of its key. */
    private static final Map<String, List<String>> SIGNERS = Map.of(
            "amd", List.of("amd"),
            "intel", List.of("intel"),
            "crl", List.of("tpm", "microsoft-tpm"),
            "tpm", List.of("tpm", "microsoft-tpm"),
            "nvidia", List.of("nvidia-device", "nvidia-rim"));

    private final TrustAnchors anchors;
    private final Instant at;
    private final Chains chains = new Chains();

    CollateralCheck(TrustAnchors anchors, long now) {
        this.anchors = anchors;
        this.at = Instant.ofEpochSecond(now);
    }

    /**
     * @param freshUntil seconds since 1970 until which its publisher calls it current
     * @param edition which issue of its publisher it is
     */
    record Checked(String contentType, long freshUntil, boolean byVendor, Edition edition) {
        static Checked byOperator(String contentType, long freshUntil) {
            return new Checked(contentType, freshUntil, false, Edition.NONE);
        }
    }

    /** @param issuers the chain of its signer in PEM, leaf first; empty when a root signed it */
    Checked check(String key, byte[] content, byte[] issuers) throws EvidenceRefused {
        if (content.length == 0) {
            throw new EvidenceRefused(Reason.BAD_LENGTH, "it is empty");
        }
        if (key.startsWith("arm/")) {
            return endorsed(content);
        }
        if (key.equals(ANDROID_STATUS)) {
            return statuses(key, content);
        }
        if (key.startsWith("nvidia/") && (content[0] == 0x30 || content[0] == '<')) {
            return Checked.byOperator(content[0] == '<' ? "application/xml" : "application/ocsp-response", 0);
        }
        List<Anchor> roots = roots(key);
        if (Chip.isKey(key)) {
            return chip(content, issuers, roots);
        }
        return switch (content[0]) {
            case 0x30 -> list(content, issuers, roots);
            case '-' -> certificates(content, roots);
            case '{' -> json(key, content, issuers, roots);
            default ->
                throw new EvidenceRefused(
                        Reason.MALFORMED, "it is no revocation list in DER, no certificates in PEM and no JSON");
        };
    }

    /** Another vendor's root vouches for nothing here. */
    private List<Anchor> roots(String key) throws EvidenceRefused {
        List<String> groups = SIGNERS.get(key.substring(0, Math.max(0, key.indexOf('/'))));
        if (groups == null) {
            throw new EvidenceRefused(
                    Reason.MALFORMED,
                    "no verifier looks for it: keys begin with android, arm and "
                            + SIGNERS.keySet().stream().sorted().toList());
        }
        return groups.stream().flatMap(group -> anchors.group(group).stream()).toList();
    }

    private static Checked endorsed(byte[] content) throws EvidenceRefused {
        try {
            KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(content));
        } catch (GeneralSecurityException unreadable) {
            throw new EvidenceRefused(Reason.MALFORMED, "it is no SubjectPublicKeyInfo of an elliptic curve in DER");
        }
        return Checked.byOperator("application/octet-stream", 0);
    }

    /** Nobody signs Google's list: whoever loads it vouches for it, and so does the vendor's TLS. It says no term. */
    private Checked statuses(String key, byte[] content) throws EvidenceRefused {
        if (!JsonObject.read(key, content).has("entries")) {
            throw new EvidenceRefused(Reason.MALFORMED, "the list of revoked keys has no member \"entries\"");
        }
        return Checked.byOperator("application/json", at.plus(STATUS_TERM).getEpochSecond());
    }

    private Checked list(byte[] content, byte[] issuers, List<Anchor> roots) throws EvidenceRefused {
        X509CRL list = Certificates.crl(content, StoredCollateral.MOST_BYTES);
        X500Principal issuer = list.getIssuerX500Principal();
        boolean byRoot = roots.stream()
                .anyMatch(anchor -> anchor.subject().equals(issuer) && Certificates.isSignedBy(list, anchor.key()));
        if (!byRoot) {
            X509Certificate signer = signer(issuers, roots);
            if (!signer.getSubjectX500Principal().equals(issuer)
                    || !Certificates.isSignedBy(list, signer.getPublicKey())) {
                throw new EvidenceRefused(
                        Reason.BAD_CRL_SIGNATURE,
                        "the revocation list is not signed by \"" + issuer.getName()
                                + "\" as a root or as issuers says");
            }
        }
        if (list.getNextUpdate() == null || list.getNextUpdate().toInstant().isBefore(at)) {
            throw new EvidenceRefused(Reason.COLLATERAL_EXPIRED, "the revocation list is not current any more");
        }
        return new Checked(
                "application/pkix-crl",
                list.getNextUpdate().toInstant().getEpochSecond(),
                true,
                new Edition(issuer.getName(), list.getThisUpdate().toInstant().getEpochSecond(), number(list)));
    }

    private Checked chip(byte[] content, byte[] issuers, List<Anchor> roots) throws EvidenceRefused {
        List<X509Certificate> given = Certificates.pemOrDer(content, MOST_CERTIFICATES);
        if (given.isEmpty()) {
            throw new EvidenceRefused(Reason.MALFORMED, "it holds no certificate");
        }
        List<X509Certificate> pool = new ArrayList<>(given.subList(1, given.size()));
        pool.addAll(Certificates.pem(issuers, MOST_CERTIFICATES));
        pool.addAll(SevSnp.endorsers());
        X509Certificate leaf = given.getFirst();
        chains.verify(chains.order(leaf, pool), roots, at, Set.of());
        return new Checked(
                content[0] == 0x30 ? "application/pkix-cert" : "application/x-pem-file",
                leaf.getNotAfter().toInstant().getEpochSecond(),
                true,
                Edition.NONE);
    }

    /** What its issuer counts up with each list; zero when it does not count. */
    private static BigInteger number(X509CRL list) throws EvidenceRefused {
        byte[] extension = list.getExtensionValue(CRL_NUMBER);
        return extension == null
                ? BigInteger.ZERO
                : Der.of(Der.of(extension).octets()).bigInteger();
    }

    private Checked certificates(byte[] content, List<Anchor> roots) throws EvidenceRefused {
        List<X509Certificate> pool = Certificates.pem(content, MOST_CERTIFICATES);
        long freshUntil = Long.MAX_VALUE;
        for (X509Certificate certificate : pool) {
            if (roots.stream().noneMatch(anchor -> anchor.key().equals(certificate.getPublicKey()))) {
                chains.verify(chains.order(certificate, pool), roots, at, Set.of());
            }
            freshUntil =
                    Math.min(freshUntil, certificate.getNotAfter().toInstant().getEpochSecond());
        }
        if (pool.isEmpty()) {
            throw new EvidenceRefused(Reason.MALFORMED, "it holds no certificate");
        }
        return new Checked("application/x-pem-file", freshUntil, true, Edition.NONE);
    }

    private Checked json(String key, byte[] content, byte[] issuers, List<Anchor> roots) throws EvidenceRefused {
        PublicKey signer = signer(issuers, roots).getPublicKey();
        JsonObject outer = JsonObject.read(key, content);
        Optional<String> member = SIGNED_MEMBERS.stream().filter(outer::has).findFirst();
        if (member.isEmpty()) {
            throw new EvidenceRefused(Reason.MALFORMED, "the JSON holds none of " + SIGNED_MEMBERS);
        }
        SignedJson json = SignedJson.read(key, content, member.get());
        if (!Signatures.ecdsaRaw(signer, "SHA-256", json.signed(), json.signature())) {
            throw new EvidenceRefused(Reason.BAD_SIGNATURE, "the JSON is not what the signer of issuers signed");
        }
        JsonObject signed = JsonObject.read(key, json.signed());
        Instant next = signed.instant("nextUpdate");
        if (next.isBefore(at)) {
            throw new EvidenceRefused(Reason.COLLATERAL_EXPIRED, "the JSON is not current any more: until " + next);
        }
        return new Checked(
                "application/json",
                next.getEpochSecond(),
                true,
                new Edition("", signed.instant("issueDate").getEpochSecond(), BigInteger.ZERO));
    }

    private X509Certificate signer(byte[] issuers, List<Anchor> roots) throws EvidenceRefused {
        if (issuers.length == 0) {
            throw new EvidenceRefused(Reason.MISSING_PART, "issuers must hold the chain of its signer in PEM");
        }
        List<X509Certificate> chain = Certificates.pem(issuers, MOST_CERTIFICATES);
        return chains.verify(chain, roots, at, Set.of()).leaf();
    }
}
