package io.lotabots.evidence.apple;

import static io.lotabots.evidence.TestPki.END;
import static io.lotabots.evidence.TestPki.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.lotabots.evidence.Collateral;
import io.lotabots.evidence.Evidence;
import io.lotabots.evidence.Format;
import io.lotabots.evidence.Mutations;
import io.lotabots.evidence.Policy;
import io.lotabots.evidence.Reason;
import io.lotabots.evidence.Signatures;
import io.lotabots.evidence.Terms;
import io.lotabots.evidence.TestCbor;
import io.lotabots.evidence.TestPki;
import io.lotabots.evidence.TestPki.Authority;
import io.lotabots.evidence.Tier;
import io.lotabots.evidence.Verdict;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class AppAttestTest {
    private static final String APP = "TEAM123456.org.example.app";
    private static final Authority ROOT = TestPki.root("CN=App Attest Root,O=Test", "P-384");
    private static final Authority CA = ROOT.authority("CN=App Attest CA,O=Test", "P-384");
    private static final KeyPair KEYS = TestPki.keys("P-256");
    private static final byte[] NONCE = "a nonce of at least thirty-two bytes".getBytes(StandardCharsets.US_ASCII);
    private static final TestApp PHONE = new TestApp(CA, KEYS);
    private static final byte[] POINT = TestApp.point(KEYS);
    private static final byte[] KEY_ID = Signatures.digest("SHA-256", POINT);
    private static final byte[] GENUINE =
            PHONE.attestation(TestApp.authData(APP, 0, TestApp.PRODUCTION, KEY_ID), NONCE);
    private static final byte[] ASSERTION = PHONE.assertion(TestApp.authData(APP, 3, "", new byte[0]), NONCE);

    private final Format format = new AppAttest();

    @Test
    void a_new_key_of_an_app_in_production_is_affirmed() {
        Verdict.Accepted verdict = accepted(attested(GENUINE), terms(NONCE, Map.of()));
        assertThat(verdict.status()).isEqualTo(Tier.AFFIRMING);
        assertThat(verdict.claims())
                .containsEntry("keyId", Base64.getEncoder().encodeToString(KEY_ID))
                .containsEntry("environment", "production")
                .containsEntry("counter", 0L)
                .containsEntry("app_id", APP)
                .containsEntry("public_key", HexFormat.of().formatHex(POINT));
    }

    @Test
    void a_key_of_the_development_environment_is_a_warning_where_it_is_wanted_at_all() {
        Evidence evidence = attested(PHONE.attestation(TestApp.authData(APP, 0, TestApp.DEVELOPMENT, KEY_ID), NONCE));
        refused(Reason.ENVIRONMENT_MISMATCH, evidence, terms(NONCE, Map.of()));
        Verdict.Accepted verdict = accepted(evidence, terms(NONCE, Map.of("environment", "development")));
        assertThat(verdict.status()).isEqualTo(Tier.WARNING);
        assertThat(verdict.cautions()).containsOnlyKeys(Reason.DEBUG_ENABLED);
        refused(Reason.ENVIRONMENT_MISMATCH, attested(GENUINE), terms(NONCE, Map.of("environment", "development")));
        refused(
                Reason.MALFORMED,
                attested(PHONE.attestation(TestApp.authData(APP, 0, "appattestsandbox", KEY_ID), NONCE)),
                terms(NONCE, Map.of()));
    }

    @Test
    void client_data_hold_the_nonce_and_are_what_the_certificate_is_made_for() {
        for (String text : List.of(
                new String(NONCE, StandardCharsets.US_ASCII),
                HexFormat.of().formatHex(NONCE),
                Base64.getUrlEncoder().encodeToString(NONCE))) {
            byte[] clientData = ("{\"challenge\":\"" + text + "\"}").getBytes(StandardCharsets.US_ASCII);
            Evidence evidence =
                    attested(PHONE.attestation(TestApp.authData(APP, 0, TestApp.PRODUCTION, KEY_ID), clientData));
            refused(Reason.NONCE_MISMATCH, evidence, terms(NONCE, Map.of()));
            Evidence whole = Mutations.with(evidence, "client_data", clientData);
            accepted(whole, terms(NONCE, Map.of()));
            accepted(whole, terms(null, Map.of()));
            refused(Reason.NONCE_MISMATCH, whole, terms(new byte[32], Map.of()));
            refused(Reason.NONCE_MISMATCH, whole, terms(new byte[0], Map.of()));
        }
        refused(Reason.NONCE_MISMATCH, attested(GENUINE), terms(new byte[32], Map.of()));
        refused(Reason.MISSING_PART, attested(GENUINE), terms(null, Map.of()));
    }

    @Test
    void only_apps_that_the_policy_names_are_accepted() {
        accepted(attested(GENUINE), terms(NONCE, Map.of("app_id", List.of("other", APP))));
        refused(Reason.RP_ID_MISMATCH, attested(GENUINE), terms(NONCE, Map.of("app_id", "TEAM123456.org.example")));
        refused(Reason.RP_ID_MISMATCH, attested(GENUINE), terms(NONCE, Map.of("app_id", List.of())));
    }

    @Test
    void the_key_is_identified_by_its_digest() {
        accepted(Mutations.with(attested(GENUINE), "key_id", KEY_ID), terms(NONCE, Map.of()));
        refused(
                Reason.KEY_ID_MISMATCH,
                Mutations.with(attested(GENUINE), "key_id", new byte[32]),
                terms(NONCE, Map.of()));
        refused(
                Reason.KEY_ID_MISMATCH,
                attested(PHONE.attestation(TestApp.authData(APP, 0, TestApp.PRODUCTION, new byte[32]), NONCE)),
                terms(NONCE, Map.of()));
    }

    @Test
    void a_key_that_has_signed_before_is_not_new() {
        refused(
                Reason.COUNTER_REPLAY,
                attested(PHONE.attestation(TestApp.authData(APP, 1, TestApp.PRODUCTION, KEY_ID), NONCE)),
                terms(NONCE, Map.of()));
    }

    @Test
    void the_chain_ends_in_the_pinned_root_at_the_given_time() {
        refused(Reason.CERT_EXPIRED, attested(GENUINE), terms(NONCE, END.plusSeconds(1), ROOT, Map.of()));
        Authority other = TestPki.root("CN=App Attest Root,O=Test", "P-384");
        refused(Reason.UNTRUSTED_ROOT, attested(GENUINE), terms(NONCE, NOW, other, Map.of()));
    }

    @Test
    void objects_of_other_shapes_are_refused() {
        byte[] authData = TestApp.authData(APP, 0, TestApp.PRODUCTION, KEY_ID);
        List<byte[]> chain = PHONE.chain(authData, NONCE);
        for (Map<Object, Object> wrong : List.of(
                TestCbor.map("fmt", "packed", "attStmt", TestCbor.map("x5c", chain), "authData", authData),
                TestCbor.map("fmt", "apple-appattest", "attStmt", TestCbor.map("x5c", List.of()), "authData", authData),
                TestCbor.map("fmt", "apple-appattest", "attStmt", TestCbor.map("x5c", chain), "authData", new byte[86]),
                TestCbor.map("fmt", "apple-appattest", "attStmt", TestCbor.map("x5c", chain)))) {
            assertThat(format.verify(attested(TestCbor.encode(wrong)), terms(NONCE, Map.of()))
                            .accepted())
                    .isFalse();
        }
        X509Certificate bare = CA.leaf("CN=key", KEYS.getPublic(), Map.of(), Set.of());
        byte[] withoutNonce = TestCbor.encode(TestCbor.map(
                "fmt",
                "apple-appattest",
                "attStmt",
                TestCbor.map("x5c", List.of(TestPki.encoded(bare), TestPki.encoded(CA.certificate()))),
                "authData",
                authData));
        refused(Reason.MALFORMED_EXTENSION, attested(withoutNonce), terms(NONCE, Map.of()));
    }

    @Test
    void an_assertion_of_an_attested_key_is_affirmed_once() {
        Verdict.Accepted verdict = accepted(asserted(ASSERTION), terms(NONCE, Map.of("last_counter", 2)));
        assertThat(verdict.status()).isEqualTo(Tier.AFFIRMING);
        assertThat(verdict.claims()).containsEntry("counter", 3L);
        refused(Reason.COUNTER_REPLAY, asserted(ASSERTION), terms(NONCE, Map.of("last_counter", 3)));
        refused(
                Reason.COUNTER_REPLAY,
                asserted(PHONE.assertion(TestApp.authData(APP, 0, "", new byte[0]), NONCE)),
                terms(NONCE, Map.of()));
    }

    @Test
    void an_assertion_of_an_unknown_key_other_data_or_another_app_is_refused() {
        Terms unknown = new Terms(NONCE, NOW, ROOT.anchors("apple-app-attest"), Collateral.NONE, Policy.STRICT);
        refused(Reason.COLLATERAL_MISSING, asserted(ASSERTION), unknown);
        byte[] other = TestApp.point(TestPki.keys("P-256"));
        refused(
                Reason.KEY_ID_MISMATCH,
                asserted(ASSERTION),
                new Terms(
                        NONCE,
                        NOW,
                        unknown.anchors(),
                        Collateral.of(Map.of("apple/key/" + HexFormat.of().formatHex(KEY_ID), other)),
                        Policy.STRICT));
        refused(Reason.BAD_SIGNATURE, asserted(ASSERTION), terms(new byte[32], Map.of()));
        refused(
                Reason.RP_ID_MISMATCH,
                asserted(PHONE.assertion(TestApp.authData("TEAM.other", 3, "", new byte[0]), NONCE)),
                terms(NONCE, Map.of()));
        refused(
                Reason.MALFORMED,
                asserted(PHONE.assertion(TestApp.authData(APP, 3, TestApp.PRODUCTION, KEY_ID), NONCE)),
                terms(NONCE, Map.of()));
    }

    @Test
    void every_flipped_byte_is_refused() {
        Mutations.everyFlipIsRefused(
                format, attested(GENUINE), terms(NONCE, Map.of()), "attestation", 0, GENUINE.length);
        Mutations.everyFlipIsRefused(
                format, asserted(ASSERTION), terms(NONCE, Map.of()), "assertion", 0, ASSERTION.length);
    }

    @Property(tries = 300)
    void mutated_objects_give_a_verdict_at_little_cost(@ForAll long seed) {
        Mutations.verdictIsCheap(format, attested(Mutations.mutated(GENUINE, seed)), terms(NONCE, Map.of()));
        Mutations.verdictIsCheap(format, asserted(Mutations.mutated(ASSERTION, seed)), terms(NONCE, Map.of()));
    }

    private Verdict.Accepted accepted(Evidence evidence, Terms terms) {
        Verdict verdict = format.verify(evidence, terms);
        assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
        return (Verdict.Accepted) verdict;
    }

    private void refused(Reason reason, Evidence evidence, Terms terms) {
        assertThat(format.verify(evidence, terms))
                .isInstanceOfSatisfying(
                        Verdict.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason));
    }

    private static Evidence attested(byte[] attestation) {
        return new Evidence(Map.of("attestation", attestation));
    }

    private static Evidence asserted(byte[] assertion) {
        return new Evidence(Map.of("assertion", assertion, "key_id", KEY_ID));
    }

    private static Terms terms(byte @Nullable [] nonce, Map<String, Object> policy) {
        return terms(nonce, NOW, ROOT, policy);
    }

    private static Terms terms(byte @Nullable [] nonce, Instant at, Authority root, Map<String, Object> policy) {
        Map<String, Object> settings = new HashMap<>(Map.of("app_id", APP));
        settings.putAll(policy);
        return new Terms(
                nonce,
                at,
                root.anchors("apple-app-attest"),
                Collateral.of(Map.of("apple/key/" + HexFormat.of().formatHex(KEY_ID), POINT)),
                new Policy(settings));
    }

    @Test
    void an_assertion_of_a_key_that_was_kept_needs_no_collateral_and_its_environment_stays() {
        Map<String, Object> kept = Map.of(
                "app_id", APP, "attested_key", HexFormat.of().formatHex(POINT), "attested_environment", "production");
        assertThat(accepted(asserted(ASSERTION), kept(kept)).claims()).containsEntry("environment", "production");
        Map<String, Object> development = new HashMap<>(kept);
        development.put("attested_environment", "development");
        refused(Reason.ENVIRONMENT_MISMATCH, asserted(ASSERTION), kept(development));
        development.put("environment", "development");
        assertThat(accepted(asserted(ASSERTION), kept(development)).status()).isEqualTo(Tier.WARNING);
        Map<String, Object> another = new HashMap<>(kept);
        another.put("attested_key", HexFormat.of().formatHex(TestApp.point(TestPki.keys("P-256"))));
        refused(Reason.KEY_ID_MISMATCH, asserted(ASSERTION), kept(another));
    }

    private static Terms kept(Map<String, Object> policy) {
        return new Terms(NONCE, NOW, ROOT.anchors("apple-app-attest"), Collateral.NONE, new Policy(policy));
    }
}
