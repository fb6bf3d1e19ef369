package io.lotabots.evidence.arm;

import io.lotabots.evidence.Cbor;
import io.lotabots.evidence.Cbor.Kind;
import io.lotabots.evidence.CoseKey;
import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.Reason;
import io.lotabots.evidence.Signatures;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a realm's token says (Realm Management Monitor specification, "Realm token").
 *
 * @param challenge 64 bytes that the realm was given
 * @param personalisation 64 bytes that its owner chose
 * @param initial the measurement of what it began with (RIM)
 * @param extensible four measurements that it extended itself (REM)
 * @param keyBytes the realm's attestation key (RAK) as it is encoded: a point, or a COSE_Key in newer profiles
 * @param keyDigest the name of the digest by which the platform binds that key, as {@code SHA-256}
 */
record RealmClaims(
        byte[] challenge,
        byte[] personalisation,
        byte[] initial,
        List<byte[]> extensible,
        byte[] keyBytes,
        String keyDigest) {
    private static final int MOST_KEY_BYTES = 256;
    private static final int UNCOMPRESSED = 4;
    private static final Map<String, String> DIGESTS =
            Map.of("sha-256", "SHA-256", "sha-384", "SHA-384", "sha-512", "SHA-512");

    static RealmClaims of(Cbor map) throws EvidenceRefused {
        digest(map.get(44236));
        List<byte[]> extensible = new ArrayList<>();
        for (Cbor measurement : map.get(44239).items()) {
            extensible.add(PlatformClaims.digest("a measurement of the realm", measurement));
        }
        if (extensible.size() != 4) {
            throw new EvidenceRefused(
                    Reason.BAD_LENGTH, "a realm has 4 extensible measurements, got " + extensible.size());
        }
        return new RealmClaims(
                map.get(10).bytes("the challenge of the realm", 64, 64),
                map.get(44235).bytes("the personalisation of the realm", 64, 64),
                PlatformClaims.digest("the initial measurement", map.get(44238)),
                extensible,
                keyBytes(map.get(44237)),
                digest(map.get(44240)));
    }

    PublicKey key() throws EvidenceRefused {
        return keyBytes[0] == UNCOMPRESSED ? CoseKey.ofPoint(keyBytes) : CoseKey.of(Cbor.of(keyBytes));
    }

    /** What the platform's challenge must be. */
    byte[] keyHash() {
        return Signatures.digest(keyDigest, keyBytes);
    }

    private static byte[] keyBytes(Cbor item) throws EvidenceRefused {
        byte[] bytes = item.kind() == Kind.MAP ? item.raw() : item.bytes();
        if (bytes.length == 0 || bytes.length > MOST_KEY_BYTES) {
            throw new EvidenceRefused(
                    Reason.BAD_LENGTH, "the realm's key has 1 to " + MOST_KEY_BYTES + " bytes, got " + bytes.length);
        }
        return bytes;
    }

    private static String digest(Cbor item) throws EvidenceRefused {
        String name = DIGESTS.get(item.text());
        if (name == null) {
            throw new EvidenceRefused(
                    Reason.UNSUPPORTED_ALGORITHM, "a digest of a realm is sha-256, sha-384 or sha-512");
        }
        return name;
    }
}
