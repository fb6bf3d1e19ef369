package io.lotabots.appraisal;

import java.util.Optional;

/**
 * The API in which a challenge was asked for, and answered.
 *
 * @param name kept with the challenge; empty for this platform's own
 * @param bound the bytes that evidence must hold where the API says so in its own way; else {@link Appraiser#bound} does
 */
record Face(String name, Optional<byte[]> bound) {
    /** {@code /v1}. */
    static final Face OWN = new Face("", Optional.empty());

    /** {@code /challenge-response/v1}, whose clients may name the nonce themselves. */
    static final Face VERAISON = new Face("veraison", Optional.empty());

    /** {@code /kbs/v0}, where evidence holds the digest of what the guest says of itself. */
    static final Face KBS = new Face("kbs", Optional.empty());

    /** {@code /v3}, for agents of Keylime. */
    static final Face KEYLIME = new Face("keylime", Optional.empty());

    Face bound(byte[] bytes) {
        return new Face(name, Optional.of(bytes));
    }
}
