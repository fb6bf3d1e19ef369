package io.lotabots.evidence;

import io.lotabots.evidence.TrustAnchors.Anchor;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A vendor of the tests' own: a root, what it issues, and its revocation lists. */
public final class TestPki {
    /** From here to {@link #END} all certificates of the tests are valid unless said otherwise: past any day they run on. */
    public static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    public static final Instant END = Instant.parse("2126-01-01T00:00:00Z");

    /** A time at which they are valid. */
    public static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

    private static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();
    private static final SecureRandom RANDOM = new SecureRandom();

    private TestPki() {}

    /** A certificate with its private key, which may issue others when it is an authority. */
    public record Authority(X509Certificate certificate, KeyPair keys, String algorithm) {
        /** Issues an intermediate authority with a new key of a kind. */
        public Authority authority(String name, String kind) {
            KeyPair pair = TestPki.keys(kind);
            return new Authority(
                    issue(name, pair.getPublic(), BEGIN, END, true, Map.of(), Set.of()), pair, algorithmOf(kind));
        }

        /** Issues a leaf. Extensions are DER by dotted identifier; those in {@code critical} are marked so. */
        public X509Certificate leaf(String name, PublicKey key, Map<String, byte[]> extensions, Set<String> critical) {
            return issue(name, key, BEGIN, END, false, extensions, critical);
        }

        public X509Certificate issue(
                String name,
                PublicKey key,
                Instant from,
                Instant to,
                boolean authority,
                Map<String, byte[]> extensions,
                Set<String> critical) {
            return build(
                    X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded()),
                    keys,
                    algorithm,
                    name,
                    key,
                    from,
                    to,
                    authority,
                    extensions,
                    critical);
        }

        /** A revocation list of this authority that names the given certificates. */
        public X509CRL revoking(Instant thisUpdate, Instant nextUpdate, X509Certificate... revoked) {
            return revoking(thisUpdate, nextUpdate, -1, revoked);
        }

        /** The same with a number. */
        public X509CRL revoking(Instant thisUpdate, Instant nextUpdate, long number, X509Certificate... revoked) {
            return list(thisUpdate, nextUpdate, builder -> {
                if (number >= 0) {
                    builder.addExtension(Extension.cRLNumber, false, new CRLNumber(BigInteger.valueOf(number)));
                }
                Arrays.stream(revoked)
                        .forEach(one -> builder.addCRLEntry(
                                one.getSerialNumber(), Date.from(thisUpdate), CRLReason.keyCompromise));
            });
        }

        /** A revocation list of this authority with whatever is put into it. */
        public X509CRL list(Instant thisUpdate, Instant nextUpdate, ListContent content) {
            try {
                var builder = new JcaX509v2CRLBuilder(certificate.getSubjectX500Principal(), Date.from(thisUpdate));
                builder.setNextUpdate(Date.from(nextUpdate));
                content.putInto(builder);
                return new JcaX509CRLConverter()
                        .getCRL(builder.build(signer(algorithm).build(keys.getPrivate())));
            } catch (GeneralSecurityException | OperatorCreationException | IOException impossible) {
                throw new IllegalStateException(impossible);
            }
        }

        public Anchor anchor(String group) {
            return Anchor.of(group, "test vendor", certificate);
        }

        public TrustAnchors anchors(String group) {
            return TrustAnchors.of(List.of(anchor(group)));
        }
    }

    /** What a revocation list is to hold. */
    @FunctionalInterface
    public interface ListContent {
        void putInto(X509v2CRLBuilder list) throws IOException;
    }

    /** A self-signed root. {@code kind} as {@link #keys} takes it. */
    public static Authority root(String name, String kind) {
        KeyPair pair = keys(kind);
        return new Authority(
                build(
                        new X500Name(name),
                        pair,
                        algorithmOf(kind),
                        name,
                        pair.getPublic(),
                        BEGIN,
                        END,
                        true,
                        Map.of(),
                        Set.of()),
                pair,
                algorithmOf(kind));
    }

    /** New keys: {@code P-256}, {@code P-384}, {@code P-521}, {@code RSA-2048}, {@code RSA-PSS-4096}, {@code ML-DSA-65}. */
    public static KeyPair keys(String kind) {
        try {
            if (kind.startsWith("P-")) {
                var generator = KeyPairGenerator.getInstance("EC");
                generator.initialize(new ECGenParameterSpec("secp" + kind.substring(2) + "r1"), RANDOM);
                return generator.generateKeyPair();
            }
            if (kind.startsWith("RSA")) {
                var generator = KeyPairGenerator.getInstance("RSA");
                generator.initialize(Integer.parseInt(kind.substring(kind.lastIndexOf('-') + 1)), RANDOM);
                return generator.generateKeyPair();
            }
            return KeyPairGenerator.getInstance(kind).generateKeyPair();
        } catch (GeneralSecurityException wrong) {
            throw new IllegalArgumentException(kind, wrong);
        }
    }

    /** Certificates in PEM, one after the other. */
    public static byte[] pem(X509Certificate... certificates) {
        var text = new StringBuilder();
        for (X509Certificate certificate : certificates) {
            text.append("-----BEGIN CERTIFICATE-----\n")
                    .append(Base64.getMimeEncoder().encodeToString(encoded(certificate)))
                    .append("\n-----END CERTIFICATE-----\n");
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** A certificate in DER. */
    public static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String algorithmOf(String kind) {
        return switch (kind) {
            case "P-256" -> "SHA256withECDSA";
            case "P-384" -> "SHA384withECDSA";
            case "P-521" -> "SHA512withECDSA";
            default -> kind.startsWith("RSA-PSS") ? "SHA384withRSAandMGF1" : "SHA256withRSA";
        };
    }

    /** RSA-PSS is signed by BouncyCastle, which writes its parameters out. */
    private static JcaContentSignerBuilder signer(String algorithm) {
        JcaContentSignerBuilder builder = new JcaContentSignerBuilder(algorithm);
        return algorithm.endsWith("MGF1") ? builder.setProvider(BOUNCY_CASTLE) : builder;
    }

    private static X509Certificate build(
            X500Name issuer,
            KeyPair issuerKeys,
            String algorithm,
            String subject,
            PublicKey key,
            Instant from,
            Instant to,
            boolean authority,
            Map<String, byte[]> extensions,
            Set<String> critical) {
        try {
            var builder = new JcaX509v3CertificateBuilder(
                    issuer,
                    new BigInteger(100, RANDOM).add(BigInteger.ONE),
                    Date.from(from),
                    Date.from(to),
                    new X500Name(subject),
                    key);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            if (authority) {
                builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            }
            for (var extension : extensions.entrySet()) {
                builder.addExtension(
                        new ASN1ObjectIdentifier(extension.getKey()),
                        critical.contains(extension.getKey()),
                        extension.getValue());
            }
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(signer(algorithm).build(issuerKeys.getPrivate())));
        } catch (java.io.IOException | GeneralSecurityException | OperatorCreationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
