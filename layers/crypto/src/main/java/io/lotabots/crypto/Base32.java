package io.lotabots.crypto;

/** Base32 of RFC 4648, section 6, without padding. */
public final class Base32 {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int BITS = 5;

    private Base32() {}

    /** The text of {@code bytes} in capital letters and digits: eight characters for five bytes. */
    public static String encode(byte[] bytes) {
        StringBuilder text = new StringBuilder((bytes.length * Byte.SIZE + BITS - 1) / BITS);
        int pending = 0;
        int held = 0;
        for (byte next : bytes) {
            pending = pending << Byte.SIZE | next & 0xff;
            held += Byte.SIZE;
            while (held >= BITS) {
                held -= BITS;
                text.append(ALPHABET.charAt(pending >> held & 31));
            }
            pending &= (1 << held) - 1;
        }
        if (held > 0) {
            text.append(ALPHABET.charAt(pending << BITS - held & 31));
        }
        return text.toString();
    }
}
