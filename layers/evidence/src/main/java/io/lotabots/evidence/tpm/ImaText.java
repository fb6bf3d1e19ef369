package io.lotabots.evidence.tpm;

import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.Reason;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The measurement list of Linux's Integrity Measurement Architecture as text, as
 * {@code /sys/kernel/security/ima/ascii_runtime_measurements} gives it and Keylime's agents send it: one entry a line, of the
 * templates {@code ima-ng}, {@code ima-ngv2}, {@code ima-sig}, {@code ima-sigv2} and {@code ima-buf}. From the text every
 * byte that was measured follows.
 */
public final class ImaText {
    private static final Pattern LINE =
            Pattern.compile("\\s*(\\d{1,2}) ([0-9a-f]{40}) (ima-[a-z0-9]{2,6}) (\\S+) (.*)");
    private static final Pattern DIGEST = Pattern.compile("((?:[a-z]{1,8}:)?[a-z0-9-]{1,16}:)((?:[0-9a-f]{2}){0,64})");
    private static final Pattern HEX = Pattern.compile("(?:[0-9a-f]{2})*");

    /** Templates with a field in hexadecimal behind the name. */
    private static final List<String> WITH_BYTES = List.of("ima-sig", "ima-sigv2", "ima-buf");

    private static final List<String> PLAIN = List.of("ima-ng", "ima-ngv2");

    private ImaText() {}

    /** The same list in its binary form. @throws EvidenceRefused naming the line that cannot be read */
    public static byte[] binary(byte[] text) throws EvidenceRefused {
        ByteArrayOutputStream list = new ByteArrayOutputStream();
        int number = 0;
        for (String line : new String(text, StandardCharsets.UTF_8).split("\n", -1)) {
            number++;
            if (!line.isBlank()) {
                Matcher entry = LINE.matcher(line);
                if (!entry.matches()) {
                    throw malformed(number, "is \"PCR HASH TEMPLATE DIGEST NAME\"");
                }
                entry(list, entry, number);
                if (list.size() > ImaList.MOST_BYTES) {
                    throw new EvidenceRefused(
                            Reason.BAD_LENGTH, "an IMA list has at most " + ImaList.MOST_BYTES + " bytes");
                }
            }
        }
        return list.toByteArray();
    }

    private static void entry(ByteArrayOutputStream list, Matcher entry, int number) throws EvidenceRefused {
        String template = entry.group(3);
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        Matcher digest = DIGEST.matcher(entry.group(4));
        if (!digest.matches()) {
            throw malformed(number, "has a digest as sha256:HEX");
        }
        ByteArrayOutputStream measured = new ByteArrayOutputStream();
        measured.writeBytes((digest.group(1) + "\0").getBytes(StandardCharsets.US_ASCII));
        measured.writeBytes(HexFormat.of().parseHex(digest.group(2)));
        sized(data, measured.toByteArray());
        String rest = entry.group(5);
        if (PLAIN.contains(template)) {
            sized(data, (rest + "\0").getBytes(StandardCharsets.UTF_8));
        } else if (WITH_BYTES.contains(template)) {
            // A name may hold spaces, the bytes behind it do not; where there are none the line ends with the space.
            int space = rest.lastIndexOf(' ');
            String bytes = space < 0 ? "?" : rest.substring(space + 1);
            if (!HEX.matcher(bytes).matches()) {
                throw malformed(number, "has bytes in hexadecimal behind the name");
            }
            sized(data, (rest.substring(0, space) + "\0").getBytes(StandardCharsets.UTF_8));
            sized(data, HexFormat.of().parseHex(bytes));
        } else {
            throw new EvidenceRefused(
                    Reason.UNSUPPORTED_VERSION, "line " + number + " of the IMA list: template \"" + template + "\"");
        }
        little(list, Integer.parseInt(entry.group(1)));
        list.writeBytes(HexFormat.of().parseHex(entry.group(2)));
        sized(list, template.getBytes(StandardCharsets.US_ASCII));
        sized(list, data.toByteArray());
    }

    private static void sized(ByteArrayOutputStream to, byte[] bytes) {
        little(to, bytes.length);
        to.writeBytes(bytes);
    }

    private static void little(ByteArrayOutputStream to, int number) {
        for (int shift = 0; shift < 32; shift += 8) {
            to.write(number >> shift);
        }
    }

    private static EvidenceRefused malformed(int line, String wanted) {
        return new EvidenceRefused(Reason.MALFORMED, "line " + line + " of the IMA list " + wanted);
    }
}
