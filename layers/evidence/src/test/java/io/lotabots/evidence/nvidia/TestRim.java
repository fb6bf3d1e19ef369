package io.lotabots.evidence.nvidia;

import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.TestPki.Authority;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.crypto.dsig.Reference;
import javax.xml.crypto.dsig.Transform;
import javax.xml.crypto.dsig.XMLObject;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMSignContext;
import javax.xml.crypto.dsig.spec.C14NMethodParameterSpec;
import javax.xml.crypto.dsig.spec.TransformParameterSpec;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Element;

/** Signs manifests as NVIDIA does, with a key of the tests' own. */
final class TestRim {
    private static final String C14N11 = "http://www.w3.org/2006/12/xml-c14n11";
    private static final String SHA384 = "http://www.w3.org/2001/04/xmldsig-more#sha384";
    private static final String ECDSA = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384";

    private TestRim() {}

    /** A manifest whose measurements have these alternatives by index. */
    static String document(String version, Map<Integer, List<String>> measurements) {
        StringBuilder payload = new StringBuilder();
        measurements.forEach((index, digests) -> {
            payload.append("<ns0:Resource type=\"Measurement\" index=\"" + index + "\" active=\"True\" alternatives=\""
                    + digests.size() + "\" ");
            for (int i = 0; i < digests.size(); i++) {
                payload.append("ns2:Hash" + i + "=\"" + digests.get(i) + "\" ");
            }
            payload.append("size=\"48\"/>\n");
        });
        return "<SoftwareIdentity xmlns=\"http://standards.iso.org/iso/19770/-2/2015/schema.xsd\""
                + " xmlns:ns0=\"http://standards.iso.org/iso/19770/-2/2015/schema.xsd\""
                + " xmlns:ns2=\"http://www.w3.org/2001/04/xmlenc#sha384\" name=\"GH100\">\n"
                + "<ns0:Meta colloquialVersion=\"" + version + "\"/>\n"
                + "<ns0:Payload>\n"
                + "<ns0:Resource type=\"Measurement\" index=\"200\""
                + " active=\"False\" alternatives=\"1\""
                + " ns2:Hash0=\"00\"/>\n"
                + payload + "</ns0:Payload>\n</SoftwareIdentity>";
    }

    /** Signs the document as a whole, with the signature below its root. */
    static byte[] sign(String document, KeyPair keys, X509Certificate signer, Authority issuer) {
        Element root = root(document);
        return sign(root, root, "", keys, signer, issuer);
    }

    /** Signs the document as a whole, with the signature below another element. */
    static byte[] signBelow(String element, String document, KeyPair keys, X509Certificate signer, Authority issuer) {
        Element root = root(document);
        Element parent = (Element) root.getElementsByTagName(element).item(0);
        return sign(root, parent, "", keys, signer, issuer);
    }

    /** Signs an object inside the signature and nothing of the document. */
    static byte[] signNothing(String document, KeyPair keys, X509Certificate signer, Authority issuer) {
        Element root = root(document);
        return sign(root, root, "#object", keys, signer, issuer);
    }

    private static Element root(String document) {
        try {
            return SecureXml.parse(document.getBytes(StandardCharsets.UTF_8));
        } catch (EvidenceRefused impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static byte[] sign(
            Element root, Element parent, String uri, KeyPair keys, X509Certificate signer, Authority issuer) {
        try {
            XMLSignatureFactory factory = XMLSignatureFactory.getInstance("DOM");
            List<Transform> transforms = new ArrayList<>();
            if (uri.isEmpty()) {
                transforms.add(factory.newTransform(Transform.ENVELOPED, (TransformParameterSpec) null));
            }
            transforms.add(factory.newTransform(C14N11, (TransformParameterSpec) null));
            Reference reference =
                    factory.newReference(uri, factory.newDigestMethod(SHA384, null), transforms, null, null);
            var info = factory.newSignedInfo(
                    factory.newCanonicalizationMethod(C14N11, (C14NMethodParameterSpec) null),
                    factory.newSignatureMethod(ECDSA, null),
                    List.of(reference));
            var holder = factory.getKeyInfoFactory();
            var certificates = holder.newX509Data(List.of(signer, issuer.certificate()));
            List<XMLObject> objects =
                    uri.isEmpty() ? List.of() : List.of(factory.newXMLObject(List.of(), "object", null, null));
            factory.newXMLSignature(info, holder.newKeyInfo(List.of(certificates)), objects, null, null)
                    .sign(new DOMSignContext(keys.getPrivate(), parent));
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            TransformerFactory.newDefaultInstance()
                    .newTransformer()
                    .transform(new DOMSource(root), new StreamResult(out));
            return out.toByteArray();
        } catch (Exception impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
