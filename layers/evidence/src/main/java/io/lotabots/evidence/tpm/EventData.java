package io.lotabots.evidence.tpm;

import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.Reader;
import io.lotabots.evidence.Reason;
import io.lotabots.evidence.tpm.EventLog.Event;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the events of a boot log say. A log replays to the quoted registers by its digests alone, so its data may be
 * anything: it is believed only where the type says that the digest is of the data itself, and then it is hashed again.
 */
public final class EventData {
    private static final int SEPARATOR = 0x4;
    private static final int VARIABLE_DRIVER_CONFIG = 0x80000001;
    private static final int GPT = 0x80000006;
    private static final int ACTION = 0x80000007;

    /**
     * Types whose digest is of the data on every platform. Others hold descriptions (boot applications, GRUB's events), or
     * are of the data on some platforms only (authorities, boot variables, versions of the S-CRTM, tags).
     */
    private static final Set<Integer> MEASURED_AS_IS = Set.of(SEPARATOR, VARIABLE_DRIVER_CONFIG, GPT, ACTION);

    /** EFI_GLOBAL_VARIABLE, 8be4df61-93ca-11d2-aa0d-00e098032b8c. */
    private static final byte[] GLOBAL_VARIABLE = HexFormat.of().parseHex("61dfe48bca93d211aa0d00e098032b8c");

    /**
     * What a firmware measures when it hands a register over, or failed to: 0, -1 or 1 in four bytes (section 10.4.1). A type is
     * not measured, so that a separator is known by its digest.
     */
    private static final List<byte[]> SEPARATORS =
            List.of(new byte[4], new byte[] {-1, -1, -1, -1}, new byte[] {1, 0, 0, 0});

    private EventData() {}

    /** @throws EvidenceRefused EVENT_DATA_DIGEST_MISMATCH when an event's data is not what was measured */
    public static void requireMeasured(EventLog log, TpmHash bank) throws EvidenceRefused {
        for (int i = 0; i < log.events().size(); i++) {
            Event event = log.events().get(i);
            byte[] digest = event.digests().get(bank);
            if (MEASURED_AS_IS.contains(event.type())
                    && digest != null
                    && !MessageDigest.isEqual(digest, bank.digest(event.data()))) {
                throw new EvidenceRefused(
                        Reason.EVENT_DATA_DIGEST_MISMATCH,
                        "event " + i
                                + " of the log, of type 0x%08x for PCR %d, holds other data than was measured"
                                        .formatted(event.type(), event.pcr()));
            }
        }
    }

    /**
     * Whether the firmware booted with Secure Boot on: what it measured of the variable before it handed the register over.
     * Null when it measured nothing of the kind.
     *
     * @param bank whose digests lead to the register
     * @param register PCR 7, or what stands for it in a guest without a TPM
     * @throws EvidenceRefused MALFORMED when a variable cannot be read or the firmware measured it twice
     */
    public static @Nullable Boolean secureBoot(EventLog log, TpmHash bank, int register) throws EvidenceRefused {
        Boolean secureBoot = null;
        for (Event event : log.events()) {
            if (event.pcr() != register) {
                continue;
            }
            if (isSeparator(event, bank)) {
                break;
            }
            if (event.type() == VARIABLE_DRIVER_CONFIG) {
                Reader reader = new Reader("UEFI_VARIABLE_DATA", event.data());
                byte[] owner = reader.bytes("VariableName", 16);
                long name = reader.u64le("UnicodeNameLength");
                long size = reader.u64le("VariableDataLength");
                if (name < 0 || name > event.data().length) {
                    throw new EvidenceRefused(
                            Reason.MALFORMED, "UEFI_VARIABLE_DATA: a name of " + Long.toUnsignedString(name));
                }
                String called = new String(reader.bytes("UnicodeName", 2 * name), StandardCharsets.UTF_16LE);
                byte[] value = reader.bytes("VariableData", size);
                if (called.equals("SecureBoot") && MessageDigest.isEqual(owner, GLOBAL_VARIABLE)) {
                    if (secureBoot != null) {
                        throw new EvidenceRefused(Reason.MALFORMED, "event log: SecureBoot is measured twice");
                    }
                    secureBoot = value.length == 1 && value[0] == 1;
                }
            }
        }
        return secureBoot;
    }

    private static boolean isSeparator(Event event, TpmHash bank) {
        byte[] digest = event.digests().get(bank);
        return event.type() == SEPARATOR
                || digest != null
                        && SEPARATORS.stream().anyMatch(value -> MessageDigest.isEqual(digest, bank.digest(value)));
    }
}
