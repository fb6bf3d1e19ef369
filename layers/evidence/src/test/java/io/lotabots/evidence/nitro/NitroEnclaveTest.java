package io.lotabots.evidence.nitro;

import static io.lotabots.evidence.TestPki.BEGIN;
import static io.lotabots.evidence.TestPki.END;
import static io.lotabots.evidence.TestPki.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.lotabots.evidence.Collateral;
import io.lotabots.evidence.Evidence;
import io.lotabots.evidence.Format;
import io.lotabots.evidence.Mutations;
import io.lotabots.evidence.Policy;
import io.lotabots.evidence.Reason;
import io.lotabots.evidence.Terms;
import io.lotabots.evidence.TestCbor;
import io.lotabots.evidence.TestCose;
import io.lotabots.evidence.TestPki;
import io.lotabots.evidence.TestPki.Authority;
import io.lotabots.evidence.Tier;
import io.lotabots.evidence.Verdict;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class NitroEnclaveTest {
    private static final Authority ROOT = TestPki.root("CN=nitro,O=Test", "P-384");
    private static final Authority INSTANCE = ROOT.authority("CN=instance,O=Test", "P-384");
    private static final KeyPair KEYS = TestPki.keys("P-384");
    private static final X509Certificate LEAF = INSTANCE.leaf("CN=enclave", KEYS.getPublic(), Map.of(), Set.of());
    private static final byte[] NONCE = filled(32, 7);
    private static final String PCR0 = HexFormat.of().formatHex(filled(48, 1));

    private final Format format = new NitroEnclave();

    @Test
    void a_document_of_an_enclave_is_accepted_as_a_warning_when_nothing_is_compared() {
        Verdict.Accepted verdict = accepted(sign(payload()), terms(NONCE, Map.of()));

        assertThat(verdict.status()).isEqualTo(Tier.WARNING);
        assertThat(verdict.vector().executables()).isEqualTo(33);
        assertThat(verdict.claims())
                .containsEntry("module_id", "i-1-enc2")
                .containsEntry("timestamp", NOW.toEpochMilli())
                .containsEntry("nonce", HexFormat.of().formatHex(NONCE))
                .containsEntry("user_data", "")
                .containsEntry("debug", false);
        assertThat((Map<?, ?>) verdict.claims().get("pcrs")).hasSize(3);
    }

    @Test
    void a_measured_image_that_was_asked_for_is_affirmed() {
        byte[] document = sign(payload());
        String other = "00".repeat(48);
        assertThat(accepted(document, terms(NONCE, Map.of("pcr0", PCR0))).status())
                .isEqualTo(Tier.AFFIRMING);
        assertThat(accepted(document, terms(NONCE, Map.of("pcr0", List.of(other, PCR0.toUpperCase(Locale.ROOT)))))
                        .status())
                .isEqualTo(Tier.AFFIRMING);
        refused(Reason.MEASUREMENT_MISMATCH, document, terms(NONCE, Map.of("pcr0", other)));
        refused(Reason.MEASUREMENT_MISMATCH, document, terms(NONCE, Map.of("pcr8", PCR0)));
    }

    @Test
    void indefinite_lengths_are_read_as_definite_ones() {
        Map<Object, Object> payload = payload();
        payload.put("cabundle", new TestCbor.Indefinite(TestCbor.value(payload, "cabundle")));
        payload.put("pcrs", new TestCbor.Indefinite(TestCbor.value(payload, "pcrs")));
        assertThat(format.verify(document(sign(new TestCbor.Indefinite(payload))), terms(NONCE, Map.of()))
                        .accepted())
                .isTrue();
    }

    @Test
    void without_a_challenge_any_nonce_or_none_will_do_and_with_one_only_the_same() {
        Map<Object, Object> payload = payload();
        payload.put("nonce", TestCbor.NULL);
        byte[] document = sign(payload);
        accepted(document, terms(null, Map.of()));
        refused(Reason.NONCE_MISMATCH, document, terms(NONCE, Map.of()));
        refused(Reason.NONCE_MISMATCH, sign(payload()), terms(filled(32, 8), Map.of()));
    }

    @Test
    void debug_mode_is_refused_unless_allowed_and_then_a_warning() {
        for (int index = 0; index < 3; index++) {
            Map<Object, Object> pcrs = pcrs();
            pcrs.put(index, new byte[48]);
            byte[] document = sign(with("pcrs", pcrs));
            refused(Reason.DEBUG_ENABLED, document, terms(NONCE, Map.of()));
            Verdict.Accepted allowed = accepted(document, terms(NONCE, Map.of("allow_debug", true)));
            assertThat(allowed.status()).isEqualTo(Tier.WARNING);
            assertThat(allowed.cautions()).containsKey(Reason.DEBUG_ENABLED);
            pcrs.remove(index);
            refused(Reason.DEBUG_ENABLED, sign(with("pcrs", pcrs)), terms(NONCE, Map.of()));
        }
    }

    @Test
    void a_document_is_of_no_use_when_it_is_too_old() {
        byte[] document = sign(payload());
        Instant later = NOW.plusSeconds(601);
        Terms tenMinutes = new Terms(
                NONCE, later, ROOT.anchors("aws-nitro"), Collateral.NONE, new Policy(Map.of("max_age_seconds", 600)));
        refused(Reason.EVIDENCE_TOO_OLD, document, tenMinutes);
    }

    @Test
    void certificates_are_judged_at_the_given_time_and_to_the_pinned_root() {
        byte[] document = sign(payload());
        refused(Reason.CERT_EXPIRED, document, at(END.plusSeconds(1), ROOT));
        refused(Reason.CERT_NOT_YET_VALID, document, at(BEGIN.minusSeconds(1), ROOT));
        refused(Reason.UNTRUSTED_ROOT, document, at(NOW, TestPki.root("CN=nitro,O=Test", "P-384")));
    }

    @Test
    void a_leaf_that_is_an_authority_signs_no_document() {
        Map<Object, Object> payload = with("certificate", TestPki.encoded(INSTANCE.certificate()));
        payload.put("cabundle", List.of(TestPki.encoded(ROOT.certificate())));
        byte[] document = TestCose.sign1(INSTANCE.keys().getPrivate(), payload).item();
        refused(Reason.BAD_CHAIN, document, terms(NONCE, Map.of()));
    }

    @Test
    void the_signature_is_of_the_certificate_in_the_document() {
        KeyPair other = TestPki.keys("P-384");
        refused(
                Reason.BAD_SIGNATURE,
                TestCose.sign1(other.getPrivate(), payload()).item(),
                terms(NONCE, Map.of()));
        KeyPair weak = TestPki.keys("P-256");
        refused(
                Reason.UNSUPPORTED_ALGORITHM,
                TestCose.sign1(weak.getPrivate(), payload()).item(),
                terms(NONCE, Map.of()));
    }

    @Test
    void fields_of_other_shapes_are_refused() {
        Map<String, Object> wrong = Map.of(
                "module_id",
                "",
                "digest",
                "SHA256",
                "timestamp",
                0,
                "certificate",
                new byte[1025],
                "cabundle",
                List.of(),
                "nonce",
                new byte[1025]);
        wrong.forEach((field, value) -> assertThat(
                        format.verify(document(sign(with(field, value))), terms(null, Map.of()))
                                .accepted())
                .as(field)
                .isFalse());
        List<Object> many = new ArrayList<>(Collections.nCopies(10, TestPki.encoded(ROOT.certificate())));
        refused(Reason.BAD_LENGTH, sign(with("cabundle", many)), terms(null, Map.of()));
        for (Map<Object, Object> pcrs :
                List.of(TestCbor.map(), TestCbor.map(32, new byte[48]), TestCbor.map("0", new byte[48]))) {
            refused(Reason.MALFORMED, sign(with("pcrs", pcrs)), terms(null, Map.of()));
        }
        refused(Reason.BAD_LENGTH, sign(with("pcrs", TestCbor.map(0, new byte[32]))), terms(null, Map.of()));
        for (Object required : List.of("module_id", "digest", "timestamp", "pcrs", "certificate", "cabundle")) {
            Map<Object, Object> payload = payload();
            payload.remove(required);
            refused(Reason.MALFORMED, sign(payload), terms(null, Map.of()));
        }
    }

    @Test
    void every_flipped_byte_of_a_document_is_refused() {
        byte[] document = sign(payload());
        Mutations.everyFlipIsRefused(format, document(document), terms(null, Map.of()), "document", 0, document.length);
    }

    @Property(tries = 300)
    void mutated_documents_give_a_verdict_at_little_cost(@ForAll long seed) {
        byte[] mutated = Mutations.mutated(Sample.DOCUMENT, seed);
        Verdict verdict = Mutations.verdictIsCheap(format, document(mutated), terms(null, Map.of()));
        assertThat(verdict.accepted()).isEqualTo(Arrays.equals(mutated, Sample.DOCUMENT));
    }

    private static final class Sample {
        private static final byte[] DOCUMENT = sign(payload());
    }

    private Verdict.Accepted accepted(byte[] document, Terms terms) {
        Verdict verdict = format.verify(document(document), terms);
        assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
        return (Verdict.Accepted) verdict;
    }

    private void refused(Reason reason, byte[] document, Terms terms) {
        assertThat(format.verify(document(document), terms))
                .isInstanceOfSatisfying(
                        Verdict.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason));
    }

    private static Evidence document(byte[] document) {
        return new Evidence(Map.of("document", document));
    }

    private static Terms terms(byte @Nullable [] nonce, Map<String, Object> policy) {
        return new Terms(nonce, NOW, ROOT.anchors("aws-nitro"), Collateral.NONE, new Policy(policy));
    }

    private static Terms at(Instant at, Authority root) {
        return new Terms(NONCE, at, root.anchors("aws-nitro"), Collateral.NONE, Policy.STRICT);
    }

    private static byte[] sign(Object payload) {
        return TestCose.sign1(KEYS.getPrivate(), payload).item();
    }

    private static Map<Object, Object> with(String field, Object value) {
        Map<Object, Object> payload = payload();
        payload.put(field, value);
        return payload;
    }

    private static Map<Object, Object> pcrs() {
        return TestCbor.map(0, filled(48, 1), 1, filled(48, 2), 2, filled(48, 3), 3, new byte[48]);
    }

    private static Map<Object, Object> payload() {
        return TestCbor.map(
                "module_id",
                "i-1-enc2",
                "digest",
                "SHA384",
                "timestamp",
                NOW.toEpochMilli(),
                "pcrs",
                pcrs(),
                "certificate",
                TestPki.encoded(LEAF),
                "cabundle",
                List.of(TestPki.encoded(ROOT.certificate()), TestPki.encoded(INSTANCE.certificate())),
                "public_key",
                TestCbor.NULL,
                "nonce",
                NONCE);
    }

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
