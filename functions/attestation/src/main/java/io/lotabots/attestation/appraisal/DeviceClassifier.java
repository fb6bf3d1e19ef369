package io.lotabots.attestation.appraisal;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * Derives the device that pays from the claim and the evidence beside it (brand, machine, vector units).
 *
 * <p>Evidence of another family wins over the claim; a claim that nothing contradicts stands. PowerPC and Apple Silicon,
 * which pay more than what they are mistaken for, need evidence of their own.
 */
public final class DeviceClassifier {
    private static final String ARM = "ARM";
    private static final String AARCH64 = "aarch64";
    private static final String APPLE = "Apple Silicon";
    private static final Set<String> APPLE_ARCHS = Set.of("M1", "M2", "M3", "M4");
    private static final Set<String> MODERN_ARM = Set.of("", "aarch64", "arm64", "armv7", "armv7l", "armv8", "modern");
    private static final Set<String> POWERPC_ARCHS = Set.of("G3", "G4", "G5", "POWER8", "power9");

    private static final Pattern I386 = Pattern.compile("i[3-6]86");

    private final Device device;
    private final String family;
    private final String machine;
    private final Processor processor;
    private final SimdEvidence simd;

    private DeviceClassifier(Device device, SimdEvidence simd) {
        this.device = device;
        this.family = Facts.lower(device.family());
        this.machine = Facts.lower(device.machine());
        this.processor = Processor.of(device);
        this.simd = simd;
    }

    /** Classifies before the rules for vintage x86, which {@link VintageX86} applies. */
    static VerifiedDevice classify(Device device, Fingerprint fingerprint) {
        return new DeviceClassifier(device, SimdEvidence.of(fingerprint)).classify();
    }

    private VerifiedDevice classify() {
        for (Processor.Family candidate : Processor.families()) {
            VerifiedDevice found = candidate.device();
            if (Facts.lower(found.family()).equals(family)) {
                return new VerifiedDevice(found.family(), device.arch().isEmpty() ? found.arch() : device.arch());
            }
            if (processor.belongsTo(candidate, machine)) {
                return found;
            }
        }
        if (family.equals("vax")) {
            return new VerifiedDevice("VAX", device.arch());
        }
        if (!processor.appleSilicon().isEmpty()) {
            return new VerifiedDevice(APPLE, processor.appleSilicon());
        }
        boolean apple = family.equals(Facts.lower(APPLE));
        if (madeByApple() && !processor.isBroadcom() && (armEvidence() || apple)) {
            return new VerifiedDevice(
                    APPLE, apple && APPLE_ARCHS.contains(device.arch()) ? device.arch() : VerifiedDevice.DEFAULT);
        }
        if (armEvidence()) {
            return new VerifiedDevice(ARM, armArch());
        }
        if (family.equals("powerpc") || powerPcMachine()) {
            return powerPc();
        }
        if (family.equals("x86") || family.equals("x86_64")) {
            return x86();
        }
        if (apple) {
            return simd.x86() || processor.isX86()
                    ? VerifiedDevice.defaultOf("x86_64")
                    : new VerifiedDevice(ARM, AARCH64);
        }
        // A family that the table does not know would weigh 1, more than the x86 that the evidence shows.
        if (!HardwareWeights.knows(device.family()) && (processor.isX86() || simd.x86() || x86Machine())) {
            return VerifiedDevice.defaultOf("x86_64");
        }
        return asClaimed();
    }

    private boolean x86Machine() {
        return machine.equals("x86_64")
                || machine.equals("amd64")
                || I386.matcher(machine).matches();
    }

    private boolean madeByApple() {
        return Facts.lower(device.platformSystem()).equals("darwin")
                || Facts.lower(device.model()).startsWith("mac")
                || Facts.lower(device.model()).startsWith("imac");
    }

    private boolean armEvidence() {
        return simd.arm() || machine.startsWith("arm") || machine.startsWith(AARCH64) || processor.isArm();
    }

    private String armArch() {
        if (family.equals("arm") && !MODERN_ARM.contains(Facts.lower(device.arch()))) {
            return device.arch();
        }
        boolean sixtyFour = machine.isEmpty() || !machine.startsWith("arm") || machine.startsWith("arm64");
        return sixtyFour ? AARCH64 : "armv7";
    }

    private boolean powerPcMachine() {
        return machine.startsWith("ppc") || machine.equals("powerpc");
    }

    private VerifiedDevice powerPc() {
        boolean native64 = powerPcMachine();
        boolean byBrand = processor.isPowerPc() && (native64 || !(simd.x86() || processor.isX86()));
        boolean byVectorUnit = native64 && simd.powerPc() && !processor.isX86();
        if (!byBrand && !byVectorUnit) {
            boolean modern = native64 || simd.x86() || processor.isX86();
            return VerifiedDevice.defaultOf(modern ? "x86_64" : "x86");
        }
        String claimed = POWERPC_ARCHS.stream()
                .filter(arch -> family.equals("powerpc") && arch.equalsIgnoreCase(device.arch()))
                .findFirst()
                .orElse(VerifiedDevice.DEFAULT);
        return new VerifiedDevice("PowerPC", processor.powerPcArch(claimed));
    }

    private VerifiedDevice x86() {
        String vintage = processor.vintageX86Arch("");
        return vintage.isEmpty() ? asClaimed() : new VerifiedDevice("x86", vintage);
    }

    private VerifiedDevice asClaimed() {
        return new VerifiedDevice(
                device.family().isEmpty() ? VerifiedDevice.DEFAULT : device.family(),
                device.arch().isEmpty() ? VerifiedDevice.DEFAULT : device.arch());
    }
}
