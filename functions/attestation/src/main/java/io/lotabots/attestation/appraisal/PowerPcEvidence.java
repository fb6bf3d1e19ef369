package io.lotabots.attestation.appraisal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** What a claim of PowerPC must show: the brand, AltiVec or VSX, no x86 vector unit, and a measured cache. */
final class PowerPcEvidence {
    private PowerPcEvidence() {}

    static void reasons(Fingerprint fingerprint, Device device, SimdEvidence simd, List<String> reasons) {
        String arch = Facts.lower(device.arch());
        Processor processor = Processor.of(device);
        if (processor.isX86() || !processor.isPowerPc()) {
            reasons.add("cpu_brand_mismatch:claims_" + arch);
        } else if (!simd.powerPc()) {
            reasons.add("missing_powerpc_simd:" + arch);
        } else if (simd.x86()) {
            reasons.add("x86_simd_on_powerpc:" + arch);
        } else if (!cacheProfile(fingerprint.data(Check.CACHE_TIMING))) {
            reasons.add("missing_powerpc_cache_profile:" + arch);
        }
    }

    /** A cache was measured, and not on another architecture; an inconclusive ratio is good enough. */
    private static boolean cacheProfile(JsonNode data) {
        String arch = Facts.lower(Facts.text(data, "arch"));
        boolean ours = arch.isEmpty() || arch.startsWith("p") || arch.startsWith("g");
        return ours && (Facts.number(data, "l1_ns") > 0 || Facts.number(data, "l2_l1_ratio") > 0);
    }
}
