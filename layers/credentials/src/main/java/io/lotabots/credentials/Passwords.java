package io.lotabots.credentials;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Passwords as they are stored: {@code 1:<pepper id>:<bcrypt>}, where {@code 1} names the scheme bcrypt(base64(HMAC-SHA-384)).
 * A password is hashed exactly as it was sent, whatever its length (OWASP ASVS 5.0, 6.2.8). Safe for concurrent use.
 */
public final class Passwords {
    /** Cheapest and dearest work factor that is accepted (OWASP ASVS 5.0, appendix C: at least 10). */
    public static final int MIN_COST = 10;

    public static final int MAX_COST = 16;

    private static final Pattern STORED = Pattern.compile("1:([0-9a-f]{8}):(\\$2[aby]\\$([0-9]{2})\\$.{53})");
    /** Salt and digest of nothing in particular: no password is known to match it. */
    private static final String DECOY = "CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW";

    private final Peppers peppers;
    private final int cost;
    private final Comparison comparison;

    /** The slow part: hashes the first by the version, cost and salt of the second, and compares. */
    interface Comparison {
        BCrypt.Result compare(byte[] prehashed, byte[] bcrypt);
    }

    /** @param cost log2 of bcrypt's rounds for what is stored from now on */
    public Passwords(Peppers peppers, int cost) {
        this(peppers, cost, BCrypt.verifyer()::verify);
    }

    Passwords(Peppers peppers, int cost, Comparison comparison) {
        if (cost < MIN_COST || cost > MAX_COST) {
            throw new IllegalArgumentException("bcrypt's cost is " + MIN_COST + " to " + MAX_COST + ", got: " + cost);
        }
        this.peppers = peppers;
        this.cost = cost;
        this.comparison = comparison;
    }

    /** What a password was found to be. */
    public enum Verdict {
        WRONG,
        RIGHT,
        /** Right, and stored with a lower cost or an older pepper than now: it is to be stored anew. */
        RIGHT_BUT_OLD;

        public boolean right() {
            return this != WRONG;
        }
    }

    /** A password as it is to be stored, under a new salt. */
    public String hash(String password) {
        byte[] prehashed = peppers.prehash(peppers.current(), password).orElseThrow();
        byte[] hash = BCrypt.with(BCrypt.Version.VERSION_2B).hash(cost, prehashed);
        return "1:" + peppers.current() + ":" + new String(hash, StandardCharsets.US_ASCII);
    }

    /**
     * Compares a password with what is stored.
     *
     * @param stored absent for nobody's password: takes as long as anybody's, and is wrong
     * @throws IllegalStateException when what is stored is of no known form or pepper
     */
    public Verdict verify(String password, Optional<String> stored) {
        if (stored.isEmpty()) {
            compare(peppers.current(), password, "$2b$" + cost + "$" + DECOY);
            return Verdict.WRONG;
        }
        Matcher parts = STORED.matcher(stored.get());
        if (!parts.matches()) {
            throw new IllegalStateException("a stored password is of no known form");
        }
        String pepper = parts.group(1);
        if (!compare(pepper, password, parts.group(2))) {
            return Verdict.WRONG;
        }
        boolean old = !pepper.equals(peppers.current()) || Integer.parseInt(parts.group(3)) < cost;
        return old ? Verdict.RIGHT_BUT_OLD : Verdict.RIGHT;
    }

    private boolean compare(String pepper, String password, String bcrypt) {
        byte[] prehashed = peppers.prehash(pepper, password)
                .orElseThrow(() -> new IllegalStateException("the secret does not hold pepper " + pepper));
        return comparison.compare(prehashed, bcrypt.getBytes(StandardCharsets.US_ASCII)).verified;
    }
}
