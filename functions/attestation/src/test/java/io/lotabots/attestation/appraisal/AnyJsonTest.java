package io.lotabots.attestation.appraisal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** P26: no JSON of any client makes an appraisal throw, and the work is bounded by the document. */
class AnyJsonTest {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** The words that the code looks for, so that random documents reach deep. */
    private static final List<String> WORDS = List.of(
            "checks",
            "all_passed",
            "passed",
            "data",
            "cv",
            "samples",
            "clock_drift",
            "cache_timing",
            "simd_identity",
            "simd_bias",
            "thermal_drift",
            "instruction_jitter",
            "anti_emulation",
            "rom_fingerprint",
            "ctrl_port_timing",
            "device_age_oracle",
            "vm_indicators",
            "is_likely_vm",
            "paths_checked",
            "has_sse",
            "has_altivec",
            "has_neon",
            "x86_features",
            "l1_ns",
            "l2_ns",
            "l2_l1_ratio",
            "drift_ratio",
            "int_avg_ns",
            "int_stdev",
            "timestamp",
            "bridge_type",
            "emulator_detected",
            "detection_details",
            "fail_reason",
            "family",
            "arch",
            "cpu",
            "model",
            "machine",
            "platform_system",
            "serial",
            "cores",
            "hostname",
            "nonce",
            "iterations",
            "duration_ns");

    private static final List<String> TEXTS = List.of(
            "PowerPC",
            "G4",
            "x86",
            "386",
            "486",
            "console",
            "MOS",
            "6502",
            "Apple Silicon",
            "M1",
            "ARM",
            "aarch64",
            "ppc",
            "Darwin",
            "Windows",
            "MacBookPro17,1",
            "Intel(R) Core(TM) i7",
            "PowerPC 7450 (G4)",
            "vax",
            "qemu",
            "SPARC",
            "",
            " ",
            "\ud800",
            "\u0000",
            "ſ");

    @Provide
    Arbitrary<JsonNode> json() {
        return tree(4);
    }

    private static Arbitrary<JsonNode> tree(int depth) {
        Arbitrary<JsonNode> leaf = Arbitraries.oneOf(
                Arbitraries.of(TEXTS).map(NODES::textNode),
                Arbitraries.strings().ofMaxLength(20).map(NODES::textNode),
                Arbitraries.of(true, false).map(NODES::booleanNode),
                Arbitraries.integers().map(NODES::numberNode),
                Arbitraries.of("0", "1E+999999999", "-1E-999999999", "0.05", "1.2", "5E-10", "1E400", "9".repeat(60))
                        .map(BigDecimal::new)
                        .map(NODES::numberNode)
                        .map(JsonNode.class::cast),
                Arbitraries.bigIntegers().map(value -> NODES.numberNode(value.multiply(BigInteger.TEN))),
                Arbitraries.just(NODES.nullNode()),
                Arbitraries.just(MissingNode.getInstance()));
        if (depth == 0) {
            return leaf;
        }
        Arbitrary<String> names = Arbitraries.of(WORDS);
        Arbitrary<JsonNode> below = Arbitraries.lazy(() -> tree(depth - 1));
        Arbitrary<JsonNode> object = Combinators.combine(
                        names.list().ofMaxSize(8), below.list().ofSize(8))
                .as((keys, values) -> {
                    ObjectNode node = NODES.objectNode();
                    for (int i = 0; i < keys.size(); i++) {
                        JsonNode value = values.get(i);
                        node.set(keys.get(i), value.isMissingNode() ? NODES.nullNode() : value);
                    }
                    return node;
                });
        Arbitrary<JsonNode> array = below.list().ofMaxSize(4).map(values -> {
            ArrayNode node = NODES.arrayNode();
            values.stream().filter(value -> !value.isMissingNode()).forEach(node::add);
            return node;
        });
        return Arbitraries.frequencyOf(Tuple.of(3, leaf), Tuple.of(6, object), Tuple.of(1, array));
    }

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void p26_any_json_gets_an_appraisal(
            @ForAll("json") JsonNode device, @ForAll("json") JsonNode signals, @ForAll("json") JsonNode fingerprint) {
        AttestedFacts facts = new AttestedFacts(device, signals, fingerprint, true, TemporalHistory.EMPTY, null, 1_000);
        Appraisal appraisal = Appraisal.of(facts);
        assertThat(appraisal.weight()).isBetween(0L, 4_000_000_000L);
        assertThat(appraisal.passed()).isEqualTo(appraisal.reasonCodes().isEmpty());
        assertThat(appraisal.reason()).hasSizeLessThan(2_000);
        assertThat(Appraisal.of(facts)).isEqualTo(appraisal);
        assertThat(FingerprintHash.of(fingerprint)).matches("[0-9a-f]{64}");
        EntropyProfile profile = EntropyProfile.of(fingerprint);
        assertThat(profile.hash()).matches("[0-9a-f]{64}");
        assertThat(EntropyComparison.of(profile, EntropyProfile.of(device)).similarity())
                .isBetween(0.0, 1.0);
        assertThat(MeasurementBinding.of(fingerprint, "ab")).isNotNull();
        assertThat(WeightUnits.of(fingerprint)).isNotNegative();
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void p26_a_real_fingerprint_with_one_part_of_another_shape_gets_an_appraisal(@ForAll("json") JsonNode part) {
        if (part.isMissingNode()) {
            return;
        }
        for (Check check : Check.values()) {
            for (String device : List.of(Samples.MODERN, Samples.G4)) {
                ObjectNode whole = Samples.g4Fingerprint();
                Samples.checks(whole).set(check.keys().getFirst(), part);
                assertThat(Appraisal.of(Samples.facts(device, whole)).weight()).isBetween(0L, 4_000_000_000L);
                ObjectNode data = Samples.modernFingerprint();
                Samples.check(data, check.keys().getFirst()).set("data", part);
                assertThat(Appraisal.of(Samples.facts(device, data)).weight()).isBetween(0L, 4_000_000_000L);
            }
        }
    }

    @Test
    void the_longest_texts_and_lists_of_a_body_are_appraised_in_less_than_a_second() {
        String long1 = "a ".repeat(250_000);
        ObjectNode fingerprint = Samples.modernFingerprint();
        ArrayNode indicators =
                ((ObjectNode) Samples.check(fingerprint, "anti_emulation").get("data")).putArray("vm_indicators");
        for (int i = 0; i < 100_000; i++) {
            indicators.add("x");
        }
        ObjectNode device =
                NODES.objectNode().put("cpu", long1).put("family", long1).put("arch", long1);
        ObjectNode signals = NODES.objectNode().put("hostname", long1);
        AttestedFacts facts = new AttestedFacts(device, signals, fingerprint, true, TemporalHistory.EMPTY, null, 0);
        Appraisal appraisal = Assertions.assertTimeout(Duration.ofSeconds(1), () -> Appraisal.of(facts));
        assertThat(appraisal.device().family()).hasSizeLessThanOrEqualTo(256);
        assertThat(appraisal.weight()).isZero();
    }
}
