package io.lotabots.appraisal;

import static io.lotabots.evidence.TestCbor.map;
import static io.lotabots.evidence.TestCbor.tag;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.Reason;
import io.lotabots.evidence.TestCbor;
import io.lotabots.evidence.TestCbor.Encoded;
import io.lotabots.evidence.TestCose;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Manifests made by hand as draft-ietf-rats-corim has them. */
class CorimTest {
    private static final KeyPair MAKER = TestCose.keys(384);
    private static final long NOW = 1_800_000_000L;
    /** In June of 2025: some manifests of others end with that year. */
    private static final long WHILE_THEY_HOLD = 1_750_000_000L;

    private static final byte[] DIGEST = new byte[32];
    private static final byte[] LONG_DIGEST = new byte[48];

    private static Kind kind(String format) {
        return AllKinds.kinds().named(format);
    }

    /** A measurement with a key: one digest of SHA-256 or SHA-384. */
    private static Object measured(Object key, byte[] digest) {
        return map(0, key, 1, map(2, List.of(List.of(digest.length == 32 ? 1 : 7, digest))));
    }

    private static Encoded corim(Object... measurements) {
        Object environment = map(0, map(1, "Maker of the tests", 2, "Model 1"));
        Object module = map(1, map(0, "module-1"), 4, map(0, List.of(List.of(environment, List.of(measurements)))));
        return tag(501, map(0, "corim-1", 1, List.of(tag(506, TestCbor.encode(module)))));
    }

    private static Corim read(String format, Object corim) throws EvidenceRefused {
        return Corim.read(kind(format), TestCbor.encode(corim), null, NOW);
    }

    @Test
    void measurements_go_to_settings_by_name_by_register_and_by_component() throws EvidenceRefused {
        Corim named = read("sev-snp", corim(measured("measurement", LONG_DIGEST), measured("max_vmpl", DIGEST)));
        assertThat(named.values()).containsOnlyKeys("measurement");
        assertThat(named.values().get("measurement")).containsExactly("00".repeat(48));
        assertThat(named.skipped()).isOne();
        assertThat(named.environments()).containsExactly("Maker of the tests Model 1");

        assertThat(read("tpm2-quote", corim(measured(4, DIGEST))).values()).containsOnlyKeys("pcr_4");
        Object registers =
                map(1, map(14, map(0, List.of(List.of(7, LONG_DIGEST)), 3, List.of(List.of(7, LONG_DIGEST)))));
        assertThat(read("dcap", corim(registers)).values()).containsOnlyKeys("rtmr0", "rtmr3");
        Object component = map(0, tag(601, map(1, "BL")), 1, map(2, List.of(List.of(1, DIGEST))));
        assertThat(read("arm-psa", corim(component)).values()).containsOnlyKeys("sw_component");
        Object raw = map(0, "host_data", 1, map(4, tag(560, DIGEST)));
        assertThat(read("sev-snp", corim(raw)).values().get("host_data")).isEqualTo(Set.of("00".repeat(32)));
    }

    @Test
    void a_manifest_without_its_tag_and_with_its_modules_in_bytes_is_read_as_earlier_drafts_had_it()
            throws EvidenceRefused {
        Object triples = map(0, List.of(List.of(map(), List.of(measured("measurement", LONG_DIGEST)))));
        byte[] module = TestCbor.encode(tag(506, map(1, map(0, "module-1"), 4, triples)));
        Corim read = read("sev-snp", map(0, "corim-1", 1, List.of(module)));
        assertThat(read.values()).containsOnlyKeys("measurement");
    }

