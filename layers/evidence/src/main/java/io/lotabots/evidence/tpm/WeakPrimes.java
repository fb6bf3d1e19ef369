package io.lotabots.evidence.tpm;

import java.math.BigInteger;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;

/**
 * Recognises RSA keys that chips of Infineon made with a faulty library (CVE-2017-15361, "ROCA"): their primes are powers of
 * 65537 modulo a product of small primes, and so are the moduli, which lets them be factored.
 */
final class WeakPrimes {
    private static final int[] SMALL_PRIMES = {
        3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103, 107, 109,
        113, 127, 131, 137, 139, 149, 151, 157, 163, 167
    };

    private static final int GENERATOR = 65537;

    private WeakPrimes() {}

    /** A modulus by chance passes for one of these with a probability of less than 2^-27. */
    static boolean in(PublicKey key) {
        if (!(key instanceof RSAPublicKey rsa)) {
            return false;
        }
        for (int prime : SMALL_PRIMES) {
            int rest = rsa.getModulus().mod(BigInteger.valueOf(prime)).intValue();
            if (!isPower(rest, prime)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPower(int rest, int prime) {
        int power = 1;
        for (int exponent = 0; exponent < prime; exponent++) {
            if (power == rest) {
                return true;
            }
            power = power * (GENERATOR % prime) % prime;
        }
        return false;
    }
}
