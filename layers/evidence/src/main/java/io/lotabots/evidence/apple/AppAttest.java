package io.lotabots.evidence.apple;

import io.lotabots.evidence.Cbor;
import io.lotabots.evidence.Certificates;
import io.lotabots.evidence.Chains;
import io.lotabots.evidence.CoseKey;
import io.lotabots.evidence.Der;
import io.lotabots.evidence.Evidence;
import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.Format;
import io.lotabots.evidence.Reason;
import io.lotabots.evidence.Settings;
import io.lotabots.evidence.Signatures;
import io.lotabots.evidence.Terms;
import io.lotabots.evidence.TrustVector;
import io.lotabots.evidence.Verdict;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/**
 * Apple's App Attest ("Validating apps that connect to your server"): an attestation says that a key was made in a Secure
 * Enclave for an app, and each later assertion is signed with that key. Anchors of the group {@code apple-app-attest}.
 *
 * <p>Parts of an attestation: {@code attestation} (CBOR), {@code client_data}, {@code key_id} (32 bytes, optional: the key
 * decides). Parts of an assertion: {@code assertion} (CBOR), {@code client_data}, {@code key_id}. Client data are what the
 * app hashed: they hold the nonce, as it is or in hexadecimal or Base64; without the part they are the nonce itself.
 *
 * <p>An assertion needs the key that was attested: policy {@code attested_key} and {@code attested_environment}, as the
 * claims {@code public_key} and {@code environment} of the attestation gave them, or collateral: {@code apple/key/} and the identifier of the key in hexadecimal gives the point of 65
 * bytes. A key that nobody attested is refused.
 *
 * <p>Policy: {@code app_id}, team and bundle identifier with a point between, one or several: without it every app is
 * refused; {@code environment} ({@code production}): a key of the other one is refused, and one of {@code development} is
 * at most a warning; {@code last_counter} (0): an assertion's counter must be above it. The receipt is not read.
 */
public final class AppAttest extends Format {
    private static final Settings SETTINGS = Settings.NONE
            .texts("app_id", "[!-~]{1,255}")
            .text("environment", "production|development")
            .number("last_counter", 0, 0xffff_ffffL)
            .text("attested_key", "04[0-9a-f]{128}")
            .text("attested_environment", "production|development");

    private static final int MOST_BYTES = 32 * 1024;
    private static final int MOST_CLIENT_BYTES = 64 * 1024;
    private static final int POINT_BYTES = 65;
    private static final int KEY_ID_BYTES = 32;
    private static final String NONCE_EXTENSION = "1.2.840.113635.100.8.2";

    private final Chains chains = new Chains();

    @Override
    public String name() {
        return "apple-appattest";
    }

    @Override
    public Set<String> parts() {
        return Set.of("attestation", "assertion", "client_data", "key_id");
    }

    @Override
    public Settings settings() {
        return SETTINGS;
    }

    @Override
    protected Verdict.Accepted appraise(Evidence evidence, Terms terms) throws EvidenceRefused {
        return evidence.has("assertion") ? assertion(evidence, terms) : attestation(evidence, terms);
    }

