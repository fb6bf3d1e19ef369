package io.lotabots.evidence.apple;

import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.Reader;
import io.lotabots.evidence.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The authenticator data of App Attest, laid out as those of WebAuthn (Web Authentication Level 2, section 6.1).
 *
 * @param appIdHash SHA-256 of the app's identifier, 32 bytes
 * @param counter how often the key has signed, 0 to 2^32 - 1
 * @param aaguid 16 bytes that name the environment; empty in an assertion
 * @param credentialId the key's identifier; empty in an assertion
 */
record AuthenticatorData(byte[] appIdHash, long counter, byte[] aaguid, byte[] credentialId) {
    private static final int KEY_ID_BYTES = 32;

    /** Of an attestation. The encoded key that follows is the leaf's and not read. */
    static AuthenticatorData ofAttestation(byte[] bytes) throws EvidenceRefused {
        Reader reader = new Reader("authData", bytes);
        byte[] appIdHash = reader.bytes("rpIdHash", 32);
        reader.skip("flags", 1);
        long counter = reader.u32be("counter");
        byte[] aaguid = reader.bytes("aaguid", 16);
        int length = reader.u16be("length of the credential id");
        if (length != KEY_ID_BYTES) {
            throw new EvidenceRefused(
                    Reason.BAD_LENGTH, "the credential id has " + KEY_ID_BYTES + " bytes, got " + length);
        }
        return new AuthenticatorData(appIdHash, counter, aaguid, reader.bytes("credential id", length));
    }

    /** Of an assertion: nothing follows the counter. */
    static AuthenticatorData ofAssertion(byte[] bytes) throws EvidenceRefused {
        Reader reader = new Reader("authenticatorData", bytes);
        byte[] appIdHash = reader.bytes("rpIdHash", 32);
        reader.skip("flags", 1);
        long counter = reader.u32be("counter");
        reader.end();
        return new AuthenticatorData(appIdHash, counter, new byte[0], new byte[0]);
    }

    /** {@code development} or {@code production}. */
    String environment() throws EvidenceRefused {
        if (Arrays.equals(aaguid, ascii("appattestdevelop"))) {
            return "development";
        }
        if (Arrays.equals(aaguid, ascii("appattest\0\0\0\0\0\0\0"))) {
            return "production";
        }
        throw new EvidenceRefused(Reason.MALFORMED, "the aaguid is of no environment of App Attest");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
