package io.lotabots.evidence;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CRLException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.security.cert.X509Extension;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * Reads X.509 certificates and revocation lists (RFC 5280) and checks who signed them, with SHA-256 or better: no chain of
 * today ends in a signature over SHA-1.
 */
public final class Certificates {
    /** No certificate of any vendor comes near this. */
    public static final int MOST_BYTES = 16 * 1024;

    private static final Pattern PEM =
            Pattern.compile("-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\\s]{1,24000})-----END CERTIFICATE-----");
    private static final Map<String, String> RSA = Map.of(
            "1.2.840.113549.1.1.11", "SHA-256",
            "1.2.840.113549.1.1.12", "SHA-384",
            "1.2.840.113549.1.1.13", "SHA-512");
    private static final Map<String, String> ECDSA = Map.of(
            "1.2.840.10045.4.3.2", "SHA-256",
            "1.2.840.10045.4.3.3", "SHA-384",
            "1.2.840.10045.4.3.4", "SHA-512");
    /** An attribute at the start or after a comma that is not part of a value. */
    private static final Pattern COMMON_NAME = Pattern.compile("(?:^|[^\\\\],)CN=([^,+\\\\\"]{1,64})(?:$|[,+])");

    private static final String DELTA = "2.5.29.27";
    private static final String ISSUING_POINT = "2.5.29.28";
    private static final String RSA_PSS = "1.2.840.113549.1.1.10";
    private static final Map<String, String> OTHERS = Map.of(
            "1.3.101.112", "Ed25519",
            "2.16.840.1.101.3.4.3.17", "ML-DSA-44",
            "2.16.840.1.101.3.4.3.18", "ML-DSA-65",
            "2.16.840.1.101.3.4.3.19", "ML-DSA-87");

    private Certificates() {}

    /** One certificate in DER, with nothing after it. */
    public static X509Certificate der(byte[] bytes) throws EvidenceRefused {
        if (bytes.length > MOST_BYTES) {
            throw new EvidenceRefused(
                    Reason.BAD_LENGTH, "a certificate has at most " + MOST_BYTES + " bytes, got " + bytes.length);
        }
        // A BIT STRING may leave bits of its last byte out: another certificate to compare, with the same signature.
        byte[] signature = Der.of(bytes).child(2).content();
        if (signature.length == 0 || signature[0] != 0) {
            throw new EvidenceRefused(Reason.MALFORMED, "the signature of a certificate is not of whole bytes");
        }
        try {
            return (X509Certificate) factory().generateCertificate(new ByteArrayInputStream(bytes));
        } catch (CertificateException | RuntimeException malformed) {
            // The JDK's parser throws more than it declares on hostile input.
            throw new EvidenceRefused(Reason.MALFORMED, "a certificate cannot be read");
        }
    }

    /** Every certificate of a PEM text, in its order; text between them is ignored. */
    public static List<X509Certificate> pem(byte[] text, int most) throws EvidenceRefused {
        List<X509Certificate> certificates = new ArrayList<>();
        Matcher matcher = PEM.matcher(new String(text, StandardCharsets.US_ASCII));
        while (matcher.find()) {
            if (certificates.size() == most) {
                throw new EvidenceRefused(Reason.BAD_LENGTH, "a chain has at most " + most + " certificates");
            }
            byte[] bytes;
            try {
                bytes = Base64.getMimeDecoder().decode(matcher.group(1));
            } catch (IllegalArgumentException malformed) {
                throw new EvidenceRefused(Reason.MALFORMED, "a certificate is not in base64");
            }
            certificates.add(der(bytes));
        }
        return certificates;
    }

    /** PEM, or one certificate in DER. */
    public static List<X509Certificate> pemOrDer(byte[] bytes, int most) throws EvidenceRefused {
        return bytes.length > 0 && bytes[0] == 0x30 ? List.of(der(bytes)) : pem(bytes, most);
    }

    /** The common name (CN) of a subject or an issuer; empty when there is none. */
    public static String commonName(X500Principal name) {
        Matcher matcher = COMMON_NAME.matcher(name.getName(X500Principal.RFC2253));
        return matcher.find() ? matcher.group(1) : "";
    }

    /**
     * A whole revocation list in DER. One that tells of a part only is no list here: a delta (RFC 5280 section 5.2.4), and
     * whatever else an extension that is critical says of it or of an entry, as a part of the certificates (5.2.5) or
     * another issuer's (5.3.3).
     *
     * @param mostBytes longest list that is taken
     * @throws EvidenceRefused BAD_LENGTH, MALFORMED, or MALFORMED_EXTENSION for such an extension
     */
    public static X509CRL crl(byte[] bytes, int mostBytes) throws EvidenceRefused {
        if (bytes.length > mostBytes) {
            throw new EvidenceRefused(
                    Reason.BAD_LENGTH, "a revocation list has at most " + mostBytes + " bytes, got " + bytes.length);
        }
        X509CRL list;
        try {
            list = (X509CRL) factory().generateCRL(new ByteArrayInputStream(bytes));
        } catch (CertificateException | CRLException | RuntimeException malformed) {
            throw new EvidenceRefused(Reason.MALFORMED, "a revocation list cannot be read");
        }
        requireWhole(list);
        return list;
    }

