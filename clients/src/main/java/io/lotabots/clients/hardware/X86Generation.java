package io.lotabots.clients.hardware;

import java.util.Map;

/** The generation of an Intel processor that still runs 64-bit systems, by its family and model numbers. */
final class X86Generation {
    /** What everything newer, and every other maker, is called. */
    static final String MODERN = "modern";

    private static final Map<Long, String> FAMILY_6 = Map.ofEntries(
            Map.entry(9L, "pentium_m_banias"),
            Map.entry(13L, "pentium_m_dothan"),
            Map.entry(14L, "pentium_m_yonah"),
            Map.entry(15L, "core2"),
            Map.entry(22L, "core2"),
            Map.entry(23L, "core2"),
            Map.entry(29L, "core2"),
            Map.entry(26L, "nehalem"),
            Map.entry(30L, "nehalem"),
            Map.entry(31L, "nehalem"),
            Map.entry(37L, "nehalem"),
            Map.entry(44L, "nehalem"),
            Map.entry(46L, "nehalem"),
            Map.entry(47L, "nehalem"),
            Map.entry(42L, "sandy_bridge"),
            Map.entry(45L, "sandy_bridge"),
            Map.entry(58L, "ivy_bridge"),
            Map.entry(62L, "ivy_bridge"),
            Map.entry(60L, "haswell"),
            Map.entry(63L, "haswell"),
            Map.entry(69L, "haswell"),
            Map.entry(70L, "haswell"),
            Map.entry(61L, "broadwell"),
            Map.entry(71L, "broadwell"),
            Map.entry(79L, "broadwell"),
            Map.entry(86L, "broadwell"));

    private X86Generation() {}

    /** The protocol's word for the generation. */
    static String of(boolean intel, long family, long model) {
        if (!intel) {
            return MODERN;
        }
        return family == 15 ? "pentium4" : family == 6 ? FAMILY_6.getOrDefault(model, MODERN) : MODERN;
    }

    /** The protocol counts generations under {@code x86} and everything modern under {@code x86_64}. */
    static String family(String generation) {
        return generation.equals(MODERN) ? "x86_64" : "x86";
    }
}
