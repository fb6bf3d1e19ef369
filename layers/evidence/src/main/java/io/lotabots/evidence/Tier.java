package io.lotabots.evidence;

import java.util.Locale;

/** Trustworthiness tiers of AR4SI (draft-ietf-rats-ar4si), with the numbers that an EAR carries; worse ones come later. */
public enum Tier {
    NONE(0),
    AFFIRMING(2),
    WARNING(32),
    CONTRAINDICATED(96);

    private final int value;

    Tier(int value) {
        this.value = value;
    }

    public int value() {
        return value;
    }

    /** As EAR writes it: {@code affirming}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The tier of a claim of a trustworthiness vector, -128 to 127. */
    public static Tier of(int claim) {
        if (claim >= -1 && claim <= 1) {
            return NONE;
        }
        if (claim >= -32 && claim < 32) {
            return AFFIRMING;
        }
        return claim >= -96 && claim < 96 ? WARNING : CONTRAINDICATED;
    }
}
