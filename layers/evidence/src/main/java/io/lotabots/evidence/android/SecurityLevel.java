package io.lotabots.evidence.android;

import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.Reason;
import java.util.Arrays;

/** Where a key lives, the weakest first, in the order of their numbers in the extension. */
enum SecurityLevel {
    SOFTWARE("Software"),
    TRUSTED_ENVIRONMENT("TrustedEnvironment"),
    STRONG_BOX("StrongBox");

    private final String label;

    SecurityLevel(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    static SecurityLevel of(long number) throws EvidenceRefused {
        if (number < 0 || number >= values().length) {
            throw new EvidenceRefused(Reason.MALFORMED_EXTENSION, "a security level is 0, 1 or 2, got " + number);
        }
        return values()[(int) number];
    }

    /** @throws IllegalArgumentException when no level is called so: the policy is wrong */
    static SecurityLevel named(String label) {
        return Arrays.stream(values())
                .filter(level -> level.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "policy setting \"min_level\" is Software, TrustedEnvironment or StrongBox, got " + label));
    }
}
