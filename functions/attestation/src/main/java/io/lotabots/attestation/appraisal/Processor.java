package io.lotabots.attestation.appraisal;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Reads a processor's brand string by whole words, so that {@code BCM2711} is a Broadcom chip and not an {@code M2}.
 *
 * <p>The input is at most 256 units long and every pattern is linear in it.
 */
record Processor(String brand) {
    private static final Words APPLE = Words.of("apple m(\\d{1,2})");
    private static final Words ARM = Words.of(
            "arm|arm(v\\d|32|64)\\w*|aarch64|cortex|neoverse|graviton\\d*|ampere|altra"
                    + "|strongarm|xscale|thunderx\\d*|bcm\\d{4}\\w*|exynos|snapdragon|kirin|rockchip|rk\\d{4}\\w*|allwinner|tegra");
    private static final Words BROADCOM = Words.of("bcm\\d{4}\\w*");
    private static final Words X86 = Words.of("intel|genuineintel|amd|authenticamd|pentium|celeron|xeon|atom|athlon"
            + "|opteron|phenom|sempron|ryzen|epyc|threadripper");
    private static final Words POWERPC =
            Words.of("powerpc|ppc|power[4-9]|power1[0-9]|g[345]|7[45]\\d\\d[ab]?|970(?:fx|mp|gx)?");

    private static final Pattern SPACES = Pattern.compile("\\s+");

    /**
     * A family that has one name.
     *
     * @param brand how its processors are called
     * @param machine how {@code uname -m} begins there, empty when it says nothing of its own
     */
    record Family(Words brand, String machine, VerifiedDevice device) {
        Family(String brand, String machine, String family, String arch) {
            this(Words.of(brand), machine, new VerifiedDevice(family, arch));
        }
    }

    /** Most specific evidence first. */
    private static final List<Family> FAMILIES = List.of(
            new Family("sparc|ultrasparc|microsparc|supersparc", "sparc", "SPARC", "sparc"),
            new Family("mips|mips64|loongson|octeon", "mips", "MIPS", "mips"),
            new Family("sifive|riscv|riscv64|risc-v|starfive|jh7110", "riscv", "RISC-V", "riscv"),
            new Family("sh-?[1-4]a?", "", "SuperH", "sh4"),
            new Family("mc68\\d{3}|68\\d{3}", "m68k", "M68K", "68000"),
            new Family("cell broadband|cell be", "", "Cell", "cell_be"),
            new Family("itanium|ia-64|ia64", "ia64", "IA-64", "itanium"),
            new Family("z1\\d|s390x?", "s390", "S390", "s390"));

    private static final List<Map.Entry<Words, String>> POWERPC_MODELS = List.of(
            Map.entry(Words.of("7[45]\\d\\d[ab]?"), "G4"),
            Map.entry(Words.of("970(?:fx|mp|gx)?"), "G5"),
            Map.entry(Words.of("7[45]0\\w{0,2}"), "G3"),
            Map.entry(Words.of("power8"), "POWER8"),
            Map.entry(Words.of("power9"), "power9"));

    private static final List<Map.Entry<Words, String>> VINTAGE_X86 = List.of(
            Map.entry(Words.of("pentium iii"), "pentium_iii"),
            Map.entry(Words.of("pentium ii"), "pentium_ii"),
            Map.entry(Words.of("pentium pro"), "pentium_pro"),
            Map.entry(Words.of("pentium mmx"), "pentium_mmx"),
            Map.entry(Words.of("pentium m"), "pentium_m"));

    static Processor of(Device device) {
        // "Intel(R) Pentium(R) III" and "Pentium III" are one brand.
        String plain = device.cpu().toLowerCase(Locale.ROOT).replace("(r)", " ").replace("(tm)", " ");
        return new Processor(SPACES.matcher(plain).replaceAll(" ").strip());
    }

    boolean isArm() {
        return ARM.areIn(brand);
    }

    /** A Raspberry Pi's chip, which no Apple machine holds. */
    boolean isBroadcom() {
        return BROADCOM.areIn(brand);
    }

    boolean isX86() {
        return X86.areIn(brand);
    }

    boolean isPowerPc() {
        return POWERPC.areIn(brand);
    }

    /** {@code M1} to {@code M4}, {@code default} for a later one, empty when the brand is not Apple's. */
    String appleSilicon() {
        Optional<MatchResult> apple = APPLE.first(brand);
        if (apple.isEmpty()) {
            return "";
        }
        String generation = apple.get().group(1);
        return generation.matches("[1-4]") ? "M" + generation : VerifiedDevice.DEFAULT;
    }

    /** Key of the weight table for a PowerPC model number, or {@code otherwise}. */
    String powerPcArch(String otherwise) {
        return first(POWERPC_MODELS, otherwise);
    }

    /** Key of the weight table for a vintage x86 brand, or {@code otherwise}. */
    String vintageX86Arch(String otherwise) {
        return brand.contains("pentium") ? first(VINTAGE_X86, otherwise) : otherwise;
    }

    /** Whether the brand, or {@code machine}, belongs to {@code family}. */
    boolean belongsTo(Family family, String machine) {
        return family.brand.areIn(brand) || (!family.machine.isEmpty() && machine.startsWith(family.machine));
    }

    static List<Family> families() {
        return FAMILIES;
    }

    private String first(List<Map.Entry<Words, String>> candidates, String otherwise) {
        return candidates.stream()
                .filter(candidate -> candidate.getKey().areIn(brand))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(otherwise);
    }
}
