package io.lotabots.appraisal;

import java.util.Map;
import java.util.Optional;

/**
 * The API in which a challenge was asked for, and answered.
 *
 * @param name kept with the challenge; empty for this platform's own
 * @param bound the bytes that evidence must hold where the API says so in its own way; else {@link Appraiser#bound} does
 * @param ofPiece what single pieces must hold in place of that, by their labels
 */
record Face(String name, Optional<byte[]> bound, Map<String, byte[]> ofPiece) {
    /** {@code /v1}. */
    static final Face OWN = new Face("", Optional.empty(), Map.of());

    /** {@code /challenge-response/v1}, whose clients may name the nonce themselves. */
    static final Face VERAISON = new Face("veraison", Optional.empty(), Map.of());

    /** {@code /kbs/v0}, where evidence holds the digest of what the guest says of itself. */
    static final Face KBS = new Face("kbs", Optional.empty(), Map.of());

    /** {@code /v3}, for agents of Keylime. */
    static final Face KEYLIME = new Face("keylime", Optional.empty(), Map.of());

    /** {@code /v3.0/sessions}, in which those agents authenticate. */
    static final Face KEYLIME_SESSION = new Face("keylime-session", Optional.empty(), Map.of());

    Face {
        ofPiece = Map.copyOf(ofPiece);
    }

    Face bound(byte[] bytes) {
        return new Face(name, Optional.of(bytes), ofPiece);
    }

    /** The same where some pieces of evidence, by their labels, must hold other bytes than the rest. */
    Face bound(Map<String, byte[]> pieces) {
        return new Face(name, bound, pieces);
    }
}
