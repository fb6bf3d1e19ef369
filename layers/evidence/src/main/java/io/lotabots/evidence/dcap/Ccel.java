package io.lotabots.evidence.dcap;

import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.Reason;
import io.lotabots.evidence.tpm.EventData;
import io.lotabots.evidence.tpm.EventLog;
import io.lotabots.evidence.tpm.TpmHash;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The log of a TDX guest's boot (the CCEL table of ACPI 6.5), replayed with SHA-384: its register 0 is MRTD, its registers 1
 * to 4 are RTMR0 to RTMR3. The log must lead to RTMR0, RTMR1 and RTMR2; RTMR3 belongs to what runs later.
 *
 * @param events how many
 * @param replayed numbers of the RTMR that the log leads to
 * @param secureBoot what the firmware measured of it, null when it measured nothing of the kind
 */
record Ccel(int events, List<Long> replayed, @Nullable Boolean secureBoot) {
    private static final int LAST_OF_BOOT = 2;
    /** In the log, the register of the firmware's variables. */
    private static final int SECURE_BOOT = 1;

    /** @throws EvidenceRefused EVENT_LOG_MISMATCH, EVENT_DATA_DIGEST_MISMATCH, or what is wrong with the log itself */
    static Ccel of(byte[] bytes, Body body) throws EvidenceRefused {
        if (!(body instanceof TrustDomain domain)) {
            throw new EvidenceRefused(Reason.EVENT_LOG_MISMATCH, "an enclave has no log of a boot");
        }
        EventLog log = EventLog.of(bytes);
        EventData.requireMeasured(log, TpmHash.SHA384);
        SortedMap<Integer, byte[]> reached = log.replay(TpmHash.SHA384);
        List<Long> replayed = new ArrayList<>();
        for (int i = 0; i < domain.rtmr().size(); i++) {
            byte[] quoted = domain.rtmr().get(i);
            byte[] value = reached.getOrDefault(i + 1, new byte[quoted.length]);
            if (Arrays.equals(value, quoted)) {
                replayed.add((long) i);
            } else if (i <= LAST_OF_BOOT) {
                throw new EvidenceRefused(
                        Reason.EVENT_LOG_MISMATCH,
                        "the log leads to " + HexFormat.of().formatHex(value) + " in RTMR" + i + ", quoted is "
                                + HexFormat.of().formatHex(quoted));
            }
        }
        return new Ccel(
                log.events().size(), List.copyOf(replayed), EventData.secureBoot(log, TpmHash.SHA384, SECURE_BOOT));
    }

    void put(Map<String, Object> claims) {
        claims.put("events", (long) events);
        claims.put("replayed", replayed);
        if (secureBoot != null) {
            claims.put("secureBoot", secureBoot);
        }
    }
}
