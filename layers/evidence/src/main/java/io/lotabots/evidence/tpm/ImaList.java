package io.lotabots.evidence.tpm;

import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.Reader;
import io.lotabots.evidence.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The measurement list of Linux's Integrity Measurement Architecture in its binary form, little-endian, as
 * {@code /sys/kernel/security/ima/binary_runtime_measurements} gives it.
 *
 * <p>The hash beside each entry is of SHA-1 and not believed: entries are hashed again in the bank's own algorithm, as the
 * kernel does since 5.8. A violation, an entry whose hash is zero, extends the register with ones.
 */
final class ImaList {
    /** Some 40,000 entries. */
    static final int MOST_BYTES = 4 * 1024 * 1024;

    static final int PCR = 10;

    private static final int MOST_ENTRIES = 100_000;
    private static final Pattern ALGORITHM = Pattern.compile("[a-z0-9-]{1,16}:\0");
    private static final String BOOT = "boot_aggregate";
    private static final byte[] BOOT_AGGREGATE = "boot_aggregate\0".getBytes(StandardCharsets.US_ASCII);

    private ImaList() {}

    /**
     * @param entries those that the quote covers; later ones came after it
     * @param violations among them, entries of which nothing is known but that they happened
     * @param files what was measured, without the boot; empty unless it was asked for
     * @param bootAggregate the algorithm and the digest of the registers of the boot that the first entry holds, null when
     *     it holds none
     */
    record Replayed(
            int entries,
            int violations,
            List<Measured> files,
            @Nullable BootAggregate bootAggregate) {}

    /** @param digest in hexadecimal; empty for a violation, of which nothing is known */
    record Measured(String name, String digest) {}

    record BootAggregate(TpmHash hash, byte[] digest) {}

    /**
     * @param named whether what was measured is to be told by name
     * @throws EvidenceRefused IMA_MISMATCH when no number of the first entries leads to the register
     */
    static Replayed replay(byte[] bytes, TpmHash bank, byte[] register, boolean named) throws EvidenceRefused {
        Reader reader = new Reader("IMA list", bytes);
        byte[] ones = new byte[bank.size()];
        Arrays.fill(ones, (byte) -1);
        byte[] state = new byte[bank.size()];
        int entries = 0;
        int violations = 0;
        BootAggregate aggregate = null;
        List<Measured> files = new ArrayList<>();
        OptionalInt matched = Arrays.equals(state, register) ? OptionalInt.of(0) : OptionalInt.empty();
        while (reader.remaining() > 0 && matched.isEmpty()) {
            if (entries == MOST_ENTRIES) {
                throw new EvidenceRefused(Reason.BAD_LENGTH, "an IMA list has at most " + MOST_ENTRIES + " entries");
            }
            long pcr = reader.u32le("pcr");
            byte[] listed = reader.bytes("template hash", TpmHash.SHA1.size());
            byte[] template = reader.bytes("template name", reader.u32le("template name length"));
            if (Arrays.equals(template, new byte[] {'i', 'm', 'a'})) {
                throw new EvidenceRefused(Reason.UNSUPPORTED_VERSION, "IMA list: template \"ima\" is of SHA-1 alone");
            }
            byte[] data = reader.bytes("template data", reader.u32le("template data length"));
            if (pcr != PCR) {
                continue;
            }
            boolean violation = Arrays.equals(listed, new byte[listed.length]);
            if (entries == 0 && !violation) {
                aggregate = bootAggregate(data);
            }
            if (named) {
                Measured measured = violation ? new Measured("a violation", "") : measured(data);
                if (entries > 0 || !measured.name.equals(BOOT)) {
                    files.add(measured);
                }
            }
            state = bank.digest(state, violation ? ones : bank.digest(data));
            entries++;
            violations += violation ? 1 : 0;
            if (Arrays.equals(state, register)) {
                matched = OptionalInt.of(entries);
            }
        }
        if (matched.isEmpty()) {
            throw new EvidenceRefused(
                    Reason.IMA_MISMATCH,
                    "none of the first " + entries + " entries of the IMA list leads to the quoted PCR " + PCR);
        }
        return new Replayed(entries, violations, files, aggregate);
    }

    /** The digest behind its algorithm, and the name; a template without them has neither. */
    private static Measured measured(byte[] data) {
        try {
            Reader fields = new Reader("IMA template", data);
            byte[] digest = fields.bytes("digest", fields.u32le("digest length"));
            byte[] name = fields.bytes("name", fields.u32le("name length"));
            int zero = 0;
            while (zero < digest.length && digest[zero] != 0) {
                zero++;
            }
            String value = HexFormat.of().formatHex(digest, Math.min(zero + 1, digest.length), digest.length);
            return new Measured(new String(name, StandardCharsets.UTF_8).replace("\0", ""), value);
        } catch (EvidenceRefused otherTemplate) {
            return new Measured("an entry of another template", "");
        }
    }

    /** Fields {@code d-ng} and {@code n-ng}: {@code sha256:}, zero, digest; name, zero. */
    private static @Nullable BootAggregate bootAggregate(byte[] data) throws EvidenceRefused {
        Reader fields = new Reader("IMA template", data);
        byte[] digest = fields.bytes("digest", fields.u32le("digest length"));
        byte[] name = fields.bytes("name", fields.u32le("name length"));
        if (!Arrays.equals(name, BOOT_AGGREGATE)) {
            return null;
        }
        int colon = 0;
        while (colon < digest.length && digest[colon] != ':') {
            colon++;
        }
        String prefix = new String(digest, 0, Math.min(colon + 2, digest.length), StandardCharsets.US_ASCII);
        if (!ALGORITHM.matcher(prefix).matches()) {
            return null;
        }
        TpmHash hash = TpmHash.named(prefix.substring(0, colon));
        byte[] value = Arrays.copyOfRange(digest, prefix.length(), digest.length);
        return hash == null || value.length != hash.size() ? null : new BootAggregate(hash, value);
    }
}
