package io.lotabots.evidence.tpm;

import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.Reason;
import io.lotabots.evidence.tpm.ImaList.BootAggregate;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Holds the logs of a boot against the registers of a verified quote. */
final class TpmLogs {
    /** The firmware's own registers: what is in them, its log explains. */
    private static final int LAST_FIRMWARE = 7;

    /** Registers that Linux and systemd extend after the firmware closed its log. */
    private static final Set<Integer> CONTINUED = Set.of(10, 11, 12, 13, 15);

    /** The aggregate of the boot is of PCR 0 to 7 in kernels of before 5.8, and of PCR 0 to 9 since. */
    private static final int[] AGGREGATED = {10, 8};

    private TpmLogs() {}

    /** @param replayed the registers that the log leads to exactly */
    record Boot(
            int events, List<Integer> replayed, @Nullable Boolean secureBoot) {}

    /** @throws EvidenceRefused EVENT_DATA_DIGEST_MISMATCH or EVENT_LOG_MISMATCH, or what is wrong with the log itself */
    static Boot boot(byte[] bytes, TpmHash bank, SortedMap<Integer, byte[]> registers) throws EvidenceRefused {
        EventLog log = EventLog.of(bytes);
        EventData.requireMeasured(log, bank);
        SortedMap<Integer, byte[]> reached = log.replay(bank);
        List<Integer> replayed = new ArrayList<>();
        for (var register : registers.entrySet()) {
            int pcr = register.getKey();
            byte[] value = reached.get(pcr);
            if (value == null && pcr <= LAST_FIRMWARE) {
                value = new byte[bank.size()];
            }
            if (value == null) {
                continue;
            }
            if (Arrays.equals(value, register.getValue())) {
                if (reached.containsKey(pcr)) {
                    replayed.add(pcr);
                }
            } else if (!CONTINUED.contains(pcr)) {
                throw new EvidenceRefused(
                        Reason.EVENT_LOG_MISMATCH,
                        "the event log leads to " + HexFormat.of().formatHex(value) + " in PCR " + pcr + ", quoted is "
                                + HexFormat.of().formatHex(register.getValue()));
            }
        }
        return new Boot(
                log.events().size(),
                List.copyOf(replayed),
                replayed.contains(LAST_FIRMWARE) ? EventData.secureBoot(log, bank, LAST_FIRMWARE) : null);
    }

    /**
     * Replays the IMA list and compares the boot that it begins with to the quoted registers, where they are quoted.
     *
     * @throws EvidenceRefused IMA_MISMATCH, MISSING_PCR when PCR 10 is not quoted, or what is wrong with the list itself
     */
    static ImaList.Replayed ima(byte[] bytes, TpmHash bank, SortedMap<Integer, byte[]> registers, boolean named)
            throws EvidenceRefused {
        byte[] register = registers.get(ImaList.PCR);
        if (register == null) {
            throw new EvidenceRefused(
                    Reason.MISSING_PCR, "an IMA list came without PCR " + ImaList.PCR + " of " + bank.label());
        }
        ImaList.Replayed replayed = ImaList.replay(bytes, bank, register, named);
        BootAggregate aggregate = replayed.bootAggregate();
        if (aggregate != null
                && aggregate.hash() == bank
                && registers.headMap(AGGREGATED[0]).size() == AGGREGATED[0]) {
            requireAggregate(aggregate, registers);
        }
        return replayed;
    }

    private static void requireAggregate(BootAggregate aggregate, SortedMap<Integer, byte[]> registers)
            throws EvidenceRefused {
        for (int count : AGGREGATED) {
            ByteArrayOutputStream concatenated = new ByteArrayOutputStream();
            registers.headMap(count).values().forEach(concatenated::writeBytes);
            if (Arrays.equals(aggregate.digest(), aggregate.hash().digest(concatenated.toByteArray()))) {
                return;
            }
        }
        throw new EvidenceRefused(Reason.IMA_MISMATCH, "the IMA list begins with another boot than PCR 0 to 9 tell");
    }
}
