package io.lotabots.local.aws;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** The keys of a {@code DeleteObjects} request. */
final class XmlKeys {
    private static final int MAX_KEYS = 1000;

    private XmlKeys() {}

    /** Reads the text of every {@code Key} element. @throws ServiceError when the body is no XML or has too many */
    static List<String> read(byte[] body) {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        List<String> keys = new ArrayList<>();
        try {
            XMLStreamReader xml = factory.createXMLStreamReader(new ByteArrayInputStream(body));
            while (xml.hasNext()) {
                if (xml.next() == XMLStreamReader.START_ELEMENT
                        && xml.getLocalName().equals("Key")) {
                    keys.add(xml.getElementText());
                }
            }
        } catch (XMLStreamException e) {
            throw malformed();
        }
        if (keys.size() > MAX_KEYS) {
            throw malformed();
        }
        return keys;
    }

    private static ServiceError malformed() {
        return new ServiceError(
                400,
                "MalformedXML",
                "The XML you provided was not well-formed or did not validate against our published schema");
    }
}
