package io.lotabots.crypto;

import java.nio.charset.StandardCharsets;

/** What a wallet signs when it is asked to sign a message (EIP-191, version 0x45, {@code personal_sign}). */
public final class PersonalMessage {
    private PersonalMessage() {}

    /** Keccak-256 of the prefix, the number of the message's UTF-8 bytes, and the bytes. */
    public static byte[] hash(String message) {
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        byte[] prefix = ("\u0019Ethereum Signed Message:\n" + bytes.length).getBytes(StandardCharsets.US_ASCII);
        byte[] all = new byte[prefix.length + bytes.length];
        System.arraycopy(prefix, 0, all, 0, prefix.length);
        System.arraycopy(bytes, 0, all, prefix.length, bytes.length);
        return Secp256k1.keccak(all);
    }
}
