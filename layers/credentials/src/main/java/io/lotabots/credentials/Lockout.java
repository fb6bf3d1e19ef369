package io.lotabots.credentials;

/**
 * How long a place must wait after failed attempts to sign in to one account. What is counted is the pair of the account
 * and the place (a device that signed in before, or a network): nobody can lock an account for anyone but themselves.
 * When an account is tried from many places at once, each new place has one attempt and not {@value #FREE}; its owner
 * still has that one (OWASP ASVS 5.0, 6.1.1 and 6.3.1).
 */
public final class Lockout {
    /** Attempts of a place without a wait. */
    public static final int FREE = 5;

    /** Failures of one account in an hour, from all places that never signed in to it, from which each has one attempt. */
    public static final int UNDER_ATTACK = 100;

    /** Wait after the first attempt that was not free, in seconds; each further failure doubles it. */
    public static final long FIRST_WAIT_SECONDS = 30;

    /** Longest wait, in seconds. */
    public static final long MAX_WAIT_SECONDS = 30 * 60;

    /** Seconds without an attempt after which failures are forgotten. */
    public static final long FORGOTTEN_SECONDS = 24 * 3600;

    private Lockout() {}

    /**
     * The wait after a failure.
     *
     * @param failures of this place in a row, this one included
     * @param attacked whether the account is tried from many places
     * @return seconds; 0 while attempts are free
     */
    public static long waitSeconds(long failures, boolean attacked) {
        long over = failures - (attacked ? 1 : FREE);
        if (over < 0) {
            return 0;
        }
        // Doubling has reached the longest wait long before the shift runs out of bits.
        return Math.min(MAX_WAIT_SECONDS, FIRST_WAIT_SECONDS << Math.min(over, 20));
    }
}
