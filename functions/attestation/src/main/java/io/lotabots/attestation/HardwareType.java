package io.lotabots.attestation;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The kind of a classified device in words for people, such as {@code PowerPC G4 (Vintage)}. */
final class HardwareType {
    private static final Set<String> VINTAGE_FAMILIES = Set.of("console", "mos", "zilog", "68k", "m68k", "motorola");
    private static final Pattern VINTAGE = Pattern.compile(
            "g[345].*|[345]86.*|pentium.*|retro|arm[0-9].*|strongarm|sa11[01]0|xscale|68.*|6502|65c816|z80|sparc.*|alpha.*|"
                    + "mips.*|pa_?risc.*");
    private static final Pattern CLASSIC =
            Pattern.compile("core2.*|nehalem|sandy_?bridge|ivy_?bridge|haswell|broadwell|power[89]|cortex_a[89]");

    private HardwareType() {}

    /** A pure function of the classification; unclassified devices are {@code Unknown}. */
    static String of(String family, String arch) {
        String name = family.isBlank() ? "Unknown" : family.equals("x86_64") ? "x86-64" : family;
        String tier = arch.strip().toLowerCase(Locale.ROOT);
        boolean says =
                !tier.isEmpty() && !Set.of("default", "modern", "unknown").contains(tier);
        String words = says ? name + " " + arch.strip().replace('_', ' ') : name;
        return name.equals("Unknown") ? words : words + " (" + era(family.toLowerCase(Locale.ROOT), tier) + ")";
    }

    private static String era(String family, String tier) {
        if (VINTAGE_FAMILIES.contains(family) || VINTAGE.matcher(tier).matches()) {
            return "Vintage";
        }
        return CLASSIC.matcher(tier).matches() ? "Classic" : "Modern";
    }
}
