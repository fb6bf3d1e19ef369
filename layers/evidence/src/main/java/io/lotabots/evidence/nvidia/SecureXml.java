package io.lotabots.evidence.nvidia;

import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/** XML without document types, entities of its own, inclusions or anything else that is not in the bytes. */
final class SecureXml {
    private static final int MOST_BYTES = 1 << 20;
    private static final int MOST_DEPTH = 32;
    private static final int MOST_ELEMENTS = 4096;

    private SecureXml() {}

    /** The root element. */
    static Element parse(byte[] xml) throws EvidenceRefused {
        if (xml.length > MOST_BYTES) {
            throw new EvidenceRefused(
                    Reason.BAD_LENGTH, "a manifest has at most " + MOST_BYTES + " bytes, got " + xml.length);
        }
        try {
            return builder().parse(new ByteArrayInputStream(xml)).getDocumentElement();
        } catch (SAXException | IOException | RuntimeException malformed) {
            // The JDK's parser throws more than it declares on hostile input.
            throw new EvidenceRefused(
                    Reason.MALFORMED, "a manifest is well-formed XML without a document type, got something else");
        }
    }

    static List<Element> children(Element parent) throws EvidenceRefused {
        List<Element> children = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                if (children.size() == MOST_ELEMENTS) {
                    throw new EvidenceRefused(Reason.MALFORMED, "more than " + MOST_ELEMENTS + " elements in one");
                }
                children.add(element);
            }
        }
        return children;
    }

    private static DocumentBuilder builder() {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
            factory.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
            factory.setAttribute("jdk.xml.maxElementDepth", String.valueOf(MOST_DEPTH));
            factory.setXIncludeAware(false);
            factory.setExpandEntityReferences(false);
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(new Silent());
            return builder;
        } catch (ParserConfigurationException missing) {
            throw new IllegalStateException("this Java reads no XML safely", missing);
        }
    }

    /** The parser's own handler prints to the console. */
    private static final class Silent implements ErrorHandler {
        @Override
        public void warning(SAXParseException problem) {
            // What is well-formed but odd is judged by who reads it.
        }

        @Override
        public void error(SAXParseException problem) throws SAXException {
            throw problem;
        }

        @Override
        public void fatalError(SAXParseException problem) throws SAXException {
            throw problem;
        }
    }
}