    private static void requireWhole(X509CRL list) throws EvidenceRefused {
        if (list.getExtensionValue(DELTA) != null) {
            throw new EvidenceRefused(
                    Reason.MALFORMED_EXTENSION, "a revocation list holds changes only (" + DELTA + ")");
        }
        // Critical by the standard; a list that does not say so is no better.
        if (list.getExtensionValue(ISSUING_POINT) != null) {
            throw new EvidenceRefused(
                    Reason.MALFORMED_EXTENSION,
                    "a revocation list is of one distribution point (" + ISSUING_POINT + ")");
        }
        requireNoneCritical("a revocation list", list);
        Set<? extends X509CRLEntry> entries = list.getRevokedCertificates();
        if (entries != null) {
            for (X509CRLEntry entry : entries) {
                if (entry.hasExtensions()) {
                    requireNoneCritical("an entry of a revocation list", entry);
                }
            }
        }
    }

    private static void requireNoneCritical(String what, X509Extension extended) throws EvidenceRefused {
        Set<String> critical = extended.getCriticalExtensionOIDs();
        if (critical != null && !critical.isEmpty()) {
            throw new EvidenceRefused(
                    Reason.MALFORMED_EXTENSION,
                    what + " has the critical extension " + critical.iterator().next() + ", which is not understood");
        }
    }

    /** The content of an extension's OCTET STRING; empty when the certificate has no such extension. */
    public static Optional<byte[]> extension(X509Certificate certificate, String oid) throws EvidenceRefused {
        byte[] value = certificate.getExtensionValue(oid);
        return value == null ? Optional.empty() : Optional.of(Der.of(value).octets());
    }

    /** Whether the holder of {@code issuer} signed the certificate. */
    public static boolean isSignedBy(X509Certificate certificate, PublicKey issuer) {
        try {
            return verify(
                    certificate.getSigAlgOID(),
                    certificate.getSigAlgParams(),
                    issuer,
                    certificate.getTBSCertificate(),
                    certificate.getSignature());
        } catch (CertificateEncodingException unreadable) {
            return false;
        }
    }

    /** Whether the holder of {@code issuer} signed the revocation list. */
    public static boolean isSignedBy(X509CRL list, PublicKey issuer) {
        try {
            return verify(
                    list.getSigAlgOID(), list.getSigAlgParams(), issuer, list.getTBSCertList(), list.getSignature());
        } catch (CRLException unreadable) {
            return false;
        }
    }

    /** Whether a certificate names RSA-PSS with SHA-384, MGF1 with SHA-384 and a salt of 48 bytes, and nothing else. */
    public static boolean isRsaPssSha384(X509Certificate certificate) {
        byte[] parameters = certificate.getSigAlgParams();
        PSSParameterSpec pss =
                certificate.getSigAlgOID().equals(RSA_PSS) && parameters != null ? pss(parameters) : null;
        return pss != null
                && pss.getDigestAlgorithm().equals("SHA-384")
                && pss.getSaltLength() == 48
                && pss.getTrailerField() == PSSParameterSpec.TRAILER_FIELD_BC;
    }

    private static boolean verify(
            String oid, byte @Nullable [] parameters, PublicKey key, byte[] data, byte[] signature) {
        if (ECDSA.containsKey(oid)) {
            return Signatures.ecdsaDer(key, ECDSA.get(oid), data, signature);
        }
        if (RSA.containsKey(oid)) {
            return Signatures.rsaPkcs1(key, RSA.get(oid), data, signature);
        }
        if (oid.equals(RSA_PSS) && parameters != null) {
            PSSParameterSpec pss = pss(parameters);
            return pss != null && Signatures.rsaPss(key, pss, data, signature);
        }
        String algorithm = OTHERS.get(oid);
        return algorithm != null && Signatures.other(algorithm, key, data, signature);
    }

    private static @Nullable PSSParameterSpec pss(byte[] parameters) {
        try {
            AlgorithmParameters decoded = AlgorithmParameters.getInstance("RSASSA-PSS");
            decoded.init(parameters);
            PSSParameterSpec pss = decoded.getParameterSpec(PSSParameterSpec.class);
            boolean strong = RSA.containsValue(pss.getDigestAlgorithm())
                    && pss.getMGFParameters() instanceof MGF1ParameterSpec mask
                    && mask.getDigestAlgorithm().equals(pss.getDigestAlgorithm());
            return strong ? pss : null;
        } catch (GeneralSecurityException | IOException malformed) {
            return null;
        }
    }

    private static CertificateFactory factory() throws CertificateException {
        return CertificateFactory.getInstance("X.509");
    }
}
