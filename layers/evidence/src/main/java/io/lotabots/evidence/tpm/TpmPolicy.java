package io.lotabots.evidence.tpm;

import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.Policy;
import io.lotabots.evidence.Reason;
import io.lotabots.evidence.Settings;
import io.lotabots.evidence.tpm.TpmAttest.Selection;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The settings of {@link Tpm2Quote} about registers and time; the ones about keys are read by {@link Binding}. */
final class TpmPolicy {
    /** Firmware, its drivers, and what it started. */
    private static final List<Integer> BOOT = List.of(0, 2, 4);

    private static final int SECURE_BOOT = 7;
    private static final int LAST_PCR = 23;

    /** What any quote of registers may be held to. */
    static final Settings REGISTERS = Settings.NONE
            .text("bank", Stream.of(TpmHash.values()).map(TpmHash::label).collect(Collectors.joining("|")))
            .texts("required_pcrs", "[0-9]|1[0-9]|2[0-3]")
            .digests(IntStream.rangeClosed(0, LAST_PCR)
                    .mapToObj(pcr -> "pcr_" + pcr)
                    .toArray(String[]::new));

    /** Digests that files may have which IMA measured, in lower case. */
    static final String FILES = "ima_files";

    private final Policy policy;

    TpmPolicy(Policy policy) {
        this.policy = policy;
    }

    /**
     * The bank on which everything else is judged: the one that the policy names, else the first that is not of SHA-1.
     *
     * @throws EvidenceRefused MISSING_PCR when the quote has no such bank, WEAK_BANK when it has SHA-1 alone
     */
    TpmHash bank(List<Selection> selections) throws EvidenceRefused {
        String named = policy.text("bank", "");
        List<TpmHash> quoted = selections.stream()
                .filter(selection -> !selection.pcrs().isEmpty())
                .map(Selection::bank)
                .toList();
        if (named.isEmpty()) {
            return quoted.stream()
                    .filter(bank -> bank != TpmHash.SHA1)
                    .findFirst()
                    .orElseThrow(
                            () -> new EvidenceRefused(Reason.WEAK_BANK, "the quote is over registers of SHA-1 alone"));
        }
        return quoted.stream()
                .filter(bank -> bank.label().equals(named))
                .findFirst()
                .orElseThrow(() -> new EvidenceRefused(Reason.MISSING_PCR, "the quote is not over bank " + named));
    }

    /**
     * @throws EvidenceRefused MISSING_PCR when a register that the policy asks for is not quoted, MEASUREMENT_MISMATCH when
     *     it has none of the values that the policy allows
     */
    void requireMeasurements(TpmHash bank, SortedMap<Integer, byte[]> registers) throws EvidenceRefused {
        Set<String> required = policy.allowed("required_pcrs");
        for (int pcr = 0; pcr <= LAST_PCR; pcr++) {
            Set<String> allowed = policy.allowed("pcr_" + pcr);
            byte[] value = registers.get(pcr);
            if (value == null) {
                if (required.contains(Integer.toString(pcr)) || !allowed.isEmpty()) {
                    throw new EvidenceRefused(
                            Reason.MISSING_PCR, "the policy asks for PCR " + pcr + " of " + bank.label());
                }
            } else if (!allowed.isEmpty()
                    && allowed.stream().noneMatch(HexFormat.of().formatHex(value)::equalsIgnoreCase)) {
                throw new EvidenceRefused(
                        Reason.MEASUREMENT_MISMATCH,
                        "PCR " + pcr + " of " + bank.label() + " is "
                                + HexFormat.of().formatHex(value) + ", which is none of the allowed values");
            }
        }
    }

    /** @throws EvidenceRefused MEASUREMENT_MISMATCH for the first file that is none of those that the policy names */
    void requireFiles(List<ImaList.Measured> files) throws EvidenceRefused {
        Set<String> allowed = policy.allowed(FILES);
        for (ImaList.Measured file : allowed.isEmpty() ? List.<ImaList.Measured>of() : files) {
            if (!allowed.contains(file.digest())) {
                throw new EvidenceRefused(
                        Reason.MEASUREMENT_MISMATCH,
                        "the IMA list has \"" + file.name() + "\" of digest \"" + file.digest()
                                + "\", which is none of the allowed files");
            }
        }
    }

    /** Whether the list of files that ran must come with the quote. */
    boolean asksForFiles() {
        return !policy.allowed(FILES).isEmpty();
    }

    /** Whether reference values were given, and met, for all that runs before the operating system. */
    boolean comparesBoot() {
        return BOOT.stream().noneMatch(pcr -> policy.allowed("pcr_" + pcr).isEmpty());
    }

    boolean comparesSecureBoot() {
        return !policy.allowed("pcr_" + SECURE_BOOT).isEmpty();
    }

    /** @throws EvidenceRefused CLOCK_WENT_BACK when the policy knows a later quote of this key */
    void requireNotBeforeLast(TpmClock clock) throws EvidenceRefused {
        long last = policy.number("last_clock", -1);
        if (last >= 0) {
            clock.requireNotBefore(new TpmClock(
                    last, policy.number("last_reset_count", 0), policy.number("last_restart_count", 0), true));
        }
    }
}