    private Verdict.Accepted attestation(Evidence evidence, Terms terms) throws EvidenceRefused {
        Cbor object = Cbor.of(evidence.part("attestation", MOST_BYTES));
        String format = object.get("fmt").text();
        if (!format.equals("apple-appattest")) {
            throw new EvidenceRefused(Reason.MALFORMED, "fmt is apple-appattest, got another of " + format.length());
        }
        List<Cbor> encoded = object.get("attStmt").get("x5c").items();
        if (encoded.size() < 2 || encoded.size() > 4) {
            throw new EvidenceRefused(Reason.BAD_CHAIN, "x5c has 2 to 4 certificates, got " + encoded.size());
        }
        List<X509Certificate> certificates = new ArrayList<>();
        for (Cbor certificate : encoded) {
            certificates.add(Certificates.der(certificate.bytes()));
        }
        byte[] authData = object.get("authData").bytes();
        AuthenticatorData data = AuthenticatorData.ofAttestation(authData);

        chains.verify(certificates, terms.anchors().group("apple-app-attest"), terms.at(), Set.of());
        X509Certificate leaf = certificates.getFirst();
        byte[] clientData = ClientData.of(evidence, terms, MOST_CLIENT_BYTES);
        byte[] nonce = Signatures.digest("SHA-256", authData, Signatures.digest("SHA-256", clientData));
        if (!MessageDigest.isEqual(nonce, nonceOf(leaf))) {
            throw new EvidenceRefused(
                    Reason.NONCE_MISMATCH, "the certificate is not made for these client and authenticator data");
        }
        byte[] point = point(leaf);
        byte[] keyId = Signatures.digest("SHA-256", point);
        if (!MessageDigest.isEqual(keyId, data.credentialId())
                || evidence.has("key_id") && !MessageDigest.isEqual(keyId, evidence.part("key_id", KEY_ID_BYTES))) {
            throw new EvidenceRefused(
                    Reason.KEY_ID_MISMATCH, "the identifier of the key is not the digest of the certificate's key");
        }
        String app = requireApp(data, terms);
        if (data.counter() != 0) {
            throw new EvidenceRefused(Reason.COUNTER_REPLAY, "the counter of a new key is 0, got " + data.counter());
        }
        return attested(data, app, keyId, point, terms);
    }

    private static Verdict.Accepted attested(
            AuthenticatorData data, String app, byte[] keyId, byte[] point, Terms terms) throws EvidenceRefused {
        String environment = data.environment();
        requireEnvironment(environment, terms);
        Map<Reason, String> cautions = cautions(environment);
        SequencedMap<String, Object> claims = new LinkedHashMap<>();
        claims.put("keyId", Base64.getEncoder().encodeToString(keyId));
        claims.put("environment", environment);
        claims.put("counter", data.counter());
        claims.put("app_id", app);
        claims.put("public_key", HexFormat.of().formatHex(point));
        return new Verdict.Accepted(
                claims,
                TrustVector.NONE
                        .withInstanceIdentity(TrustVector.RECOGNISED_INSTANCE)
                        .withConfiguration(
                                !cautions.isEmpty()
                                        ? TrustVector.UNSAFE_CONFIGURATION
                                        : TrustVector.APPROVED_CONFIGURATION)
                        .withHardware(TrustVector.GENUINE_HARDWARE),
                cautions);
    }

    private static void requireEnvironment(String environment, Terms terms) throws EvidenceRefused {
        String wanted = terms.policy().text("environment", "production");
        if (!environment.equals(wanted)) {
            throw new EvidenceRefused(
                    Reason.ENVIRONMENT_MISMATCH, "the key is of " + environment + ", wanted " + wanted);
        }
    }

    private static Map<Reason, String> cautions(String environment) {
        return environment.equals("development")
                ? Map.of(Reason.DEBUG_ENABLED, "the app runs in Apple's development environment")
                : Map.of();
    }

