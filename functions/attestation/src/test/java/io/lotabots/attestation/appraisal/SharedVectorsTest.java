package io.lotabots.attestation.appraisal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Agreement with the reference node over its own input and output pairs. A case is left out only where it encodes a
 * named defect; each test says which, why, and how many.
 */
class SharedVectorsTest {
    @BeforeEach
    void the_vectors_are_here() {
        boolean here = SharedVectors.directory().isPresent();
        if (!here) {
            System.out.println("skipped: no shared/protocol/rustchain/vectors in or beside an ancestor of "
                    + Path.of("").toAbsolutePath());
        }
        assumeTrue(here, "no shared/protocol/rustchain/vectors");
    }

    /** A defect of the reference: how many cases encode it, which, and what must hold of our answer instead. */
    private record Defect(String reason, int cases, Predicate<JsonNode> encodes, Predicate<Object> instead) {}

    private static void agree(
            String file, List<Defect> defects, Function<JsonNode, ?> ours, Function<JsonNode, ?> theirs) {
        int[] excluded = new int[defects.size()];
        List<String> differences = new ArrayList<>();
        int checked = 0;
        for (JsonNode vector : SharedVectors.cases(file)) {
            int defect = 0;
            while (defect < defects.size() && !defects.get(defect).encodes.test(vector)) {
                defect++;
            }
            if (defect < defects.size()) {
                excluded[defect]++;
                assertThat(ours.apply(vector)).as(defects.get(defect).reason).matches(defects.get(defect).instead);
                continue;
            }
            checked++;
            Object got = ours.apply(vector);
            Object expected = theirs.apply(vector);
            if (!got.equals(expected)) {
                differences.add("expected " + expected + " got " + got + " for " + vector);
            }
        }
        assertThat(differences).as(file + ": " + checked + " checked").isEmpty();
        assertThat(checked).isPositive();
        for (int i = 0; i < excluded.length; i++) {
            assertThat(excluded[i]).as(defects.get(i).reason).isEqualTo(defects.get(i).cases);
        }
    }

    private static String cpu(JsonNode vector) {
        return vector.path("device").path("cpu").asText();
    }

    private static boolean claimsX86(JsonNode vector) {
        return vector.path("device").path("family").asText().startsWith("x86");
    }

    @Test
    void devices_are_classified_as_by_the_reference() {
        agree(
                "derive_verified_device",
                List.of(
                        new Defect(
                                "D7: m2 inside BCM2711 and BCM2835 makes a Raspberry Pi an Apple M2",
                                11,
                                v -> cpu(v).contains("BCM2")
                                        && v.path("out")
                                                .path("device_arch")
                                                .asText()
                                                .equals("M2"),
                                answer -> answer.toString().startsWith("ARM/")),
                        new Defect(
                                "D8: an x86 claim whose brand says nothing of ARM becomes ARM aarch64",
                                4,
                                v -> claimsX86(v)
                                        && Set.of("Cyrix 6x86", "VIA C3", "Transmeta Crusoe", "Unknown")
                                                .contains(cpu(v))
                                        && !v.path("fingerprint").toString().contains("has_neon")
                                        && !v.path("device").has("machine")
                                        && v.path("out")
                                                .path("device_family")
                                                .asText()
                                                .equals("ARM"),
                                answer -> answer.toString().startsWith("x86"))),
                v -> {
                    Device device = Device.of(v.path("device"));
                    VerifiedDevice d = DeviceClassifier.classify(device, Fingerprint.of(v.path("fingerprint"), device));
                    return d.family() + "/" + d.arch();
                },
                v -> v.path("out").path("device_family").asText() + "/"
                        + v.path("out").path("device_arch").asText());
    }

    @Test
    void fingerprints_get_the_verdict_of_the_reference() {
        agree(
                "validate_fingerprint",
                List.of(),
                v -> {
                    Verdict verdict = FingerprintValidator.validate(v.path("fingerprint"), Device.of(v.path("device")));
                    return verdict.passed() + " " + verdict.reason();
                },
                v -> v.path("out").get(0).booleanValue() + " "
                        + v.path("out").get(1).textValue());
    }

    @Test
    void virtual_machines_are_found_as_by_the_reference() {
        agree(
                "vm_server_check",
                List.of(new Defect(
                        "P22: the signature aws is part of the word lawsuit, not evidence",
                        4,
                        v -> v.path("signals").path("hostname").asText().equals("lawsuit"),
                        answer -> !answer.toString().contains("hostname"))),
                v -> {
                    List<String> found = VirtualMachines.evidence(Device.of(v.path("device")), v.path("signals"));
                    return found.isEmpty() ? "true clean" : "false server_vm_check:" + PythonText.list(found);
                },
                v -> v.path("out").get(0).booleanValue() + " "
                        + v.path("out").get(1).textValue());
    }

    private static TemporalProfile profile(JsonNode p) {
        return new TemporalProfile(
                p.path("clock_drift_cv").doubleValue(),
                p.path("thermal_variance").doubleValue(),
                p.path("jitter_cv").doubleValue(),
                p.path("cache_hierarchy_ratio").doubleValue());
    }

