package io.lotabots.evidence.webauthn;

import io.lotabots.evidence.Cbor;
import io.lotabots.evidence.CoseKey;
import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.Reader;
import io.lotabots.evidence.Reason;
import java.security.PublicKey;
import java.util.Arrays;

/**
 * Authenticator data with an attested credential (Web Authentication, section 6.1).
 *
 * @param rpIdHash SHA-256 of the relying party's identifier
 * @param flags bit 0 the user was present, bit 2 the user was verified
 * @param signCount 0 to 2^32 - 1
 * @param aaguid 16 bytes that name the model of the authenticator
 */
record AuthenticatorData(
        byte[] rpIdHash, int flags, long signCount, byte[] aaguid, byte[] credentialId, PublicKey credentialKey) {
    private static final int ATTESTED = 0x40;
    private static final int EXTENSIONS = 0x80;
    private static final int MOST_CREDENTIAL_ID = 1023;

    static AuthenticatorData of(byte[] bytes) throws EvidenceRefused {
        Reader reader = new Reader("authenticator data", bytes);
        byte[] rpIdHash = reader.bytes("rpIdHash", 32);
        int flags = reader.u8("flags");
        long signCount = reader.u32be("signCount");
        if ((flags & ATTESTED) == 0) {
            throw new EvidenceRefused(Reason.MALFORMED, "authenticator data: no attested credential");
        }
        byte[] aaguid = reader.bytes("aaguid", 16);
        int length = reader.u16be("credentialIdLength");
        if (length > MOST_CREDENTIAL_ID) {
            throw new EvidenceRefused(
                    Reason.BAD_LENGTH,
                    "a credential's identifier has at most " + MOST_CREDENTIAL_ID + " bytes, got " + length);
        }
        byte[] credentialId = reader.bytes("credentialId", length);
        Cbor key = Cbor.first(bytes, reader.position());
        int end = key.end();
        if ((flags & EXTENSIONS) != 0) {
            end = Cbor.first(bytes, end).end();
        }
        if (end != bytes.length) {
            throw new EvidenceRefused(
                    Reason.MALFORMED, "authenticator data: " + (bytes.length - end) + " bytes after its end");
        }
        return new AuthenticatorData(rpIdHash, flags, signCount, aaguid, credentialId, CoseKey.of(key));
    }

    boolean isUserVerified() {
        return (flags & 4) != 0;
    }

    boolean isFor(byte[] wantedRpIdHash) {
        return Arrays.equals(rpIdHash, wantedRpIdHash);
    }
}
