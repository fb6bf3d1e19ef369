package io.lotabots.evidence.nvidia;

import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.Reason;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import org.w3c.dom.Element;

/**
 * A reference integrity manifest: a SWID tag (ISO/IEC 19770-2) with an enveloped signature, in the profile of TCG's RIM
 * information model that NVIDIA uses.
 *
 * @param version what it describes, as {@code 96.00.5E.00.01} or {@code 550.90.07}
 * @param active the measurements that must be met, by index from 0: any of the digests, in lower-case hexadecimal
 * @param signers the certificates of its signature, leaf first; nothing of the manifest holds before they are checked
 */
record Rim(String version, SequencedMap<Integer, List<String>> active, List<X509Certificate> signers) {
    private static final String SWID = "http://standards.iso.org/iso/19770/-2/2015/schema.xsd";
    private static final String SHA384 = "http://www.w3.org/2001/04/xmlenc#sha384";
    private static final int MOST_INDEX = 254;
    private static final int MOST_ALTERNATIVES = 256;

    /** @throws EvidenceRefused RIM_BAD_SIGNATURE, or MALFORMED when it is no such manifest */
    static Rim of(byte[] xml) throws EvidenceRefused {
        Element root = SecureXml.parse(xml);
        if (!SWID.equals(root.getNamespaceURI()) || !"SoftwareIdentity".equals(root.getLocalName())) {
            throw new EvidenceRefused(Reason.MALFORMED, "a manifest is a SoftwareIdentity of ISO/IEC 19770-2");
        }
        List<X509Certificate> signers = RimSignature.verify(root);
        return new Rim(child(root, "Meta").getAttribute("colloquialVersion"), active(child(root, "Payload")), signers);
    }

    private static SequencedMap<Integer, List<String>> active(Element payload) throws EvidenceRefused {
        SequencedMap<Integer, List<String>> active = new LinkedHashMap<>();
        for (Element resource : SecureXml.children(payload)) {
            if (!"Resource".equals(resource.getLocalName())
                    || !resource.getAttribute("type").equals("Measurement")
                    || resource.getAttribute("active").equals("False")) {
                continue;
            }
            int index = number(resource, "index", MOST_INDEX);
            if (active.putIfAbsent(index, alternatives(resource)) != null) {
                throw new EvidenceRefused(Reason.MALFORMED, "the manifest has measurement " + index + " twice");
            }
        }
        if (active.isEmpty()) {
            throw new EvidenceRefused(Reason.MALFORMED, "the manifest has no active measurement");
        }
        return active;
    }

    private static List<String> alternatives(Element resource) throws EvidenceRefused {
        List<String> digests = new ArrayList<>();
        int count = number(resource, "alternatives", MOST_ALTERNATIVES);
        for (int i = 0; i < count; i++) {
            String digest = resource.getAttributeNS(SHA384, "Hash" + i).toLowerCase(Locale.ROOT);
            if (!digest.matches("[0-9a-f]{2,128}")) {
                throw new EvidenceRefused(Reason.MALFORMED, "the manifest has a digest that is not hexadecimal");
            }
            digests.add(digest);
        }
        return digests;
    }

    private static int number(Element resource, String attribute, int most) throws EvidenceRefused {
        String text = resource.getAttribute(attribute);
        if (!text.matches("\\d{1,4}") || Integer.parseInt(text) > most) {
            throw new EvidenceRefused(
                    Reason.MALFORMED, "the manifest's " + attribute + " is a number of at most " + most);
        }
        return Integer.parseInt(text);
    }

    private static Element child(Element root, String name) throws EvidenceRefused {
        List<Element> found = SecureXml.children(root).stream()
                .filter(element -> name.equals(element.getLocalName()) && SWID.equals(element.getNamespaceURI()))
                .toList();
        if (found.size() != 1) {
            throw new EvidenceRefused(Reason.MALFORMED, "a manifest has one " + name + ", got " + found.size());
        }
        return found.getFirst();
    }
}
