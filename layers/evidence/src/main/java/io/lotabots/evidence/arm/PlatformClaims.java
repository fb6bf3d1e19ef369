package io.lotabots.evidence.arm;

import io.lotabots.evidence.Cbor;
import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.Reason;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a token says of the platform below: the claims that PSA tokens (RFC 9783) and the platform token of CCA share.
 *
 * @param challenge 32, 48 or 64 bytes: the verifier's nonce in a PSA token, the digest of the realm's key in CCA
 * @param implementationId 32 bytes: which product
 * @param instanceId 33 bytes, the first of which is 1: which piece of it
 * @param lifecycle 0 to 65,535
 * @param components what was measured when it started
 */
record PlatformClaims(
        byte[] challenge, byte[] implementationId, byte[] instanceId, long lifecycle, List<Component> components) {
    private static final int MOST_COMPONENTS = 64;
    private static final int MEASUREMENT = 2;
    private static final int SIGNER = 5;

    /** The labels of the claims, which differ between profiles. */
    record Labels(long challenge, long implementationId, long instanceId, long lifecycle, long components) {
        static final Labels CURRENT = new Labels(10, 2396, 256, 2395, 2399);
        static final Labels PSA_IOT_PROFILE_1 = new Labels(-75008, -75003, -75009, -75002, -75006);
    }

    record Component(byte[] measurement, byte[] signer) {
        private static Component of(Cbor map) throws EvidenceRefused {
            return new Component(
                    digest("the measurement of a component", map.get(MEASUREMENT)),
                    digest("the signer of a component", map.get(SIGNER)));
        }
    }

    static PlatformClaims of(Cbor map, Labels labels) throws EvidenceRefused {
        byte[] instance = map.get(labels.instanceId).bytes("the instance id", 33, 33);
        if (instance[0] != 1) {
            throw new EvidenceRefused(Reason.MALFORMED, "the instance id begins with 01, got " + instance[0]);
        }
        long lifecycle = map.get(labels.lifecycle).integer();
        if (lifecycle < 0 || lifecycle > 0xffff) {
            throw new EvidenceRefused(Reason.MALFORMED, "the lifecycle is 0 to 65535, got " + lifecycle);
        }
        return new PlatformClaims(
                digest("the challenge", map.get(labels.challenge)),
                map.get(labels.implementationId).bytes("the implementation id", 32, 32),
                instance,
                lifecycle,
                components(map.find(labels.components)));
    }

    /** The length of a SHA-2 digest: 32, 48 or 64 bytes. */
    static byte[] digest(String field, Cbor item) throws EvidenceRefused {
        byte[] bytes = item.bytes(field, 32, 64);
        if (bytes.length % 16 != 0) {
            throw new EvidenceRefused(Reason.BAD_LENGTH, field + " has 32, 48 or 64 bytes, got " + bytes.length);
        }
        return bytes;
    }

    private static List<Component> components(@Nullable Cbor array) throws EvidenceRefused {
        List<Component> components = new ArrayList<>();
        if (array == null) {
            return components;
        }
        if (array.items().size() > MOST_COMPONENTS) {
            throw new EvidenceRefused(
                    Reason.BAD_LENGTH,
                    "a platform has at most " + MOST_COMPONENTS + " components, got "
                            + array.items().size());
        }
        for (Cbor component : array.items()) {
            components.add(Component.of(component));
        }
        return components;
    }
}
