package io.lotabots.evidence.nvidia;

import io.lotabots.evidence.Certificates;
import io.lotabots.evidence.Der;
import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.Reason;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a report tells of its device.
 *
 * @param driver the version of the driver; null when it is a switch
 * @param vbios the version of the firmware, as {@code 96.00.9f.00.01}
 * @param fwid the digest of the firmware that signs, in hexadecimal; null in older reports
 * @param manifests the names of the reference manifests that describe it
 */
record Device(
        @Nullable String driver, String vbios, @Nullable String fwid, List<String> manifests) {
    private static final int DRIVER = 3;
    private static final int VBIOS = 6;
    private static final int CHIP_SKU = 15;
    private static final int PROJECT = 17;
    private static final int PROJECT_SKU = 18;
    private static final int FWID = 20;
    private static final int PACKED_VBIOS_BYTES = 8;
    private static final int FWID_BYTES = 48;
    private static final String FWID_EXTENSION = "2.23.133.5.4.1";

    /** All boards with the one switch that attests are of this project: reports of switches do not tell it. */
    private static final String SWITCH_PROJECT = "NV_SWITCH_BIOS_5612_0002_890_";

    static Device of(SpdmReport report, X509Certificate leaf) throws EvidenceRefused {
        String driver = report.text(DRIVER);
        String vbios = vbios(report);
        String packed = vbios.replace(".", "").toUpperCase(Locale.ROOT);
        byte[] fwid = report.opaque().get(FWID);
        List<String> manifests = driver == null
                ? List.of(SWITCH_PROJECT + packed)
                : List.of(
                        "NV_GPU_DRIVER_" + chip(leaf) + "_" + driver,
                        "NV_GPU_VBIOS_" + told(report, PROJECT) + "_" + told(report, PROJECT_SKU) + "_"
                                + told(report, CHIP_SKU) + "_" + packed);
        return new Device(driver, vbios, fwid == null ? null : HexFormat.of().formatHex(fwid), manifests);
    }

    boolean isSwitch() {
        return driver == null;
    }

    /** Refuses a report of other firmware than that which the leaf was made for. */
    void requireFirmwareOf(X509Certificate leaf) throws EvidenceRefused {
        if (fwid == null) {
            return;
        }
        byte[] extension = Certificates.extension(leaf, FWID_EXTENSION)
                .orElseThrow(() -> new EvidenceRefused(
                        Reason.TCB_CERT_MISMATCH, "the report tells a FWID and the certificate does not"));
        // CompositeDeviceID (TCG): version, the device's key, and the FWID: an algorithm and a digest.
        List<Der> identity = Der.of(extension).children();
        byte[] digest = identity.getLast().child(1).octets();
        if (digest.length != FWID_BYTES || !HexFormat.of().formatHex(digest).equals(fwid)) {
            throw new EvidenceRefused(
                    Reason.TCB_CERT_MISMATCH, "the FWID of the report is not that of the certificate");
        }
    }

    /** Of a switch it is text; of a GPU a number of 4 bytes, little-endian, and a fifth byte. */
    private static String vbios(SpdmReport report) throws EvidenceRefused {
        byte[] field = report.opaque().get(VBIOS);
        if (field == null || field.length < 5) {
            throw new EvidenceRefused(Reason.MALFORMED, "the report does not tell the version of the firmware");
        }
        String text = field.length == PACKED_VBIOS_BYTES ? null : report.text(VBIOS);
        if (text != null) {
            return text.toLowerCase(Locale.ROOT);
        }
        HexFormat hex = HexFormat.of();
        return String.join(
                ".",
                hex.toHexDigits(field[3]),
                hex.toHexDigits(field[2]),
                hex.toHexDigits(field[1]),
                hex.toHexDigits(field[0]),
                hex.toHexDigits(field[4]));
    }

    /** Of a board that does not tell its project no manifest is known: that is a caution and no fault of the report. */
    private static String told(SpdmReport report, int field) throws EvidenceRefused {
        String text = report.text(field);
        return text == null ? "unknown" : text;
    }

    /** The first word of the leaf's name, as {@code GH100}. */
    private static String chip(X509Certificate leaf) {
        String name = Certificates.commonName(leaf.getSubjectX500Principal());
        return name.split(" ", 2)[0].replaceAll("[^A-Za-z0-9]", "");
    }
}