    @Test
    void measurements_over_time_are_reviewed_as_by_the_reference() {
        agree(
                "temporal",
                List.of(),
                v -> {
                    TemporalHistory history = new TemporalHistory(v.path("sequence")
                            .valueStream()
                            .map(sample -> profile(sample.path("profile")))
                            .toList());
                    TemporalReview review = TemporalReview.of(TemporalHistory.decode(history.encode()));
                    Map<String, Integer> scores = new TreeMap<>();
                    review.scores().forEach((metric, score) -> scores.put(metric.wireName(), score));
                    long weight = review.applyTo(WeightUnits.of(v.path("weight_in")));
                    return List.of(review.score(), review.flagged(), review.reason(), scores, review.flags(), weight);
                },
                v -> {
                    JsonNode review = v.path("review");
                    Map<String, Integer> scores = new TreeMap<>();
                    review.path("check_scores")
                            .properties()
                            .forEach(e -> scores.put(e.getKey(), tenThousandths(e.getValue())));
                    List<String> flags = review.path("flags")
                            .valueStream()
                            .map(JsonNode::asText)
                            .toList();
                    return List.of(
                            tenThousandths(review.path("score")),
                            review.path("review_flag").booleanValue(),
                            review.path("reason").asText(),
                            scores,
                            flags,
                            WeightUnits.of(v.path("weight_out")));
                });
    }

    private static int tenThousandths(JsonNode score) {
        return (int) Math.round(score.doubleValue() * TemporalReview.FULL);
    }

    private static EntropyProfile entropy(JsonNode p) {
        return new EntropyProfile(
                p.path("clock_cv").doubleValue(),
                p.path("cache_l1").doubleValue(),
                p.path("cache_l2").doubleValue(),
                p.path("thermal_ratio").doubleValue(),
                p.path("jitter_cv").doubleValue());
    }

    @Test
    void entropy_profiles_compare_as_by_the_reference() {
        agree(
                "entropy_compare",
                List.of(),
                v -> {
                    EntropyComparison c = EntropyComparison.of(entropy(v.path("stored")), entropy(v.path("current")));
                    assertThat(c.similarity()).isCloseTo(v.path("out").get(1).doubleValue(), within(1e-9));
                    return c.accepted() + " " + c.reason();
                },
                v -> v.path("out").get(0).booleanValue() + " "
                        + v.path("out").get(2).textValue());
    }

    @Test
    void fingerprints_are_hashed_and_profiled_as_by_the_reference() {
        agree(
                "fingerprint_hashes",
                List.of(),
                v -> {
                    JsonNode f = v.path("fingerprint");
                    return List.of(
                            FingerprintHash.of(f),
                            EntropyHash.of(f).orElse(""),
                            EntropyProfile.of(f),
                            TemporalProfile.of(new Fingerprint(f, f.path("checks"))),
                            HardwareId.ofSerial(v.path("serial").asText(), "modern"));
                },
                v -> List.of(
                        v.path("fingerprint_hash").asText(),
                        v.path("entropy_profile_hash").asText(),
                        entropy(v.path("entropy_profile_v2")),
                        profile(v.path("temporal_profile")),
                        v.path("serial_hash_modern").asText()));
    }

    @Test
    void weights_become_units_as_by_the_reference() {
        agree(
                "weight_units",
                List.of(),
                v -> WeightUnits.of(v.path("in")),
                v -> v.path("units").longValue());
        agree(
                "weight_units",
                List.of(),
                v -> WeightUnits.decimal(v.path("units").longValue()).doubleValue(),
                v -> v.path("display").doubleValue());
    }

    @Test
    void checks_are_selected_as_at_enrolment() {
        agree(
                "rotation",
                List.of(),
                v -> List.of(
                        ActiveChecks.measurementNonce(v.path("prev_hash").asText()),
                        ActiveChecks.names(
                                ActiveChecks.select(v.path("prev_hash").asText()))),
                v -> List.of(
                        v.path("nonce").asText(),
                        v.path("enroll_selector")
                                .valueStream()
                                .map(JsonNode::asText)
                                .toList()));
    }

    @Test
    void workloads_follow_from_the_nonce_as_by_the_reference() {
        agree(
                "measurement_workload",
                List.of(),
                v -> MeasurementWorkload.of(v.path("nonce").asText()),
                v -> v.path("workload").intValue());
    }

    @Test
    void the_weight_table_is_the_one_that_pays() {
        SharedVectors.read("table_HARDWARE_WEIGHTS").properties().forEach(family -> {
            Map<String, Long> ours = HardwareWeights.family(family.getKey());
            assertThat(ours.keySet())
                    .containsExactlyInAnyOrderElementsOf(() -> family.getValue().fieldNames());
            family.getValue()
                    .properties()
                    .forEach(arch -> assertThat(ours).containsEntry(arch.getKey(), WeightUnits.of(arch.getValue())));
        });
    }

    @Test
    void every_known_signature_is_found_as_a_word() {
        SharedVectors.read("table_KNOWN_VM_SIGNATURES").forEach(signature -> {
            JsonNode signals =
                    SharedVectors.JSON.createObjectNode().put("hostname", "my " + signature.asText() + " box");
            assertThat(VirtualMachines.evidence(Device.of(SharedVectors.JSON.createObjectNode()), signals))
                    .contains("hostname:" + signature.asText());
        });
    }
}