    /** Says that the holder of an attested key is still there; what the key is was said by its attestation. */
    private static Verdict.Accepted assertion(Evidence evidence, Terms terms) throws EvidenceRefused {
        Cbor object = Cbor.of(evidence.part("assertion", MOST_BYTES));
        byte[] signature = object.get("signature").bytes();
        byte[] authData = object.get("authenticatorData").bytes();
        AuthenticatorData data = AuthenticatorData.ofAssertion(authData);
        byte[] keyId = evidence.part("key_id", KEY_ID_BYTES);
        byte[] point = attestedKey(keyId, terms);
        String environment = terms.policy().text("attested_environment", "");
        if (!environment.isEmpty()) {
            requireEnvironment(environment, terms);
        }
        byte[] clientData = ClientData.of(evidence, terms, MOST_CLIENT_BYTES);
        byte[] nonce = Signatures.digest("SHA-256", authData, Signatures.digest("SHA-256", clientData));
        if (!Signatures.ecdsaDer(CoseKey.ofPoint(point), "SHA-256", nonce, signature)) {
            throw new EvidenceRefused(Reason.BAD_SIGNATURE, "the key did not sign these client and authenticator data");
        }
        String app = requireApp(data, terms);
        long last = terms.policy().number("last_counter", 0);
        if (data.counter() <= last) {
            throw new EvidenceRefused(
                    Reason.COUNTER_REPLAY, "the counter is above " + last + ", got " + data.counter());
        }
        SequencedMap<String, Object> claims = new LinkedHashMap<>();
        claims.put("keyId", Base64.getEncoder().encodeToString(keyId));
        claims.put("counter", data.counter());
        claims.put("app_id", app);
        TrustVector vector = TrustVector.NONE.withInstanceIdentity(TrustVector.RECOGNISED_INSTANCE);
        if (environment.isEmpty()) {
            return new Verdict.Accepted(claims, vector, Map.of());
        }
        claims.put("environment", environment);
        Map<Reason, String> cautions = cautions(environment);
        return new Verdict.Accepted(
                claims,
                cautions.isEmpty() ? vector : vector.withConfiguration(TrustVector.UNSAFE_CONFIGURATION),
                cautions);
    }

    private static byte[] attestedKey(byte[] keyId, Terms terms) throws EvidenceRefused {
        String key = "apple/key/" + HexFormat.of().formatHex(keyId);
        String kept = terms.policy().text("attested_key", "");
        byte[] point = kept.isEmpty()
                ? terms.collateral().find(key).orElse(null)
                : HexFormat.of().parseHex(kept);
        if (point == null) {
            throw new EvidenceRefused(Reason.COLLATERAL_MISSING, "no attested key is known as " + key);
        }
        if (!MessageDigest.isEqual(keyId, Signatures.digest("SHA-256", point))) {
            throw new EvidenceRefused(Reason.KEY_ID_MISMATCH, "what is known as " + key + " is another key");
        }
        return point;
    }

    /** Which of the allowed apps it is. */
    private static String requireApp(AuthenticatorData data, Terms terms) throws EvidenceRefused {
        for (String app : terms.policy().allowed("app_id")) {
            byte[] hash = Signatures.digest("SHA-256", app.getBytes(StandardCharsets.UTF_8));
            if (MessageDigest.isEqual(hash, data.appIdHash())) {
                return app;
            }
        }
        throw new EvidenceRefused(Reason.RP_ID_MISMATCH, "the key is of an app that the policy does not name");
    }

    /** The digest in the leaf: SEQUENCE { [1] EXPLICIT OCTET STRING }. */
    private static byte[] nonceOf(X509Certificate leaf) throws EvidenceRefused {
        byte[] extension = Certificates.extension(leaf, NONCE_EXTENSION)
                .orElseThrow(() -> new EvidenceRefused(
                        Reason.MALFORMED_EXTENSION, "the leaf has no extension " + NONCE_EXTENSION));
        Der tagged = Der.of(extension).child(0);
        if (!tagged.isContext(1)) {
            throw new EvidenceRefused(
                    Reason.MALFORMED_EXTENSION, "the extension " + NONCE_EXTENSION + " begins with another tag");
        }
        return tagged.child(0).octets();
    }

    /** The leaf's key as 04, x, y of P-256: the end of its SubjectPublicKeyInfo. */
    private static byte[] point(X509Certificate leaf) throws EvidenceRefused {
        byte[] spki = leaf.getPublicKey().getEncoded();
        byte[] point = Arrays.copyOfRange(spki, Math.max(0, spki.length - POINT_BYTES), spki.length);
        if (!CoseKey.ofPoint(point).equals(leaf.getPublicKey())) {
            throw new EvidenceRefused(Reason.UNSUPPORTED_ALGORITHM, "the key of the leaf is not on P-256");
        }
        return point;
    }
}
