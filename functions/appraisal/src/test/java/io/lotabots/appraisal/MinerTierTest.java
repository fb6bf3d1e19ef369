package io.lotabots.appraisal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is said of a miner's hardware is said by one piece of evidence. */
class MinerTierTest {
    private static Appraisal piece(String format, String status, String device, String... cautions) {
        return new Appraisal(
                format,
                format,
                status,
                "policy:strict/0",
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                List.of(),
                List.of(cautions).stream()
                        .map(code -> new Appraisal.Note(code, ""))
                        .toList(),
                List.of(),
                device);
    }

    @Test
    void a_guest_that_hides_its_chip_lends_nothing_to_the_chip_beside_it() {
        Appraisal nameless = piece("sev-snp", "affirming", "");
        Appraisal virtual = piece("tpm2-quote", "warning", "tpm2-quote:1", "virtual_tpm");
        assertThat(MinerTier.of(List.of(nameless, virtual)))
                .contains(new MinerTier.Counted("virtual-tpm", false, "tpm2-quote:1"));
        assertThat(MinerTier.of(List.of(nameless))).isEmpty();
    }

    @Test
    void the_best_piece_counts_with_its_own_chip_wherever_it_stands() {
        Appraisal guest = piece("sev-snp", "affirming", "sev-snp:1");
        Appraisal chip = piece("tpm2-quote", "warning", "tpm2-quote:1");
        assertThat(MinerTier.of(List.of(chip, guest))).contains(new MinerTier.Counted("affirming", true, "sev-snp:1"));
        Appraisal other = piece("tpm2-quote", "affirming", "tpm2-quote:2");
        assertThat(MinerTier.of(List.of(other, guest))).contains(new MinerTier.Counted("affirming", true, "sev-snp:1"));
    }

    @Test
    void nothing_counts_beside_a_piece_that_is_contraindicated() {
        assertThat(MinerTier.of(List.of(
                        piece("sev-snp", "affirming", "sev-snp:1"), piece("nvidia-gpu", "contraindicated", ""))))
                .isEmpty();
    }

    @Test
    void a_machine_of_azure_is_the_processor_below_it() {
        Map<String, Object> chip = Map.of("chip_id", "ab".repeat(64));
        Kinds kinds = AllKinds.kinds();
        assertThat(kinds.named("az-cvm-vtpm").device(Map.of("hardware", chip)))
                .isPresent()
                .isEqualTo(kinds.named("sev-snp").device(chip));
        Map<String, Object> platform = Map.of("ppid", "cd".repeat(16));
        assertThat(kinds.named("az-cvm-vtpm").device(Map.of("hardware", platform)))
                .isPresent()
                .isEqualTo(kinds.named("dcap").device(platform));
        assertThat(kinds.named("az-cvm-vtpm").device(Map.of("hardware", Map.of("chip_id", "00".repeat(64)))))
                .isEmpty();
    }

    @Test
    void gpus_are_counted_by_their_keys() {
        assertThat(PostV1HardwareAttestation.gpus(
                        List.of(gpu("gpu", "a"), gpu("gpu", "a"), gpu("gpu", "b"), gpu("switch", "c"))))
                .isEqualTo(2);
    }

    @Test
    void a_guest_of_intel_is_no_enclave() {
        for (String tee : List.of("SGX", "TDX1.0", "TDX1.5")) {
            Appraisal piece = piece("dcap", "affirming", "dcap:1");
            piece.claims().put("tee", tee);
            assertThat(PostV1HardwareAttestation.isOf("sgx", piece)).as(tee).isEqualTo(tee.equals("SGX"));
            assertThat(PostV1HardwareAttestation.isOf("tpm", piece)).isFalse();
        }
        assertThat(PostV1HardwareAttestation.isOf("tpm", piece("tpm2-quote", "warning", "")))
                .isTrue();
    }

    private static Appraisal gpu(String kind, String key) {
        Appraisal piece = piece("nvidia-gpu", "warning", "");
        piece.claims().put("kind", kind);
        piece.claims().put("device_id", key);
        return piece;
    }
}
