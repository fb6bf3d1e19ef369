package io.lotabots.attestation.appraisal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/**
 * The vintage tiers of x86 pay more than a modern machine and are easily claimed, so they need proof: a report signed as
 * canonical JSON, an age oracle that passed, and complete evidence of vector units that the tier had. Without it the
 * device is {@code x86/default}.
 */
final class VintageX86 {
    private static final Set<String> BEFORE_SSE =
            Set.of("386", "486", "pentium", "pentium_mmx", "pentium_pro", "pentium_ii");
    private static final Set<String> WITH_AVX =
            Set.of("sandy_bridge", "sandybridge", "ivy_bridge", "ivybridge", "haswell", "broadwell");

    private VintageX86() {}

    /** {@code device} itself unless it is a vintage tier without proof. */
    static VerifiedDevice proven(VerifiedDevice device, Fingerprint fingerprint, boolean canonicallySigned) {
        VerifiedDevice fallback = VerifiedDevice.defaultOf("x86");
        boolean vintage = device.family().equals("x86") && HardwareWeights.of(device) > HardwareWeights.of(fallback);
        return !vintage || (canonicallySigned && shown(device.arch(), fingerprint)) ? device : fallback;
    }

    private static boolean shown(String arch, Fingerprint fingerprint) {
        JsonNode oracle = fingerprint.check(Fingerprint.DEVICE_AGE_ORACLE);
        SimdEvidence simd = SimdEvidence.of(fingerprint);
        boolean possible = !(simd.sse() && BEFORE_SSE.contains(arch)) && !(simd.avx() && !WITH_AVX.contains(arch));
        return possible
                && simd.complete()
                && Facts.isTrue(oracle, "passed")
                && Facts.nonEmptyObject(oracle.path("data"));
    }
}
