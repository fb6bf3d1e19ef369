package io.lotabots.evidence.tpm;

import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;

/**
 * What the templates of the TCG EK Credential Profile 2.5 (annex B) fix for a key of this kind and size.
 *
 * @param hash nameAlg
 * @param aesBits of the symmetric key that protects what it decrypts
 * @param fieldBytes of a coordinate, 0 for RSA
 */
record EndorsementTemplate(TpmHash hash, int aesBits, int fieldBytes) {
    /** @throws IllegalArgumentException for a key that no template describes */
    static EndorsementTemplate of(PublicKey key) {
        int bits = switch (key) {
            case RSAPublicKey rsa -> rsa.getModulus().bitLength();
            case ECPublicKey ec -> ec.getParams().getCurve().getField().getFieldSize();
            default -> 0;
        };
        return switch (bits) {
            case 2048 -> new EndorsementTemplate(TpmHash.SHA256, 128, 0);
            case 3072 -> new EndorsementTemplate(TpmHash.SHA384, 256, 0);
            case 256 -> new EndorsementTemplate(TpmHash.SHA256, 128, 32);
            case 384 -> new EndorsementTemplate(TpmHash.SHA384, 256, 48);
            case 521 -> new EndorsementTemplate(TpmHash.SHA512, 256, 66);
            default ->
                throw new IllegalArgumentException("an endorsement key is RSA of 2048 or 3072 bits or P-256, P-384"
                        + " or P-521, got " + key.getAlgorithm() + " of " + bits + " bits");
        };
    }
}
