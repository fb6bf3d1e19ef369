package io.lotabots.evidence.tpm;

import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.Reader;
import io.lotabots.evidence.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The log of what firmware measured at boot, as the kernel hands it out (TCG PC Client Platform Firmware Profile,
 * section 10): crypto-agile after a first event in the old format, or in the old format throughout, with SHA-1 alone.
 *
 * @param events in their order, the one that names the algorithms included
 */
public record EventLog(List<Event> events) {
    public static final int MOST_BYTES = 2 * 1024 * 1024;

    /** EV_NO_ACTION: tells something, extends nothing. */
    public static final int NO_ACTION = 0x3;

    private static final int MOST_EVENTS = 20_000;
    private static final int MOST_ALGORITHMS = 8;
    private static final byte[] SPEC_ID = "Spec ID Event03\0".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LOCALITY = "StartupLocality\0".getBytes(StandardCharsets.US_ASCII);
    private static final int HCRTM = 0x80000010;
    private static final int HCRTM_LOCALITY = 4;
    /** Registers of a dynamic launch begin otherwise and have a log of their own. */
    private static final int FIRST_DYNAMIC = 17;

    private static final int LAST_DYNAMIC = 22;

    /**
     * One measurement.
     *
     * @param pcr the register that it extended
     * @param type as in section 10.4.1, {@code 0x80000001} for a variable of the firmware
     * @param digests what was extended into each bank that this verifier knows
     * @param data what was measured, or only a description of it, by type
     */
    public record Event(long pcr, int type, Map<TpmHash, byte[]> digests, byte[] data) {}

    /** @throws EvidenceRefused MALFORMED at the first byte that is not of a log */
    public static EventLog of(byte[] bytes) throws EvidenceRefused {
        Reader reader = new Reader("event log", bytes);
        List<Event> events = new ArrayList<>();
        Event first = oldEvent(reader);
        events.add(first);
        boolean agile = first.type() == NO_ACTION && startsWith(first.data(), SPEC_ID);
        Map<Integer, Integer> sizes = agile ? algorithms(first.data()) : Map.of();
        while (reader.remaining() > 0 && !isUnwritten(bytes, reader.position())) {
            if (events.size() == MOST_EVENTS) {
                throw malformed("more than " + MOST_EVENTS + " events");
            }
            events.add(agile ? event(reader, sizes) : oldEvent(reader));
        }
        return new EventLog(List.copyOf(events));
    }

    /**
     * The registers that the log leads to, by number, of those that it extends at all.
     *
     * @throws EvidenceRefused MALFORMED when an event lacks a digest of this bank
     */
    public SortedMap<Integer, byte[]> replay(TpmHash bank) throws EvidenceRefused {
        SortedMap<Integer, byte[]> registers = new TreeMap<>();
        int locality = 0;
        for (Event event : events) {
            if (event.type() == NO_ACTION) {
                if (event.pcr() == 0 && registers.get(0) == null && startsWith(event.data(), LOCALITY)) {
                    locality = locality(event.data());
                }
                continue;
            }
            if (event.pcr() >= FIRST_DYNAMIC && event.pcr() <= LAST_DYNAMIC) {
                continue;
            }
            int pcr = (int) event.pcr();
            byte[] digest = event.digests().get(bank);
            if (event.pcr() > 31 || digest == null) {
                throw malformed("an event for PCR " + event.pcr() + " without a digest of " + bank.label());
            }
            byte[] before = registers.get(pcr);
            if (before == null) {
                before = new byte[bank.size()];
                if (pcr == 0) {
                    before[bank.size() - 1] = (byte) (event.type() == HCRTM ? HCRTM_LOCALITY : locality);
                }
            }
            registers.put(pcr, bank.digest(before, digest));
        }
        return registers;
    }

    /** Whether nothing but FF follows, as in the part of an ACPI table that no event has reached. */
    private static boolean isUnwritten(byte[] bytes, int from) {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] != -1) {
                return false;
            }
        }
        return true;
    }

    static boolean startsWith(byte[] data, byte[] prefix) {
        return data.length >= prefix.length && Arrays.equals(data, 0, prefix.length, prefix, 0, prefix.length);
    }

    private static int locality(byte[] data) throws EvidenceRefused {
        if (data.length != LOCALITY.length + 1) {
            throw malformed("StartupLocality has one byte, got " + (data.length - LOCALITY.length));
        }
        return data[LOCALITY.length];
    }

    /** TCG_PCClientPCREvent: one digest, of SHA-1. */
    private static Event oldEvent(Reader reader) throws EvidenceRefused {
        long pcr = reader.u32le("pcrIndex");
        int type = (int) reader.u32le("eventType");
        byte[] digest = reader.bytes("digest", TpmHash.SHA1.size());
        return new Event(pcr, type, Map.of(TpmHash.SHA1, digest), data(reader));
    }

    /** TCG_PCR_EVENT2: a digest for each algorithm that the first event named. */
    private static Event event(Reader reader, Map<Integer, Integer> sizes) throws EvidenceRefused {
        long pcr = reader.u32le("pcrIndex");
        int type = (int) reader.u32le("eventType");
        long count = reader.u32le("digests");
        if (count > sizes.size()) {
            throw malformed(count + " digests where the log has " + sizes.size() + " algorithms");
        }
        Map<TpmHash, byte[]> digests = new EnumMap<>(TpmHash.class);
        for (int i = 0; i < count; i++) {
            int algorithm = reader.u16le("algorithm");
            Integer size = sizes.get(algorithm);
            if (size == null) {
                throw malformed("a digest of algorithm 0x%04x, which the log did not announce".formatted(algorithm));
            }
            byte[] digest = reader.bytes("digest", size);
            TpmHash hash = TpmHash.find(algorithm);
            if (hash != null && digests.put(hash, digest) != null) {
                throw malformed("two digests of " + hash.label() + " in one event");
            }
        }
        return new Event(pcr, type, digests, data(reader));
    }

    private static byte[] data(Reader reader) throws EvidenceRefused {
        return reader.bytes("event", reader.u32le("eventSize"));
    }

    /** TCG_EfiSpecIdEvent: the algorithms of the log with the sizes of their digests. */
    private static Map<Integer, Integer> algorithms(byte[] data) throws EvidenceRefused {
        Reader reader = new Reader("event log's Spec ID", data);
        reader.skip("signature, platformClass, versions", SPEC_ID.length + 8);
        long count = reader.u32le("numberOfAlgorithms");
        if (count == 0 || count > MOST_ALGORITHMS) {
            throw malformed("1 to " + MOST_ALGORITHMS + " algorithms, got " + count);
        }
        Map<Integer, Integer> sizes = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            int algorithm = reader.u16le("algorithmId");
            int size = reader.u16le("digestSize");
            @Nullable TpmHash known = TpmHash.find(algorithm);
            if (known != null && known.size() != size || size > 64) {
                throw malformed("algorithm 0x%04x with digests of %d bytes".formatted(algorithm, size));
            }
            sizes.put(algorithm, size);
        }
        reader.skip("vendorInfo", reader.u8("vendorInfoSize"));
        reader.end();
        return sizes;
    }

    private static EvidenceRefused malformed(String what) {
        return new EvidenceRefused(Reason.MALFORMED, "event log: " + what);
    }
}
