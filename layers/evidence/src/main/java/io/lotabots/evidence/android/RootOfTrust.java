package io.lotabots.evidence.android;

import io.lotabots.evidence.Der;
import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.Reason;
import java.util.List;

/**
 * What the bootloader told the trusted environment.
 *
 * @param bootKey the key that verified the system, or its digest
 * @param bootHash the digest over what was verified; empty before version 3
 */
record RootOfTrust(byte[] bootKey, boolean locked, BootState state, byte[] bootHash) {
    private static final int MOST_BYTES = 64;

    /** In the order of their numbers. */
    enum BootState {
        VERIFIED("Verified"),
        SELF_SIGNED("SelfSigned"),
        UNVERIFIED("Unverified"),
        FAILED("Failed");

        private final String label;

        BootState(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    static RootOfTrust of(Der sequence) throws EvidenceRefused {
        List<Der> fields = sequence.children();
        if (fields.size() != 3 && fields.size() != 4) {
            throw new EvidenceRefused(
                    Reason.MALFORMED_EXTENSION, "a root of trust has 3 or 4 fields, got " + fields.size());
        }
        long state = fields.get(2).integer();
        if (state < 0 || state >= BootState.values().length) {
            throw new EvidenceRefused(Reason.MALFORMED_EXTENSION, "a state of boot is 0 to 3, got " + state);
        }
        return new RootOfTrust(
                bounded(fields.get(0)),
                fields.get(1).bool(),
                BootState.values()[(int) state],
                fields.size() == 4 ? bounded(fields.get(3)) : new byte[0]);
    }

    private static byte[] bounded(Der field) throws EvidenceRefused {
        byte[] bytes = field.octets();
        if (bytes.length > MOST_BYTES) {
            throw new EvidenceRefused(
                    Reason.BAD_LENGTH,
                    "a field of the root of trust has at most " + MOST_BYTES + " bytes, got " + bytes.length);
        }
        return bytes;
    }
}
