package io.lotabots.attestation.appraisal;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a processor's brand string by whole words, so that {@code BCM2711} is a Broadcom chip and not an {@code M2}.
 *
 * <p>The input is at most 256 units long and every pattern is linear in it.
 */
record Processor(String brand) {
    private static final Pattern APPLE = word("apple m(\\d{1,2})");
    private static final Pattern ARM = word(
            "arm|arm(v\\d|32|64)\\w*|aarch64|cortex|neoverse|graviton\\d*|ampere|altra"
                    + "|strongarm|xscale|thunderx\\d*|bcm\\d{4}\\w*|exynos|snapdragon|kirin|rockchip|rk\\d{4}\\w*|allwinner|tegra");
    private static final Pattern BROADCOM = word("bcm\\d{4}\\w*");
    private static final Pattern X86 = word("intel|genuineintel|amd|authenticamd|pentium|celeron|xeon|atom|athlon"
            + "|opteron|phenom|sempron|ryzen|epyc|threadripper");
    private static final Pattern POWERPC =
            word("powerpc|ppc|power[4-9]|power1[0-9]|g[345]|7[45]\\d\\d[ab]?|970(?:fx|mp|gx)?");

    /** Brands of families that have one name each, most specific evidence first. */
    private static final List<Map.Entry<Pattern, VerifiedDevice>> FAMILIES = List.of(
            Map.entry(word("sparc|ultrasparc|microsparc|supersparc"), new VerifiedDevice("SPARC", "sparc")),
            Map.entry(word("mips|mips64|loongson|octeon"), new VerifiedDevice("MIPS", "mips")),
            Map.entry(word("sifive|riscv|riscv64|risc-v|starfive|jh7110"), new VerifiedDevice("RISC-V", "riscv")),
            Map.entry(word("sh-?[1-4]a?"), new VerifiedDevice("SuperH", "sh4")),
            Map.entry(word("mc68\\d{3}|68\\d{3}"), new VerifiedDevice("M68K", "68000")),
            Map.entry(word("cell broadband|cell be"), new VerifiedDevice("Cell", "cell_be")),
            Map.entry(word("itanium|ia-64|ia64"), new VerifiedDevice("IA-64", "itanium")),
            Map.entry(word("z1\\d|s390x?"), new VerifiedDevice("S390", "s390")));

    /** {@code uname -m} of the same families. */
    private static final Map<String, String> MACHINES = Map.of(
            "sparc", "SPARC", "mips", "MIPS", "riscv", "RISC-V", "ia64", "IA-64", "s390", "S390", "m68k", "M68K");

    private static final List<Map.Entry<Pattern, String>> POWERPC_MODELS = List.of(
            Map.entry(word("7[45]\\d\\d[ab]?"), "G4"),
            Map.entry(word("970(?:fx|mp|gx)?"), "G5"),
            Map.entry(word("7[45]0\\w{0,2}"), "G3"),
            Map.entry(word("power8"), "POWER8"),
            Map.entry(word("power9"), "power9"));

    private static final List<Map.Entry<Pattern, String>> VINTAGE_X86 = List.of(
            Map.entry(word("pentium iii"), "pentium_iii"),
            Map.entry(word("pentium ii"), "pentium_ii"),
            Map.entry(word("pentium pro"), "pentium_pro"),
            Map.entry(word("pentium mmx"), "pentium_mmx"),
            Map.entry(word("pentium m"), "pentium_m"));

    static Processor of(Device device) {
        // "Intel(R) Pentium(R) III" and "Pentium III" are one brand.
        String plain = device.cpu().toLowerCase(Locale.ROOT).replace("(r)", " ").replace("(tm)", " ");
        return new Processor(plain.replaceAll("\\s+", " ").strip());
    }

    private static Pattern word(String alternatives) {
        return Pattern.compile("(?<![a-z0-9])(?:" + alternatives + ")(?![a-z0-9])");
    }

    boolean isArm() {
        return ARM.matcher(brand).find();
    }

    /** A Raspberry Pi's chip, which no Apple machine holds. */
    boolean isBroadcom() {
        return BROADCOM.matcher(brand).find();
    }

    boolean isX86() {
        return X86.matcher(brand).find();
    }

    boolean isPowerPc() {
        return POWERPC.matcher(brand).find();
    }

    /** {@code M1} to {@code M4}, {@code default} for a later one, empty when the brand is not Apple's. */
    String appleSilicon() {
        Matcher apple = APPLE.matcher(brand);
        if (!apple.find()) {
            return "";
        }
        String generation = apple.group(1);
        return generation.matches("[1-4]") ? "M" + generation : VerifiedDevice.DEFAULT;
    }

    /** Key of the weight table for a PowerPC model number, or {@code otherwise}. */
    String powerPcArch(String otherwise) {
        return first(POWERPC_MODELS, otherwise);
    }

    /** Key of the weight table for a vintage x86 brand, or {@code otherwise}. */
    String vintageX86Arch(String otherwise) {
        return first(VINTAGE_X86, otherwise);
    }

    /** Whether the brand, or {@code machine}, belongs to {@code family}. */
    boolean belongsTo(Map.Entry<Pattern, VerifiedDevice> family, String machine) {
        String name = family.getValue().family();
        return family.getKey().matcher(brand).find()
                || MACHINES.entrySet().stream()
                        .anyMatch(entry -> entry.getValue().equals(name) && machine.startsWith(entry.getKey()));
    }

    static List<Map.Entry<Pattern, VerifiedDevice>> families() {
        return FAMILIES;
    }

    private String first(List<Map.Entry<Pattern, String>> candidates, String otherwise) {
        return candidates.stream()
                .filter(candidate -> candidate.getKey().matcher(brand).find())
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(otherwise);
    }
}
