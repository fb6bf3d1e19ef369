package io.lotabots.clients.hardware;

import java.util.List;
import java.util.Optional;

/**
 * What a machine says about itself.
 *
 * @param family the processor family in the protocol's words: {@code x86_64}, {@code x86}, {@code ARM}, {@code PowerPC}, {@code
 *     Apple Silicon}
 * @param arch the generation within the family, such as {@code modern}, {@code haswell}, {@code aarch64}, {@code G4}, {@code M1};
 *     a claim that the node checks
 * @param model the maker's name of the whole machine, {@code Unknown} when it has none
 * @param cpu the processor's brand string
 * @param cores logical processors, 1 to 4096
 * @param memoryGb memory in GiB, rounded, at least 1
 * @param serial the machine's serial number, absent when it has none or this user may not read it
 * @param machine the instruction set as {@code uname -m} names it
 * @param hostname the host's name
 * @param macs hardware addresses of physical network interfaces, lower case, at most 3
 * @param cpuFlags processor features as the platform names them, lower case
 * @param caches sizes of the data caches
 * @param virtual what speaks for a virtual machine, an emulator or a container
 * @param notes what could not be found out, for people
 */
public record Machine(
        String family,
        String arch,
        String model,
        String cpu,
        int cores,
        int memoryGb,
        Optional<String> serial,
        String machine,
        String hostname,
        List<String> macs,
        List<String> cpuFlags,
        Caches caches,
        VirtualEvidence virtual,
        List<String> notes) {
    /** What stands where a text is not known. */
    public static final String UNKNOWN = "Unknown";

    /** The most hardware addresses that are sent. */
    public static final int MAX_MACS = 3;

    private static final int MAX_CORES = 4096;
    private static final int MAX_TEXT = 128;

    /** Bounds what the platform said to what the protocol takes. */
    public Machine {
        model = text(model);
        cpu = text(cpu);
        hostname = text(hostname);
        cores = Math.clamp(cores, 1, MAX_CORES);
        memoryGb = Math.max(1, memoryGb);
        serial = serial.map(Machine::text);
        macs = macs.stream().distinct().limit(MAX_MACS).toList();
        cpuFlags = List.copyOf(cpuFlags);
        notes = List.copyOf(notes);
    }

    private static String text(String given) {
        var clean = given.replaceAll("\\p{Cntrl}+", " ").strip();
        return clean.isEmpty() ? UNKNOWN : clean.substring(0, Math.min(MAX_TEXT, clean.length()));
    }
}
