package io.lotabots.evidence.nvidia;

import static io.lotabots.evidence.TestPki.BEGIN;
import static io.lotabots.evidence.TestPki.END;
import static io.lotabots.evidence.TestPki.NOW;
import static io.lotabots.evidence.nvidia.TestReport.NONCE;
import static io.lotabots.evidence.nvidia.TestReport.filled;
import static io.lotabots.evidence.nvidia.TestReport.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.lotabots.evidence.Collateral;
import io.lotabots.evidence.Evidence;
import io.lotabots.evidence.Format;
import io.lotabots.evidence.Mutations;
import io.lotabots.evidence.Policy;
import io.lotabots.evidence.Reason;
import io.lotabots.evidence.Terms;
import io.lotabots.evidence.TestPki;
import io.lotabots.evidence.TestPki.Authority;
import io.lotabots.evidence.Tier;
import io.lotabots.evidence.Verdict;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class NvidiaGpuTest {
    private static final String DRIVER = "nvidia/rim/NV_GPU_DRIVER_GH100_550.90.07";
    private static final String VBIOS = "nvidia/rim/NV_GPU_VBIOS_1010_0200_882_96009F0001";
    private static final Authority ROOT = TestPki.root("CN=Device Root,O=Test", "P-384");
    private static final Authority DEVICE = ROOT.authority("CN=GH100 A01 GSP BROM,O=Test", "P-384");
    private static final KeyPair KEYS = TestPki.keys("P-384");
    private static final byte[] FWID = filled(48, 0xf);
    private static final X509Certificate LEAF = DEVICE.leaf(
            "CN=GH100 A01 GSP FMC LF", KEYS.getPublic(), Map.of("2.23.133.5.4.1", TestReport.identity(FWID)), Set.of());
    private static final Authority RIM_ROOT = TestPki.root("CN=RIM Root,O=Test", "P-384");
    private static final KeyPair RIM_KEYS = TestPki.keys("P-384");
    private static final X509Certificate RIM_SIGNER = RIM_ROOT.issue(
            "CN=RIM signer", RIM_KEYS.getPublic(), BEGIN, END.minus(Duration.ofDays(30)), false, Map.of(), Set.of());
    private static final byte[] REPORT = new TestReport().signed(KEYS.getPrivate());
    private static final String DRIVER_RIM = TestRim.document("550.90.07", Map.of(0, digests(7, 1), 1, digests(2)));
    private static final String VBIOS_RIM = TestRim.document("96.00.9F.00.01", Map.of(3, digests(4)));
    private static final Map<String, byte[]> COLLATERAL = collateral(NOW);

    private final Format format = new NvidiaGpu();

    @Test
    void a_gpu_whose_measurements_are_all_known_is_affirmed() {
        Verdict.Accepted verdict = accepted(REPORT, COLLATERAL, Map.of());
        assertThat(verdict.status()).isEqualTo(Tier.AFFIRMING);
        assertThat(verdict.cautions()).isEmpty();
        assertThat(verdict.claims())
                .containsEntry("kind", "gpu")
                .containsEntry("nonce", HexFormat.of().formatHex(NONCE))
                .containsEntry("driver", "550.90.07")
                .containsEntry("vbios", "96.00.9f.00.01")
                .containsEntry("blocks", 4L)
                .containsEntry("rims", List.of(List.of("550.90.07", 2L), List.of("96.00.9F.00.01", 1L)));
    }

    @Test
    void a_report_in_hexadecimal_is_the_same_report() {
        String text = HexFormat.of().formatHex(REPORT);
        assertThat(accepted(text(text + "\n"), COLLATERAL, Map.of()).claims())
                .isEqualTo(accepted(REPORT, COLLATERAL, Map.of()).claims());
        for (String wrong : List.of("1", "11e0zz", text + "0")) {
            refused(Reason.MALFORMED, text(wrong), terms(COLLATERAL, Map.of()));
        }
    }

    @Test
    void whatever_collateral_is_missing_it_is_a_warning_that_says_what() {
        for (String missing : COLLATERAL.keySet()) {
            Map<String, byte[]> rest = new HashMap<>(COLLATERAL);
            rest.remove(missing);
            Verdict.Accepted verdict = accepted(REPORT, rest, Map.of());
            assertThat(verdict.status()).as(missing).isEqualTo(Tier.WARNING);
            assertThat(verdict.cautions()).containsOnlyKeys(Reason.COLLATERAL_MISSING);
            assertThat(verdict.claims().get(Collateral.MISSING))
                    .asInstanceOf(InstanceOfAssertFactories.list(String.class))
                    .singleElement()
                    .asString()
                    .startsWith(missing);
        }
    }

    @Test
    void a_board_that_does_not_tell_its_project_is_a_warning() {
        for (byte[] untold : new byte[][] {{}, {0, 0}}) {
            Verdict.Accepted verdict = accepted(report(change -> change.opaque.put(17, untold)), COLLATERAL, Map.of());
            assertThat(verdict.status()).isEqualTo(Tier.WARNING);
            assertThat(verdict.cautions()).containsOnlyKeys(Reason.COLLATERAL_MISSING);
        }
    }

    @Test
    void a_switch_has_one_manifest_and_no_driver() {
        byte[] report = report(change -> {
            change.opaque.remove(3);
            change.opaque.put(6, text("96.10.55.00.01"));
        });
        Map<String, byte[]> collateral = new HashMap<>(COLLATERAL);
        collateral.put(
                "nvidia/rim/NV_SWITCH_BIOS_5612_0002_890_9610550001",
                rim(VBIOS_RIM.replace("96.00.9F.00.01", "96.10.55.00.01")));
        Verdict.Accepted verdict = accepted(report, collateral, Map.of());
        assertThat(verdict.status()).isEqualTo(Tier.AFFIRMING);
        assertThat(verdict.claims()).containsEntry("kind", "switch").containsEntry("vbios", "96.10.55.00.01");
    }

    @Test
    void other_measurements_than_the_manifests_name_are_refused() {
        for (Consumer<TestReport> change : List.<Consumer<TestReport>>of(
                change -> change.measurements.put(1, filled(48, 3)),
                change -> change.measurements.remove(2),
                change -> change.measurements.put(4, filled(48, 5)))) {
            refused(Reason.MEASUREMENT_MISMATCH, report(change), terms(COLLATERAL, Map.of()));
        }
        // An alternative that the manifest names as well, and a measurement that no manifest describes.
        accepted(report(change -> change.measurements.put(1, filled(48, 7))), COLLATERAL, Map.of());
        accepted(report(change -> change.measurements.put(3, filled(48, 7))), COLLATERAL, Map.of());
    }

    @Test
    void a_manifest_of_another_version_or_of_the_same_measurement_is_refused() {
        refused(
                Reason.MEASUREMENT_MISMATCH,
                REPORT,
                terms(with(DRIVER, rim(DRIVER_RIM.replace("550.90.07", "550.90.08"))), Map.of()));
        byte[] overlapping = rim(TestRim.document("96.00.9F.00.01", Map.of(1, digests(2), 3, digests(4))));
        refused(Reason.MEASUREMENT_MISMATCH, REPORT, terms(with(VBIOS, overlapping), Map.of()));
    }

    @Test
    void the_decoders_measurement_is_left_out_where_the_decoder_is_disabled() {
        Map<String, byte[]> decoder =
                with(DRIVER, rim(TestRim.document("550.90.07", Map.of(0, digests(1), 35, digests(6)))));
        refused(Reason.MEASUREMENT_MISMATCH, REPORT, terms(decoder, Map.of()));
        accepted(report(change -> change.opaque.put(11, new byte[] {0x55})), decoder, Map.of());
        refused(
                Reason.MEASUREMENT_MISMATCH,
                report(change -> change.opaque.put(11, new byte[] {(byte) 0xaa})),
                terms(decoder, Map.of()));
    }

    @Test
    void a_manifest_that_its_signer_did_not_sign_is_refused() {
        String signed = new String(rim(VBIOS_RIM), StandardCharsets.UTF_8);
        List<UnaryOperator<String>> forgeries = List.of(
                xml -> xml.replace("04040404", "05050505"),
                xml -> xml.replace("active=\"True\"", "active=\"False\""),
                xml -> xml.replace("colloquialVersion=\"96.00.9F.00.01\"", "colloquialVersion=\"96.00.9f.00.01\""),
                xml -> xml.replaceAll("<(ds:)?Signature .*</(ds:)?Signature>", ""),
                xml -> xml.replaceAll("(?s)<Signature .*</Signature>", ""),
                xml -> xml.replaceAll("(?s)(<Signature .*</Signature>)", "$1$1"),
                xml -> xml.replaceAll("(?s)(<Signature .*</Signature>)", "<wrap>$1</wrap>"),
                xml -> xml.replace("Reference URI=\"\"", "Reference URI=\"#x\""));
        for (UnaryOperator<String> forgery : forgeries) {
            String forged = forgery.apply(signed);
            if (!forged.equals(signed)) {
                refused(
                        Reason.RIM_BAD_SIGNATURE,
                        REPORT,
                        terms(with(VBIOS, forged.getBytes(StandardCharsets.UTF_8)), Map.of()));
            }
        }
        assertThat(forgeries.stream().filter(forgery -> !forgery.apply(signed).equals(signed)))
                .hasSizeGreaterThanOrEqualTo(7);
    }

    @Test
    void a_signature_over_something_else_than_the_whole_manifest_is_refused() {
        for (byte[] manifest : List.of(
                TestRim.signNothing(VBIOS_RIM, RIM_KEYS, RIM_SIGNER, RIM_ROOT),
                TestRim.signBelow("ns0:Payload", VBIOS_RIM, RIM_KEYS, RIM_SIGNER, RIM_ROOT))) {
            refused(Reason.RIM_BAD_SIGNATURE, REPORT, terms(with(VBIOS, manifest), Map.of()));
        }
    }

    @Test
    void a_manifest_with_a_document_type_is_not_read() {
        String entity = "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/hostname\">]>" + VBIOS_RIM;
        for (String xml : List.of(entity, "", "<x", "<x/>", "<a>".repeat(40) + "</a>".repeat(40))) {
            refused(Reason.MALFORMED, REPORT, terms(with(VBIOS, xml.getBytes(StandardCharsets.UTF_8)), Map.of()));
        }
        refused(Reason.BAD_LENGTH, REPORT, terms(with(VBIOS, new byte[(1 << 20) + 1]), Map.of()));
    }

    @Test
    void a_manifest_of_another_root_or_of_an_expired_signer_is_refused_unless_that_is_allowed() {
        Authority other = TestPki.root("CN=RIM Root,O=Test", "P-384");
        X509Certificate signer = other.leaf("CN=RIM signer", RIM_KEYS.getPublic(), Map.of(), Set.of());
        refused(
                Reason.RIM_UNTRUSTED_ROOT,
                REPORT,
                terms(with(VBIOS, TestRim.sign(VBIOS_RIM, RIM_KEYS, signer, other)), Map.of()));
        Instant late = END.minus(Duration.ofDays(1));
        refused(Reason.RIM_CERT_EXPIRED, REPORT, terms(NONCE, late, collateral(late), Map.of()));
        Verdict verdict = format.verify(
                evidence(REPORT), terms(NONCE, late, collateral(late), Map.of("allow_expired_rim", true)));
        assertThat(verdict.status()).isEqualTo(Tier.WARNING);
    }

    @Test
    void a_certificate_that_ocsp_revokes_or_holds_is_refused() {
        String device = TestOcsp.key(DEVICE.certificate());
        String signer = TestOcsp.key(RIM_SIGNER);
        refused(
                Reason.CERT_REVOKED,
                REPORT,
                terms(with(device, TestOcsp.onHold(DEVICE.certificate(), ROOT, NOW)), Map.of()));
        refused(Reason.CERT_REVOKED, REPORT, terms(with(signer, TestOcsp.onHold(RIM_SIGNER, RIM_ROOT, NOW)), Map.of()));
    }

    @Test
    void an_ocsp_response_that_is_old_of_another_or_signed_by_another_is_refused() {
        String device = TestOcsp.key(DEVICE.certificate());
        Authority other = TestPki.root("CN=Device Root,O=Test", "P-384");
        List<byte[]> wrong = List.of(
                TestOcsp.good(DEVICE.certificate(), ROOT, NOW.minus(Duration.ofDays(2))),
                TestOcsp.good(DEVICE.certificate(), ROOT, NOW.plus(Duration.ofDays(2))),
                TestOcsp.good(LEAF, ROOT, NOW),
                TestOcsp.response(DEVICE.certificate(), ROOT, other, NOW, CertificateStatus.GOOD),
                new byte[] {1, 2, 3});
        for (byte[] response : wrong) {
            refused(Reason.COLLATERAL_EXPIRED, REPORT, terms(with(device, response), Map.of()));
        }
    }

    @Test
    void the_report_is_signed_by_the_leaf_for_our_nonce_and_its_firmware() {
        byte[] other = new TestReport().signed(TestPki.keys("P-384").getPrivate());
        refused(Reason.BAD_SIGNATURE, other, terms(COLLATERAL, Map.of()));
        refused(Reason.NONCE_MISMATCH, REPORT, terms(new byte[32], NOW, COLLATERAL, Map.of()));
        assertThat(format.verify(evidence(REPORT), terms(null, NOW, COLLATERAL, Map.of()))
                        .accepted())
                .isTrue();
        accepted(report(change -> change.opaque.put(20, FWID)), COLLATERAL, Map.of());
        refused(
                Reason.TCB_CERT_MISMATCH,
                report(change -> change.opaque.put(20, filled(48, 1))),
                terms(COLLATERAL, Map.of()));
    }

    @Test
    void the_chain_ends_in_the_pinned_root_at_the_given_time() {
        refused(Reason.CERT_EXPIRED, REPORT, terms(NONCE, END.plusSeconds(1), COLLATERAL, Map.of()));
        Terms terms = terms(COLLATERAL, Map.of());
        Terms unknown = new Terms(NONCE, NOW, RIM_ROOT.anchors("nvidia-device"), terms.collateral(), Policy.STRICT);
        refused(Reason.UNTRUSTED_ROOT, REPORT, unknown);
        Verdict verdict = format.verify(Mutations.with(evidence(REPORT), "chain", new byte[0]), terms);
        assertThat(verdict.accepted()).isFalse();
    }

    @Test
    void versions_are_asked_for_by_policy() {
        accepted(REPORT, COLLATERAL, Map.of("driver", "550.90.07", "vbios", List.of("96.00.9f.00.01")));
        refused(Reason.TCB_TOO_OLD, REPORT, terms(COLLATERAL, Map.of("driver", "550.90.08")));
        refused(Reason.TCB_TOO_OLD, REPORT, terms(COLLATERAL, Map.of("vbios", "96.00.9f.00.02")));
    }

    @Test
    void reports_of_other_shapes_are_refused() {
        List<Consumer<TestReport>> wrong = List.of(
                change -> change.after = new byte[1],
                change -> change.doubled = true,
                change -> change.specification = 2,
                change -> change.measurements.put(9, new byte[0]),
                change -> change.measurements.put(9, new byte[65]),
                change -> change.opaque.remove(6),
                change -> change.opaque.put(6, new byte[4]),
                change -> change.opaque.put(3, text("../550")));
        for (Consumer<TestReport> change : wrong) {
            refused(Reason.MALFORMED, report(change), terms(COLLATERAL, Map.of()));
        }
        refused(Reason.UNSUPPORTED_VERSION, report(change -> change.version = 0x12), terms(COLLATERAL, Map.of()));
    }

    @Test
    void every_flipped_byte_of_a_report_is_refused() {
        Mutations.everyFlipIsRefused(
                format, evidence(REPORT), terms(null, NOW, Map.of(), Map.of()), "report", 0, REPORT.length);
    }

    @Property(tries = 200)
    void mutated_reports_and_manifests_give_a_verdict_at_little_cost(@ForAll long seed) {
        Mutations.verdictIsCheap(format, evidence(Mutations.mutated(REPORT, seed)), terms(Map.of(), Map.of()));
        byte[] manifest = Mutations.mutated(Samples.MANIFEST, seed);
        Map<String, byte[]> collateral = Map.of(VBIOS, manifest);
        Mutations.verdictIsCheap(format, evidence(REPORT), terms(collateral, Map.of()));
    }

    private static final class Samples {
        private static final byte[] MANIFEST = rim(VBIOS_RIM);
    }

    private Verdict.Accepted accepted(byte[] report, Map<String, byte[]> collateral, Map<String, Object> policy) {
        Verdict verdict = format.verify(evidence(report), terms(collateral, policy));
        assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
        return (Verdict.Accepted) verdict;
    }

    private void refused(Reason reason, byte[] report, Terms terms) {
        assertThat(format.verify(evidence(report), terms))
                .isInstanceOfSatisfying(
                        Verdict.Refused.class,
                        refused -> assertThat(refused.reason())
                                .as(refused.detail())
                                .isEqualTo(reason));
    }

    private static Terms terms(Map<String, byte[]> collateral, Map<String, Object> policy) {
        return terms(NONCE, NOW, collateral, policy);
    }

    private static Terms terms(
            byte @Nullable [] nonce, Instant at, Map<String, byte[]> collateral, Map<String, Object> policy) {
        return new Terms(
                nonce,
                at,
                ROOT.anchors("nvidia-device").with(List.of(RIM_ROOT.anchor("nvidia-rim"))),
                Collateral.of(collateral),
                new Policy(policy));
    }

    private static Evidence evidence(byte[] report) {
        StringBuilder chain = new StringBuilder();
        for (X509Certificate one : List.of(LEAF, DEVICE.certificate(), ROOT.certificate())) {
            chain.append("-----BEGIN CERTIFICATE-----\n")
                    .append(Base64.getMimeEncoder().encodeToString(TestPki.encoded(one)))
                    .append("\n-----END CERTIFICATE-----\n");
        }
        return new Evidence(Map.of("report", report, "chain", chain.toString().getBytes(StandardCharsets.US_ASCII)));
    }

    private static byte[] report(Consumer<TestReport> change) {
        TestReport report = new TestReport();
        change.accept(report);
        return report.signed(KEYS.getPrivate());
    }

    private static Map<String, byte[]> collateral(Instant at) {
        return Map.of(
                DRIVER,
                rim(DRIVER_RIM),
                VBIOS,
                rim(VBIOS_RIM),
                TestOcsp.key(DEVICE.certificate()),
                TestOcsp.good(DEVICE.certificate(), ROOT, at),
                TestOcsp.key(RIM_SIGNER),
                TestOcsp.good(RIM_SIGNER, RIM_ROOT, at));
    }

    private static Map<String, byte[]> with(String key, byte[] value) {
        Map<String, byte[]> collateral = new HashMap<>(COLLATERAL);
        collateral.put(key, value);
        return collateral;
    }

    private static byte[] rim(String document) {
        return TestRim.sign(document, RIM_KEYS, RIM_SIGNER, RIM_ROOT);
    }

    private static List<String> digests(int... values) {
        return Arrays.stream(values)
                .mapToObj(value -> HexFormat.of().formatHex(filled(48, value)))
                .toList();
    }
}
