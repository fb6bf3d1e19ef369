package io.lotabots.clients.fingerprint;

import io.lotabots.clients.hardware.Machine;
import java.util.List;

/** {@code simd_identity}: which vector instructions the platform says the processor has. */
final class SimdIdentity {
    private static final List<String> VECTOR_PREFIXES = List.of(
            "mmx", "sse", "ssse", "pni", "avx", "fma", "3dnow", "asimd", "neon", "sve", "vfp", "altivec", "vsx");
    private static final int MAX_SAMPLE = 10;

    private SimdIdentity() {}

    static Check measure(Machine machine) {
        var simd = machine.cpuFlags().stream()
                .filter(flag -> VECTOR_PREFIXES.stream().anyMatch(flag::startsWith))
                .toList();
        var data = Check.measured();
        data.put("arch", machine.machine());
        data.put("simd_flags_count", simd.size());
        data.put("has_sse", any(simd, "sse"));
        data.put("has_avx", any(simd, "avx"));
        data.put("has_altivec", any(simd, "altivec"));
        data.put("has_neon", any(simd, "neon") || any(simd, "asimd"));
        var sample = data.putArray("sample_flags");
        simd.stream().limit(MAX_SAMPLE).forEach(sample::add);
        return new Check("simd_identity", !simd.isEmpty(), data);
    }

    private static boolean any(List<String> flags, String prefix) {
        return flags.stream().anyMatch(flag -> flag.startsWith(prefix));
    }
}