    /** What others' tools made: reference values of a PSA device, of TPMs, and endorsements, which hold none. */
    @Test
    void manifests_of_others_are_read() throws Exception {
        Path genuine = Stream.iterate(Path.of("").toAbsolutePath(), Objects::nonNull, Path::getParent)
                .map(path -> path.resolve("shared/evidence/vectors/corim"))
                .filter(Files::isDirectory)
                .findFirst()
                .orElse(Path.of("shared"));
        if (!Files.isDirectory(genuine)) {
            System.out.println("genuine manifests: skipped, there are none beside the project");
        }
        assumeTrue(Files.isDirectory(genuine), "no genuine manifests beside the project");
        for (String file : List.of("corim-psa-refvalue.cbor", "corim-psa-p2-refvalue.cbor")) {
            Corim read = Corim.read(kind("arm-psa"), Files.readAllBytes(genuine.resolve(file)), null, WHILE_THEY_HOLD);
            assertThat(read.values()).as(file).containsOnlyKeys("sw_component");
        }
        try (Stream<Path> files = Files.list(genuine)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".cbor")).toList()) {
                Corim read = Corim.read(kind("tpm2-quote"), Files.readAllBytes(file), null, WHILE_THEY_HOLD);
                assertThat(read.skipped()).as(file.toString()).isNotNegative();
            }
        }
    }

    @Test
    void a_value_that_the_setting_cannot_have_is_skipped() throws EvidenceRefused {
        Corim read = read("sev-snp", corim(measured("measurement", DIGEST)));
        assertThat(read.values()).isEmpty();
        assertThat(read.skipped()).isOne();
    }

    private static byte[] holding(Object validity) {
        Object module =
                map(1, map(0, "m"), 4, map(0, List.of(List.of(map(), List.of(measured("measurement", LONG_DIGEST))))));
        return TestCbor.encode(tag(501, map(0, "corim-1", 1, List.of(tag(506, TestCbor.encode(module))), 4, validity)));
    }

    @Test
    void a_manifest_holds_while_it_says_so_and_its_end_is_kept() throws EvidenceRefused {
        byte[] holds = holding(map(0, tag(1, NOW), 1, tag(1, NOW)));
        assertThat(Corim.read(kind("sev-snp"), holds, null, NOW).until()).isEqualTo(NOW);
        assertThat(read("sev-snp", corim(measured("measurement", LONG_DIGEST))).until())
                .isEqualTo(Long.MAX_VALUE);
        refused(Reason.COLLATERAL_EXPIRED, holding(map(1, tag(1, NOW - 1))), null);
        refused(Reason.COLLATERAL_EXPIRED, holding(map(0, tag(1, NOW + 1), 1, tag(1, NOW + 9))), null);
        refused(Reason.MALFORMED, holding(map(1, NOW + 1)), null);

        byte[] meta = TestCbor.encode(map(0, map(0, "Maker"), 1, map(1, tag(1, NOW - 1))));
        byte[] late = TestCbor.encode(tag(
                18,
                TestCose.sign1(
                        MAKER.getPrivate(),
                        TestCbor.encode(map(1, -35, 3, "application/rim+cbor", 8, meta)),
                        corim(measured("measurement", LONG_DIGEST)))));
        refused(Reason.COLLATERAL_EXPIRED, late, MAKER);
    }

    private static byte[] signed(String type, KeyPair key) {
        byte[] header = TestCbor.encode(map(1, -35, 3, type));
        return TestCbor.encode(
                tag(18, TestCose.sign1(key.getPrivate(), header, corim(measured("measurement", LONG_DIGEST)))));
    }

    @Test
    void a_signature_is_the_one_that_is_expected() throws EvidenceRefused {
        byte[] signed = signed("application/rim+cbor", MAKER);
        assertThat(Corim.read(kind("sev-snp"), signed, MAKER.getPublic(), NOW).values())
                .containsOnlyKeys("measurement");
        refused(Reason.BAD_SIGNATURE, signed, null);
        refused(Reason.BAD_SIGNATURE, signed, TestCose.keys(384));
        refused(Reason.BAD_SIGNATURE, TestCbor.encode(corim(measured("measurement", LONG_DIGEST))), MAKER);
        refused(Reason.MALFORMED, signed("application/cbor", MAKER), MAKER);
        signed[signed.length - 1] ^= 1;
        refused(Reason.BAD_SIGNATURE, signed, MAKER);
    }

    private static void refused(Reason reason, byte[] bytes, @org.jspecify.annotations.Nullable KeyPair key) {
        assertThatExceptionOfType(EvidenceRefused.class)
                .isThrownBy(() -> Corim.read(kind("sev-snp"), bytes, key == null ? null : key.getPublic(), NOW))
                .satisfies(refused -> assertThat(refused.reason()).isEqualTo(reason));
    }

    @Property(tries = 300)
    void a_changed_manifest_is_read_or_refused(@ForAll int at, @ForAll byte other) {
        byte[] bytes = TestCbor.encode(corim(measured("measurement", LONG_DIGEST), measured(4, DIGEST)));
        bytes[Math.floorMod(at, bytes.length)] = other;
        try {
            assertThat(Corim.read(kind("sev-snp"), bytes, null, NOW).skipped()).isNotNegative();
        } catch (EvidenceRefused refused) {
            assertThat(refused.detail()).isNotBlank();
        }
    }
}
