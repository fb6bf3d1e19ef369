package io.lotabots.attestation.appraisal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
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

    private static final List<String> NUMBERS =
            List.of("0", "1E+999999999", "-1E-999999999", "0.05", "1.2", "5E-10", "1E400", "9".repeat(60));

    @Provide
    Arbitrary<JsonNode> json() {
        return Arbitraries.randomValue(random -> tree(random, 4));
    }

    private static JsonNode tree(Random random, int depth) {
        int kind = random.nextInt(10);
        if (depth == 0 || kind < 3) {
            return leaf(random);
        }
        if (kind == 3) {
            ArrayNode array = NODES.arrayNode();
            for (int i = random.nextInt(4); i > 0; i--) {
                array.add(tree(random, depth - 1));
            }
            return array;
        }
        ObjectNode object = NODES.objectNode();
        for (int i = random.nextInt(9); i > 0; i--) {
            object.set(any(random, WORDS), tree(random, depth - 1));
        }
        return object;
    }

    private static JsonNode leaf(Random random) {
        return switch (random.nextInt(7)) {
            case 0, 1 -> NODES.textNode(any(random, TEXTS));
            case 2 -> NODES.booleanNode(random.nextBoolean());
            case 3 -> NODES.numberNode(random.nextInt());
            case 4 -> NODES.numberNode(new BigDecimal(any(random, NUMBERS)));
            case 5 -> NODES.numberNode(new BigInteger(190, random).negate());
            default -> NODES.nullNode();
        };
    }

    private static <T> T any(Random random, List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    @Property(tries = 3000)
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
        assertThat(EntropyHash.of(fingerprint).orElse("0".repeat(64))).matches("[0-9a-f]{64}");
        assertThat(EntropyComparison.of(profile, EntropyProfile.of(device)).similarity())
                .isBetween(0.0, 1.0);
        assertThat(MeasurementBinding.of(fingerprint, "ab")).isNotNull();
        assertThat(WeightUnits.of(fingerprint)).isNotNegative();
    }

    @Test
    void p26_a_real_fingerprint_with_any_part_missing_or_of_another_shape_gets_an_appraisal() {
        List<JsonNode> shapes = List.of(
                NODES.nullNode(),
                NODES.booleanNode(true),
                NODES.booleanNode(false),
                NODES.numberNode(0),
                NODES.numberNode(new BigDecimal("-1E+999999999")),
                NODES.numberNode(new BigDecimal("1E-999999999")),
                NODES.textNode(""),
                NODES.textNode("qemu"),
                NODES.arrayNode(),
                NODES.arrayNode().add(1).add("x").addNull(),
                NODES.objectNode(),
                NODES.objectNode().put("passed", true),
                NODES.objectNode().set("data", NODES.objectNode().put("cv", 0.1)));
        List<String> devices = List.of(
                Samples.MODERN,
                Samples.G4,
                "{'family':'MOS','arch':'6502'}",
                "{'family':'console','arch':'nes_6502'}",
                "{'family':'x86','arch':'386','cpu':'i386'}",
                "{}");
        int appraised = 0;
        for (ObjectNode original : List.of(Samples.modernFingerprint(), Samples.g4Fingerprint())) {
            for (JsonPointer place : places(JsonPointer.empty(), original)) {
                for (String device : devices) {
                    ObjectNode less = original.deepCopy();
                    ((ObjectNode) less.at(place.head())).remove(place.last().getMatchingProperty());
                    appraise(device, less);
                    for (JsonNode shape : shapes) {
                        ObjectNode other = original.deepCopy();
                        ((ObjectNode) other.at(place.head())).set(place.last().getMatchingProperty(), shape);
                        appraise(device, other);
                        appraised++;
                    }
                }
            }
        }
        assertThat(appraised).isGreaterThan(4_000);
    }

    private static void appraise(String device, JsonNode fingerprint) {
        Appraisal appraisal = Appraisal.of(Samples.facts(device, fingerprint));
        assertThat(appraisal.weight()).isBetween(0L, 4_000_000_000L);
        assertThat(FingerprintHash.of(fingerprint)).hasSize(64);
    }

    /** Every field at every depth of an object. */
    private static List<JsonPointer> places(JsonPointer at, JsonNode object) {
        List<JsonPointer> places = new ArrayList<>();
        object.properties().forEach(field -> {
            JsonPointer place = at.appendProperty(field.getKey());
            places.add(place);
            places.addAll(places(place, field.getValue()));
        });
        return places;
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
