package io.lotabots.attestation.appraisal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeviceClassifierTest {
    private static final String NOTHING = "{}";
    private static final String NEON = "{'checks':{'simd_identity':{'passed':true,'data':{'has_neon':true}}}}";
    private static final String ALTIVEC = "{'checks':{'simd_bias':{'passed':true,'data':{'has_altivec':true}}}}";
    private static final String SSE = "{'checks':{'simd_identity':{'passed':true,'data':{'has_sse':true}}}}";

    private static VerifiedDevice classify(String device, String fingerprint) {
        Device claimed = Device.of(Samples.json(device));
        return DeviceClassifier.classify(claimed, Fingerprint.of(Samples.json(fingerprint), claimed));
    }

    @ParameterizedTest
    @CsvSource({
        "ARM, armv7, Broadcom BCM2711, aarch64, ARM, aarch64",
        "ARM, aarch64, BCM2712, '', ARM, aarch64",
        "x86, modern, Unknown, '', x86, modern",
        "x86_64, modern, Unknown, x86_64, x86_64, modern",
        "ARM, modern, Cortex-A7, armv7l, ARM, armv7",
        "ARM, cortex_a9, Cortex-A9, armv7l, ARM, cortex_a9",
        "x86_64, modern, Apple M1 Pro, arm64, Apple Silicon, M1",
        "Apple Silicon, M7, Apple M7, arm64, Apple Silicon, default",
        "PowerPC, g4, PowerPC G4 7455, ppc, PowerPC, G4",
        "PowerPC, G5, PowerPC 970FX, ppc64, PowerPC, G5",
        "PowerPC, G4, Intel(R) Core(TM) i5-7400 CPU @ 3.00GHz, x86_64, x86_64, default",
        "PowerPC, G4, Intel(R) Core(TM) i7-9700K CPU, '', x86_64, default",
        "x86, modern, Intel(R) Pentium(R) III CPU 1000MHz, i686, x86, pentium_iii",
        "M68K, 68030, MC68030, m68k, M68K, 68030",
        "x86_64, modern, z15, s390x, S390, s390",
        "Amiga, x, AMD Ryzen 5, x86_64, x86_64, default",
        "Apple Silicon, M1, Intel(R) Xeon(R), x86_64, x86_64, default"
    })
    void evidence_decides_and_an_uncontradicted_claim_stands(
            String family, String arch, String cpu, String machine, String verifiedFamily, String verifiedArch) {
        String device = "{'family':'%s','arch':'%s','cpu':'%s','machine':'%s'}".formatted(family, arch, cpu, machine);
        assertThat(classify(device, NOTHING)).isEqualTo(new VerifiedDevice(verifiedFamily, verifiedArch));
    }

    @Test
    void a_raspberry_pi_weighs_what_arm_weighs() {
        VerifiedDevice pi = classify("{'family':'ARM','arch':'aarch64','cpu':'Broadcom BCM2711'}", NEON);
        assertThat(HardwareWeights.of(pi)).isEqualTo(500_000);
    }

    @Test
    void vector_units_speak_where_the_brand_is_silent() {
        String claim = "{'family':'PowerPC','arch':'G4','cpu':'','machine':'ppc'}";
        assertThat(classify(claim, ALTIVEC)).isEqualTo(new VerifiedDevice("PowerPC", "G4"));
        assertThat(classify(claim, SSE)).isEqualTo(new VerifiedDevice("x86_64", "default"));
        assertThat(classify(claim, NEON)).isEqualTo(new VerifiedDevice("ARM", "aarch64"));
    }

    @Test
    void a_vintage_x86_tier_needs_a_signature_an_oracle_and_all_vector_units() {
        Device device = Device.of(Samples.json("{'family':'x86','arch':'modern','cpu':'Pentium III'}"));
        JsonNode full = Samples.json("{'checks':{'device_age_oracle':{'passed':true,'data':{'year':2000}},"
                + "'simd_identity':{'passed':true,'data':{'has_sse':true,'has_avx':false,'has_altivec':false,"
                + "'has_neon':false,'simd_flags_count':3}}}}");
        Fingerprint fingerprint = Fingerprint.of(full, device);
        VerifiedDevice claimed = DeviceClassifier.classify(device, fingerprint);
        VerifiedDevice fallback = new VerifiedDevice("x86", "default");

        assertThat(VintageX86.proven(claimed, fingerprint, true)).isEqualTo(new VerifiedDevice("x86", "pentium_iii"));
        assertThat(VintageX86.proven(claimed, fingerprint, false)).isEqualTo(fallback);
        assertThat(VintageX86.proven(new VerifiedDevice("x86", "486"), fingerprint, true))
                .as("a 486 has no SSE")
                .isEqualTo(fallback);
        for (String without : new String[] {"device_age_oracle", "simd_identity"}) {
            JsonNode less = full.deepCopy();
            ((ObjectNode) less.get("checks")).remove(without);
            assertThat(VintageX86.proven(claimed, Fingerprint.of(less, device), true))
                    .as(without)
                    .isEqualTo(fallback);
        }
        assertThat(VintageX86.proven(new VerifiedDevice("x86", "modern"), fingerprint, false))
                .isEqualTo(new VerifiedDevice("x86", "modern"));
    }

    @ParameterizedTest
    @CsvSource({
        "PowerPC, G4, 2500000000",
        "PowerPC, 601, 1500000000",
        "x86, modern, 800000000",
        "x86, 386, 2500000000",
        "Windows, Intel64 Family 6 Model 42, 1100000000",
        "Windows, other, 800000000",
        "SPARC, sparc, 1000000000"
    })
    void a_weight_is_the_architectures_else_the_familys_else_one(String family, String arch, long units) {
        assertThat(HardwareWeights.of(new VerifiedDevice(family, arch))).isEqualTo(units);
    }
}
