package io.lotabots.evidence.arm;

import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.Policy;
import io.lotabots.evidence.Reason;
import io.lotabots.evidence.Terms;
import io.lotabots.evidence.arm.PlatformClaims.Component;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What is asked of every platform of Arm: an endorsed key, a secured lifecycle, known firmware. */
final class ArmPolicy {
    private static final HexFormat HEX = HexFormat.of();

    private ArmPolicy() {}

    /**
     * The key with which the maker endorsed a piece of hardware: a SubjectPublicKeyInfo in DER under the kind, the
     * implementation and the instance, the last two in hexadecimal.
     */
    static PublicKey endorsedKey(String kind, PlatformClaims platform, Terms terms) throws EvidenceRefused {
        String name = "arm/" + kind + "/" + HEX.formatHex(platform.implementationId()) + "/"
                + HEX.formatHex(platform.instanceId());
        byte[] key = terms.collateral().find(name).orElse(null);
        if (key == null) {
            throw new EvidenceRefused(Reason.COLLATERAL_MISSING, "nobody endorsed a key for " + name);
        }
        try {
            return KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(key));
        } catch (GeneralSecurityException unusable) {
            throw new EvidenceRefused(Reason.MALFORMED, "the endorsed key of " + name + " is no key on a curve");
        }
    }

    /** Whether the platform may be debugged, where that is allowed at all. */
    static boolean isDebug(PlatformClaims platform, Policy policy, Map<Reason, String> cautions)
            throws EvidenceRefused {
        int state = (int) platform.lifecycle() >> 8;
        if (state == 0x30) {
            return false;
        }
        String detail = "the lifecycle is 3000 to 30ff (secured), got " + HEX.toHexDigits((short) platform.lifecycle());
        boolean debug = state == 0x40 || state == 0x50;
        if (!debug || !policy.flag("allow_debug", false)) {
            throw new EvidenceRefused(Reason.LIFECYCLE_NOT_SECURED, detail);
        }
        cautions.put(Reason.LIFECYCLE_NOT_SECURED, detail);
        return true;
    }

    /** Whether each component of the platform is one that the policy allows; false when the policy does not ask. */
    static boolean isFirmwareKnown(PlatformClaims platform, Policy policy) throws EvidenceRefused {
        Set<String> allowed = hex(policy, "sw_component");
        if (allowed.isEmpty()) {
            return false;
        }
        for (Component component : platform.components()) {
            requireAllowed("a component of the platform", component.measurement(), allowed);
        }
        if (platform.components().isEmpty()) {
            throw new EvidenceRefused(Reason.MEASUREMENT_MISMATCH, "the platform tells nothing of its components");
        }
        return true;
    }

    /** Whether a measurement is one that the policy allows under a name; false when the policy does not ask. */
    static boolean isKnown(String name, byte[] measurement, Policy policy) throws EvidenceRefused {
        Set<String> allowed = hex(policy, name);
        if (!allowed.isEmpty()) {
            requireAllowed(name, measurement, allowed);
        }
        return !allowed.isEmpty();
    }

    private static void requireAllowed(String what, byte[] measurement, Set<String> allowed) throws EvidenceRefused {
        if (!allowed.contains(HEX.formatHex(measurement))) {
            throw new EvidenceRefused(
                    Reason.MEASUREMENT_MISMATCH,
                    what + " is " + HEX.formatHex(measurement) + ", which the policy does not allow");
        }
    }

    private static Set<String> hex(Policy policy, String name) {
        return policy.allowed(name).stream()
                .map(value -> value.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }
}
