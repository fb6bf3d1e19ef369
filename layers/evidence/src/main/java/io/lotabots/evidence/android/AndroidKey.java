package io.lotabots.evidence.android;

import io.lotabots.evidence.Certificates;
import io.lotabots.evidence.Chains;
import io.lotabots.evidence.Chains.Path;
import io.lotabots.evidence.Collateral;
import io.lotabots.evidence.Evidence;
import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.Format;
import io.lotabots.evidence.Reason;
import io.lotabots.evidence.Settings;
import io.lotabots.evidence.Signatures;
import io.lotabots.evidence.Terms;
import io.lotabots.evidence.TrustVector;
import io.lotabots.evidence.Verdict;
import io.lotabots.evidence.android.AuthorizationList.Application;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Android Key Attestation: a chain of certificates from a key in a phone's trusted environment or secure element to
 * Google's root. Part {@code chain} (PEM, leaf first, root last); anchors of the group {@code android}, by key: the root of
 * 2016 was renewed with the same one.
 *
 * <p>Only the leaf may describe a key: an attested key that signs certificates of its own would describe whatever it likes.
 *
 * <p>Collateral: {@code android/status}, Google's list of revoked keys. Without it the verdict is at most a warning, since
 * keys of phones do leak; the same once the term is over that stands beside it ({@link Collateral#TERM}), since Google's
 * list says none itself.
 *
 * <p>Policy: see {@link AndroidPolicy}; and {@code judge_at_creation} (false): certificates that provisioning renews every
 * few weeks are judged at the time when the key was made, as the phone's system told it, and not now.
 */
public final class AndroidKey extends Format {
    private static final Settings SETTINGS = AndroidPolicy.SETTINGS.flags("judge_at_creation");

    private static final int MOST_BYTES = 64 * 1024;
    private static final int MOST_CERTIFICATES = 9;
    private static final String PROVISIONING = "1.3.6.1.4.1.11129.2.1.30";

    private final Chains chains = new Chains();

    @Override
    public String name() {
        return "android-key";
    }

    @Override
    public Set<String> parts() {
        return Set.of("chain");
    }

    @Override
    public Settings settings() {
        return SETTINGS;
    }

    @Override
    protected Verdict.Accepted appraise(Evidence evidence, Terms terms) throws EvidenceRefused {
        List<X509Certificate> chain = Certificates.pem(evidence.part("chain", MOST_BYTES), MOST_CERTIFICATES);
        if (chain.size() < 2) {
            throw new EvidenceRefused(
                    Reason.BAD_CHAIN, "a chain has 2 to " + MOST_CERTIFICATES + " certificates, got " + chain.size());
        }
        X509Certificate leaf = chain.getFirst();
        Path path = chains.verify(chain, terms.anchors().group("android"), clock(leaf, terms), Set.of());
        requireRoot(chain, path);
        for (X509Certificate issuer : chain.subList(1, chain.size())) {
            if (issuer.getExtensionValue(KeyDescription.EXTENSION) != null) {
                throw new EvidenceRefused(Reason.BAD_CHAIN, "a certificate above the leaf describes a key");
            }
        }
        Map<Reason, String> cautions = new EnumMap<>(Reason.class);
        byte[] status = terms.collateral().find("android/status").orElse(null);
        if (status == null) {
            cautions.put(Reason.COLLATERAL_MISSING, "no list of revoked keys is known: \"android/status\"");
        } else {
            StatusList.requireNone(status, chain);
            if (terms.collateral().isPast("android/status", terms.at())) {
                cautions.put(
                        Reason.COLLATERAL_EXPIRED,
                        "the list of revoked keys is not current any more: \"android/status\"");
            }
        }
        KeyDescription key = KeyDescription.of(leaf);
        if (terms.nonce() != null && !MessageDigest.isEqual(terms.nonce(), key.challenge())) {
            throw new EvidenceRefused(Reason.NONCE_MISMATCH, "the key was attested for another challenge");
        }
        TrustVector vector = new AndroidPolicy(terms.policy()).appraise(key, cautions);
        return new Verdict.Accepted(claims(chain, key), vector, cautions);
    }

    private static Instant clock(X509Certificate leaf, Terms terms) throws EvidenceRefused {
        if (!terms.policy().flag("judge_at_creation", false)) {
            return terms.at();
        }
        Long created = KeyDescription.of(leaf).software().created();
        return created == null ? terms.at() : Instant.ofEpochMilli(created);
    }

    /** A chain comes with its root, which is compared by key; nothing stands after it. */
    private static void requireRoot(List<X509Certificate> chain, Path path) throws EvidenceRefused {
        int used = path.certificates().size();
        if (chain.size() != used + 1
                || !chain.getLast().getPublicKey().equals(path.anchor().key())) {
            throw new EvidenceRefused(
                    Reason.UNTRUSTED_ROOT, "the chain does not end with the certificate of its pinned root");
        }
    }

    private static SequencedMap<String, Object> claims(List<X509Certificate> chain, KeyDescription key)
            throws EvidenceRefused {
        HexFormat hex = HexFormat.of();
        X509Certificate leaf = chain.getFirst();
        SequencedMap<String, Object> claims = new LinkedHashMap<>();
        claims.put("attestationVersion", key.version());
        claims.put("securityLevel", key.level().label());
        claims.put("keymasterVersion", key.keyVersion());
        claims.put("keymasterLevel", key.keyLevel().label());
        claims.put("challenge", hex.formatHex(key.challenge()));
        claims.put("keyAlgorithm", leaf.getPublicKey().getAlgorithm());
        claims.put(
                "keyId",
                hex.formatHex(Signatures.digest("SHA-256", leaf.getPublicKey().getEncoded())));
        claims.put("remotelyProvisioned", chain.get(1).getExtensionValue(PROVISIONING) != null);
        RootOfTrust root = key.hardware().rootOfTrust();
        if (root != null) {
            claims.put("verifiedBootState", root.state().label());
            claims.put("deviceLocked", root.locked());
            claims.put("verifiedBootKey", hex.formatHex(root.bootKey()));
            claims.put("verifiedBootHash", hex.formatHex(root.bootHash()));
        }
        put(claims, "osVersion", key.hardware().osVersion());
        put(claims, "osPatchLevel", key.hardware().osPatchLevel());
        put(claims, "origin", key.hardware().origin());
        put(claims, "created", key.software().created());
        Application application = key.software().application();
        if (application != null) {
            claims.put("packages", application.packages());
            claims.put("signers", application.signers());
        }
        return claims;
    }

    private static void put(Map<String, Object> claims, String name, @Nullable Long value) {
        if (value != null) {
            claims.put(name, value);
        }
    }
}
