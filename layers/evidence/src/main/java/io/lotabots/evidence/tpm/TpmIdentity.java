package io.lotabots.evidence.tpm;

import io.lotabots.evidence.Der;
import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.Reason;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a certificate of a TPM says of the chip: the directoryName in its subjectAltName (TCG EK Credential Profile,
 * section 3.2.9).
 *
 * @param manufacturer the vendor of the TCG's registry, as {@code IFX}, or the identifier itself where it is no text
 * @param model as the vendor names the part
 * @param version of its firmware
 */
public record TpmIdentity(String manufacturer, String model, String version) {
    static final String SUBJECT_ALT_NAME = "2.5.29.17";

    private static final String MANUFACTURER = "2.23.133.2.1";
    private static final String MODEL = "2.23.133.2.2";
    private static final String VERSION = "2.23.133.2.3";
    private static final int DIRECTORY_NAME = 4;
    private static final int MOST_TEXT = 128;
    private static final Pattern IDENTIFIER = Pattern.compile("id:[0-9A-Fa-f]{8}");

    /**
     * Makers of TPMs in software, which prove a cloud's or a hypervisor's word and no chip: IBM's simulator that libtpms
     * and swtpm are made of, Google's, Microsoft's (Hyper-V, Azure), Amazon's, Alibaba's and VMware's.
     */
    private static final Set<String> VIRTUAL = Set.of("00001014", "GOOG", "MSFT", "AMZN", "ALIB", "ALYN", "VMW", "XEN");

    private static final Pattern VIRTUAL_MODEL =
            Pattern.compile(".*(swtpm|vtpm|nitro ?tpm|virtual|simulat).*", Pattern.CASE_INSENSITIVE);

    /** The identity, or null when the certificate has no subjectAltName or none of these attributes. */
    static @Nullable TpmIdentity of(X509Certificate certificate) throws EvidenceRefused {
        byte[] extension = certificate.getExtensionValue(SUBJECT_ALT_NAME);
        if (extension == null) {
            return null;
        }
        String manufacturer = "";
        String model = "";
        String version = "";
        for (Der name : Der.of(Der.of(extension).octets()).children()) {
            if (!name.isContext(DIRECTORY_NAME)) {
                continue;
            }
            for (Der relative : name.child(0).children()) {
                for (Der attribute : relative.children()) {
                    switch (attribute.child(0).oid()) {
                        case MANUFACTURER -> manufacturer = text(attribute.child(1));
                        case MODEL -> model = text(attribute.child(1));
                        case VERSION -> version = text(attribute.child(1));
                        default -> {}
                    }
                }
            }
        }
        return manufacturer.isEmpty() ? null : new TpmIdentity(named(manufacturer), model, version);
    }

    boolean isVirtual() {
        return VIRTUAL.contains(manufacturer)
                || manufacturer.startsWith("SIM")
                || VIRTUAL_MODEL.matcher(model).matches();
    }

    /** {@code id:49465800} is four characters of ASCII, filled up with zeros or spaces. */
    private static String named(String identifier) {
        if (!IDENTIFIER.matcher(identifier).matches()) {
            return identifier;
        }
        String hex = identifier.substring(3).toUpperCase(Locale.ROOT);
        String text = new String(HexFormat.of().parseHex(hex), StandardCharsets.US_ASCII)
                .replace('\0', ' ')
                .strip();
        return text.matches("[A-Za-z0-9]{1,4}") ? text : hex;
    }

    private static String text(Der value) throws EvidenceRefused {
        boolean isText = value.tag() == 0 && (value.number() == 12 || value.number() == 19 || value.number() == 22);
        if (!isText || value.content().length > MOST_TEXT) {
            throw new EvidenceRefused(
                    Reason.MALFORMED_EXTENSION,
                    "subjectAltName: an attribute of a TPM is a text of up to " + MOST_TEXT + " bytes");
        }
        return new String(value.content(), StandardCharsets.UTF_8);
    }
}
