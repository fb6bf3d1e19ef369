package io.lotabots.clients.wallet;

import io.lotabots.clients.PlainError;
import io.lotabots.crypto.Digests;
import io.lotabots.crypto.Ed25519;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** The words of BIP-39 that bring a key back: 12, 15, 18, 21 or 24 of 2,048 English ones, the last of which checks the others. */
final class Words {
    /** Bytes of chance behind the 24 words that are made here. */
    static final int ENTROPY_BYTES = 32;

    private static final int BITS_PER_WORD = 11;
    private static final int SEED_BYTES = 64;
    private static final int ROUNDS = 2048;
    private static final List<Integer> LENGTHS = List.of(12, 15, 18, 21, 24);
    private static final List<String> LIST = read();

    private Words() {}

    /**
     * The words of a number by chance.
     *
     * @param entropy 16, 20, 24, 28 or 32 bytes
     */
    static List<String> of(byte[] entropy) {
        int checkBits = entropy.length * 8 / 32;
        int check = (Digests.sha256(entropy)[0] & 0xff) >> (8 - checkBits);
        var bits = new BigInteger(1, entropy).shiftLeft(checkBits).or(BigInteger.valueOf(check));
        int count = (entropy.length * 8 + checkBits) / BITS_PER_WORD;
        if (!LENGTHS.contains(count)) {
            throw new IllegalArgumentException("BIP-39 takes 16, 20, 24, 28 or 32 bytes, got " + entropy.length);
        }
        var words = new ArrayList<String>();
        for (int at = count - 1; at >= 0; at--) {
            words.add(LIST.get(bits.shiftRight(at * BITS_PER_WORD).intValue() & (LIST.size() - 1)));
        }
        return List.copyOf(words);
    }

    /**
     * The words in a typed text: in any case of letters, with any blanks between them.
     *
     * @throws PlainError when they are no such words; it names the place of a wrong one and never shows it
     */
    static List<String> parse(String typed) {
        var text = Normalizer.normalize(typed, Normalizer.Form.NFKD)
                .toLowerCase(Locale.ROOT)
                .strip();
        var words = text.isEmpty() ? List.<String>of() : List.of(text.split("\\s+", -1));
        if (!LENGTHS.contains(words.size())) {
            throw new PlainError("12, 15, 18, 21 or 24 words are needed, got " + words.size());
        }
        for (int at = 0; at < words.size(); at++) {
            if (index(words.get(at)) < 0) {
                throw new PlainError("word " + (at + 1) + " is not in the list of BIP-39 (English)");
            }
        }
        if (!words.equals(of(entropy(words)))) {
            throw new PlainError("these words do not belong together: one of them is wrong, or their order is");
        }
        return words;
    }

    /** The chance behind words of the list, whether or not their check is right. */
    private static byte[] entropy(List<String> words) {
        var bits = BigInteger.ZERO;
        for (var word : words) {
            bits = bits.shiftLeft(BITS_PER_WORD).or(BigInteger.valueOf(index(word)));
        }
        int bytes = words.size() * BITS_PER_WORD * 32 / 33 / 8;
        var number = bits.shiftRight(bytes * 8 / 32).toByteArray();
        var entropy = new byte[bytes];
        // A leading zero byte may be there for the sign, or leading ones may be missing.
        int kept = Math.min(bytes, number.length);
        System.arraycopy(number, number.length - kept, entropy, bytes - kept, kept);
        return entropy;
    }

    /**
     * The seed of BIP-39: PBKDF2 (RFC 8018) with HMAC-SHA-512, 2,048 rounds, 64 bytes.
     *
     * @param passphrase the extra word that BIP-39 allows, usually none; printable ASCII
     */
    static byte[] seed(List<String> words, String passphrase) {
        var spec = new PBEKeySpec(
                String.join(" ", words).toCharArray(),
                ("mnemonic" + passphrase).getBytes(StandardCharsets.UTF_8),
                ROUNDS,
                SEED_BYTES * 8);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has PBKDF2WithHmacSHA512", e);
        } finally {
            spec.clearPassword();
        }
    }

    /** The Ed25519 seed (RFC 8032) of words: the first 32 bytes of the BIP-39 seed, as RustChain's wallets derive it. */
    static byte[] key(List<String> words) {
        var seed = seed(words, "");
        try {
            return Arrays.copyOf(seed, Ed25519.KEY_BYTES);
        } finally {
            Arrays.fill(seed, (byte) 0);
        }
    }

    private static int index(String word) {
        return Collections.binarySearch(LIST, word);
    }

    private static List<String> read() {
        try (var in = Words.class.getResourceAsStream("bip39-english.txt")) {
            if (in == null) {
                throw new IllegalStateException("the list of words is missing from this program");
            }
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
