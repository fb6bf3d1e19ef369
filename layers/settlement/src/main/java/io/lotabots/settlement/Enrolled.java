package io.lotabots.settlement;

/**
 * One row of an epoch's frozen membership.
 *
 * @param identity the paid identity, 1 to 128 of {@code A-Za-z0-9._:-}; identities are ordered by their bytes
 * @param weight units of 1e-9, 0 or more
 */
public record Enrolled(String identity, long weight) {
    private static final int MAX_IDENTITY = 128;

    /** @throws IllegalArgumentException naming the field, its limit and what was got */
    public Enrolled {
        requireIdentity(identity);
        if (weight < 0) {
            throw new IllegalArgumentException("weight of " + identity + " must be 0 or more, got: " + weight);
        }
    }

    /** Checked character by character: an epoch has a million of them. */
    static void requireIdentity(String identity) {
        boolean good = !identity.isEmpty() && identity.length() <= MAX_IDENTITY;
        for (int i = 0; good && i < identity.length(); i++) {
            char c = identity.charAt(i);
            good = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '-' && c <= '.')
                    || (c >= '0' && c <= ':')
                    || c == '_';
        }
        if (!good) {
            throw new IllegalArgumentException(
                    "an identity is 1 to 128 of A-Z a-z 0-9 . _ : -, got: " + Malformed.shown(identity));
        }
    }
}
