package io.lotabots.evidence.snp;

import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.Reason;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A product line of AMD's, as its roots name it, with the layout of its TCB version (publication 56860, section 2.2). */
enum Product {
    MILAN(true),
    GENOA(false),
    TURIN(false);

    private static final int FAMILY_19H = 0x19;
    private static final int FAMILY_1AH = 0x1A;

    private final boolean broken;

    Product(boolean broken) {
        this.broken = broken;
    }

    /**
     * One security version number of the eight bytes of a TCB version.
     *
     * @param index its byte
     * @param extension the extension of a signing key's certificate that repeats it (publication 57230, section 3)
     */
    record Component(String name, int index, String extension) {
        private static final String SPL = "1.3.6.1.4.1.3704.1.3.";
        private static final List<Component> BEFORE_TURIN = List.of(
                new Component("bootloader", 0, SPL + 1),
                new Component("tee", 1, SPL + 2),
                new Component("snp", 6, SPL + 3),
                new Component("microcode", 7, SPL + 8));
        private static final List<Component> FROM_TURIN = List.of(
                new Component("fmc", 0, SPL + 9),
                new Component("bootloader", 1, SPL + 1),
                new Component("tee", 2, SPL + 2),
                new Component("snp", 3, SPL + 3),
                new Component("microcode", 7, SPL + 8));

        /** Its value in a TCB version, 0 to 255. */
        int in(byte[] tcb) {
            return tcb[index] & 0xff;
        }
    }

    /** As AMD's names of roots and addresses have it: {@code Milan}. */
    String label() {
        return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
    }

    /** The key of this product's collateral: {@code amd/milan}. */
    String collateral() {
        return "amd/" + name().toLowerCase(Locale.ROOT);
    }

    List<Component> components() {
        return this == TURIN ? Component.FROM_TURIN : Component.BEFORE_TURIN;
    }

    /**
     * Whether its signing keys are known to be extractable in software: Milan's are said to be since May 2026
     * (arXiv:2605.12990), which would let anyone sign reports of any TCB version.
     */
    boolean isBroken() {
        return broken;
    }

    /** The product that a certificate's name ends in, as {@code SEV-VLEK-Genoa}. */
    static Product named(String commonName) throws EvidenceRefused {
        return Stream.of(values())
                .filter(product -> commonName.endsWith("-" + product.label()))
                .findFirst()
                .orElseThrow(() -> new EvidenceRefused(
                        Reason.UNTRUSTED_ROOT, "\"" + commonName + "\" names no product of AMD's that is known"));
    }

    /** The product of a processor by its family and model (CPUID function 1, with the extended parts added). */
    static Product of(int family, int model) throws EvidenceRefused {
        int block = model >> 4;
        if (family == FAMILY_19H && block == 0) {
            return MILAN;
        }
        // 0x10 is Genoa; 0xA0 is Bergamo and Siena, which have Genoa's root.
        if (family == FAMILY_19H && (block == 1 || block == 0xA)) {
            return GENOA;
        }
        if (family == FAMILY_1AH && block <= 1) {
            return TURIN;
        }
        throw new EvidenceRefused(
                Reason.UNSUPPORTED_VERSION,
                "no product is known of family 0x%02x, model 0x%02x".formatted(family, model));
    }
}
