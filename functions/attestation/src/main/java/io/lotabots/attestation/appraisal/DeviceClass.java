package io.lotabots.attestation.appraisal;

import java.util.EnumSet;
import java.util.Set;

/**
 * What kind of machine a claim names, as far as it decides which evidence the machine can give.
 *
 * @param powerPc claims a PowerPC
 * @param console claims a game console behind a bridge
 * @param micro claims a machine too small for the usual checks (8-bit families, consoles, 386)
 * @param withoutSimd claims a machine that cannot show x86 or PowerPC vector units
 * @param vintageClock claims an analogue-era clock: steady timing contradicts the claim
 * @param early386 claims a 386 or 486
 */
record DeviceClass(
        boolean powerPc, boolean console, boolean micro, boolean withoutSimd, boolean vintageClock, boolean early386) {
    private static final Set<String> MICRO_FAMILIES = Set.of("mos", "zilog", "console");
    private static final Set<String> OTHER_WITHOUT_SIMD =
            Set.of("m68k", "68k", "vax", "sparc", "mips", "superh", "risc-v", "ia-64", "s390");
    private static final Set<String> POWERPC_ARCHS = Set.of("g3", "g4", "g5", "power8", "power9");
    private static final Set<String> VINTAGE_POWERPC = Set.of("g3", "g4", "g5");

    static DeviceClass of(Device device) {
        return of(device.family(), device.arch());
    }

    static DeviceClass of(String claimedFamily, String claimedArch) {
        String family = Facts.lower(claimedFamily);
        String arch = Facts.lower(claimedArch);
        boolean early386 = arch.equals("386") || arch.equals("486");
        boolean powerPc = family.equals("powerpc") || POWERPC_ARCHS.contains(arch);
        boolean m68k = family.equals("m68k") || family.equals("68k");
        boolean small = MICRO_FAMILIES.contains(family);
        return new DeviceClass(
                powerPc,
                family.equals("console"),
                small || arch.equals("386"),
                small || early386 || OTHER_WITHOUT_SIMD.contains(family),
                VINTAGE_POWERPC.contains(arch) || m68k,
                early386);
    }

    /** Whether only the absence of emulation must be shown, not the drift of a clock. */
    boolean clockOptional() {
        return powerPc || micro || vintageClock || early386;
    }

    /** The checks that such a machine cannot measure for want of the unit that they measure. */
    Set<Check> unmeasurable() {
        if (micro && !early386) {
            return EnumSet.of(Check.CACHE_TIMING, Check.SIMD_BIAS, Check.THERMAL_DRIFT, Check.INSTRUCTION_JITTER);
        }
        if (early386) {
            return EnumSet.of(Check.CACHE_TIMING, Check.SIMD_BIAS);
        }
        return EnumSet.noneOf(Check.class);
    }
}
