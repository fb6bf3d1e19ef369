package io.lotabots.attestation.appraisal;

import static java.util.Comparator.comparing;

import io.lotabots.crypto.Digests;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The checks that count in an epoch (RIP-309): four of six, ranked by a nonce that the previous epoch's block hash
 * gives.
 */
public final class ActiveChecks {
    /** Checks that count when the previous block hash is known. */
    public static final int ACTIVE = 4;

    private static final String NO_BLOCK = "0".repeat(64);

    private ActiveChecks() {}

    /**
     * The measurement nonce of the epoch after {@code previousHash}: 64 lower-case hexadecimal digits.
     *
     * @param previousHash hash of the last block of the epoch before, null when there is none
     */
    public static String measurementNonce(@Nullable String previousHash) {
        return Digests.sha256Hex("rip-309:" + (previousHash == null ? NO_BLOCK : previousHash));
    }

    /** The active checks in the order of their rank; without a previous hash all six, so that none can be skipped. */
    public static List<Check> select(@Nullable String previousHash) {
        List<Check> all = List.of(Check.values());
        if (previousHash == null || previousHash.isBlank() || previousHash.equals(NO_BLOCK)) {
            return all;
        }
        String nonce = measurementNonce(previousHash);
        return Arrays.stream(Check.values())
                .sorted(comparing(check -> Digests.sha256Hex(nonce + ":" + check.wireName())))
                .limit(ACTIVE)
                .toList();
    }

    /** The checks of a fingerprint that passed; a missing one has failed. */
    static Set<Check> passed(Fingerprint fingerprint) {
        EnumSet<Check> passed = EnumSet.noneOf(Check.class);
        for (Check check : Check.values()) {
            if (Fingerprint.passed(fingerprint.check(check))) {
                passed.add(check);
            }
        }
        return passed;
    }

    /**
     * The active checks that count for a device: all, but those that its class cannot measure and did not send.
     *
     * <p>A console proves itself over its controller port: that check stands for the absence of emulation and, being the
     * timing of the console as its bridge sees it, for the drift of a clock that no program on the console can read.
     */
    static Set<Check> counted(List<Check> active, Fingerprint fingerprint, DeviceClass deviceClass) {
        EnumSet<Check> counted = EnumSet.copyOf(active);
        Set<Check> unmeasurable = EnumSet.noneOf(Check.class);
        unmeasurable.addAll(deviceClass.unmeasurable());
        if (deviceClass.console() && Fingerprint.passed(fingerprint.check(Fingerprint.CTRL_PORT_TIMING))) {
            unmeasurable.add(Check.ANTI_EMULATION);
            unmeasurable.add(Check.CLOCK_DRIFT);
        }
        counted.removeIf(check -> unmeasurable.contains(check) && !Fingerprint.present(fingerprint.check(check)));
        return counted;
    }

    /** The ratio over counted checks; where none can be counted, the verdict alone decides: 1 of 1. */
    static ActiveRatio ratio(Set<Check> counted, Set<Check> passed) {
        if (counted.isEmpty()) {
            return new ActiveRatio(1, 1);
        }
        return new ActiveRatio((int) counted.stream().filter(passed::contains).count(), counted.size());
    }

    /** The bits of checks, {@link Check#CLOCK_DRIFT} lowest. */
    public static int mask(Iterable<Check> checks) {
        int mask = 0;
        for (Check check : checks) {
            mask |= check.bit();
        }
        return mask;
    }

    /** The inverse of {@link #mask}; bits beyond the six checks are ignored. */
    public static Set<Check> ofMask(int mask) {
        EnumSet<Check> checks = EnumSet.noneOf(Check.class);
        for (Check check : Check.values()) {
            if ((mask & check.bit()) != 0) {
                checks.add(check);
            }
        }
        return checks;
    }

    /** Names as answers carry them, such as {@code simd_bias}. */
    public static List<String> names(Iterable<Check> checks) {
        List<String> names = new ArrayList<>();
        checks.forEach(check -> names.add(check.wireName()));
        return names;
    }
}
