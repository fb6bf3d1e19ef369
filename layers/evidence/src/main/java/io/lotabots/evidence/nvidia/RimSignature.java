package io.lotabots.evidence.nvidia;

import io.lotabots.evidence.Certificates;
import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.Reason;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import javax.xml.crypto.MarshalException;
import javax.xml.crypto.dsig.Reference;
import javax.xml.crypto.dsig.Transform;
import javax.xml.crypto.dsig.XMLSignature;
import javax.xml.crypto.dsig.XMLSignatureException;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMValidateContext;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * The signature enveloped in a manifest (XML Signature Syntax and Processing 1.1), checked by the JDK in its secure mode. It
 * must be one signature, a child of the root, over the whole document and nothing else: so whatever is read from the
 * document is what was signed.
 */
final class RimSignature {
    private static final int MOST_CERTIFICATES = 6;
    private static final String ENVELOPED = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";
    private static final Set<String> CANONICAL = Set.of(
            "http://www.w3.org/2006/12/xml-c14n11",
            "http://www.w3.org/TR/2001/REC-xml-c14n-20010315",
            "http://www.w3.org/2001/10/xml-exc-c14n#");
    private static final Set<String> SIGNATURES = Set.of(
            "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256",
            "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384",
            "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512");
    private static final Set<String> DIGESTS = Set.of(
            "http://www.w3.org/2001/04/xmlenc#sha256",
            "http://www.w3.org/2001/04/xmldsig-more#sha384",
            "http://www.w3.org/2001/04/xmlenc#sha512");

    private RimSignature() {}

    /** The certificates in the signature, leaf first, of which the first one's key made it. */
    static List<X509Certificate> verify(Element root) throws EvidenceRefused {
        NodeList found = root.getElementsByTagNameNS(XMLSignature.XMLNS, "Signature");
        if (found.getLength() != 1 || !root.isSameNode(found.item(0).getParentNode())) {
            throw bad("a manifest has one signature, below its root, got " + found.getLength());
        }
        Element element = (Element) found.item(0);
        List<X509Certificate> certificates = certificates(element);
        DOMValidateContext context =
                new DOMValidateContext(certificates.getFirst().getPublicKey(), element);
        context.setProperty("org.jcp.xml.dsig.secureValidation", true);
        try {
            XMLSignature signature = XMLSignatureFactory.getInstance("DOM").unmarshalXMLSignature(context);
            requireWhole(signature);
            if (!signature.validate(context)) {
                throw bad("the signature of the manifest does not hold");
            }
        } catch (MarshalException | XMLSignatureException | RuntimeException malformed) {
            // The JDK throws more than it declares when algorithms and keys do not fit.
            throw bad("the signature of the manifest cannot be checked");
        }
        return certificates;
    }

    private static void requireWhole(XMLSignature signature) throws EvidenceRefused {
        List<Reference> references = signature.getSignedInfo().getReferences();
        if (references.size() != 1 || !signature.getObjects().isEmpty()) {
            throw bad("a manifest is signed as a whole, with one reference");
        }
        Reference reference = references.getFirst();
        List<Transform> transforms = reference.getTransforms();
        boolean whole = "".equals(reference.getURI())
                && !transforms.isEmpty()
                && transforms.getFirst().getAlgorithm().equals(ENVELOPED)
                && transforms.stream().skip(1).allMatch(transform -> CANONICAL.contains(transform.getAlgorithm()))
                && transforms.size() <= 2;
        if (!whole) {
            throw bad("a manifest is signed as a whole, without other transformations than canonical form");
        }
        boolean strong = SIGNATURES.contains(
                        signature.getSignedInfo().getSignatureMethod().getAlgorithm())
                && DIGESTS.contains(reference.getDigestMethod().getAlgorithm())
                && CANONICAL.contains(
                        signature.getSignedInfo().getCanonicalizationMethod().getAlgorithm());
        if (!strong) {
            throw bad("a manifest is signed with ECDSA and SHA-256 or better");
        }
    }

    private static List<X509Certificate> certificates(Element signature) throws EvidenceRefused {
        NodeList encoded = signature.getElementsByTagNameNS(XMLSignature.XMLNS, "X509Certificate");
        if (encoded.getLength() == 0 || encoded.getLength() > MOST_CERTIFICATES) {
            throw bad("a signature has 1 to " + MOST_CERTIFICATES + " certificates, got " + encoded.getLength());
        }
        List<X509Certificate> certificates = new ArrayList<>();
        for (int i = 0; i < encoded.getLength(); i++) {
            try {
                certificates.add(Certificates.der(
                        Base64.getMimeDecoder().decode(encoded.item(i).getTextContent())));
            } catch (IllegalArgumentException malformed) {
                throw bad("a certificate of the signature is not in base64");
            }
        }
        return certificates;
    }

    private static EvidenceRefused bad(String detail) {
        return new EvidenceRefused(Reason.RIM_BAD_SIGNATURE, detail);
    }
}
