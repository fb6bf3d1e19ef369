package io.lotabots.evidence.webauthn;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotabots.evidence.Collateral;
import io.lotabots.evidence.Evidence;
import io.lotabots.evidence.Mutations;
import io.lotabots.evidence.Policy;
import io.lotabots.evidence.Reason;
import io.lotabots.evidence.Terms;
import io.lotabots.evidence.TestPki;
import io.lotabots.evidence.TestPki.Authority;
import io.lotabots.evidence.Tier;
import io.lotabots.evidence.TrustAnchors;
import io.lotabots.evidence.Verdict;
import io.lotabots.evidence.tpm.TestRegistration;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebauthnTpmTest {
    private static final Authority ROOT = TestPki.root("CN=TPM Root,O=Microsoft", "P-256");
    private static final Authority ISSUER = ROOT.authority("CN=EUS-STM-KEYID,O=Microsoft", "P-256");
    private static final KeyPair AIK = TestPki.keys("RSA-2048");
    private static final KeyPair CREDENTIAL = TestPki.keys("P-256");
    private static final byte[] CHALLENGE = HexFormat.of().parseHex("5a".repeat(32));
    private static final WebauthnTpm FORMAT = new WebauthnTpm();

    private final TestRegistration registration = new TestRegistration(ISSUER, AIK, CREDENTIAL, CHALLENGE);

    @Test
    void a_registration_on_a_pc_is_accepted_with_what_it_says_of_the_chip() {
        var verdict = accepted(registration.evidence(), Map.of());

        assertThat(verdict.status()).isEqualTo(Tier.AFFIRMING);
        assertThat(verdict.vector().executables()).isZero();
        assertThat(verdict.claims())
                .containsEntry("alg", -257L)
                .containsEntry("aikIssuer", "O=Microsoft,CN=EUS-STM-KEYID")
                .containsEntry("aaguid", "08987058cadc4b81b6e130de50dcbe96")
                .containsEntry("origin", "https://miner.example")
                .containsEntry("tpmManufacturer", "STM")
                .containsEntry("userVerified", true)
                .containsEntry("virtual", false);
    }

    @Test
    void a_key_certified_over_sha_1_is_a_caution() {
        registration.algorithm = -65535;
        var verdict = accepted(registration.evidence(), Map.of());
        assertThat(verdict.cautions()).containsOnlyKeys(Reason.WEAK_SIGNATURE_HASH);
        assertThat(verdict.status()).isEqualTo(Tier.WARNING);
        assertThat(verdict.claims()).containsEntry("alg", -65535L);
    }

    @ParameterizedTest
    @ValueSource(longs = {-37, -258, -259})
    void other_algorithms_of_rsa_are_known(long algorithm) {
        registration.algorithm = algorithm;
        accepted(registration.evidence(), Map.of());
    }

    @Test
    void a_tpm_in_software_is_a_caution() {
        registration.manufacturer = "id:4D534654";
        assertThat(accepted(registration.evidence(), Map.of()).cautions()).containsOnlyKeys(Reason.VIRTUAL_TPM);
    }

    @Test
    void only_the_challenge_that_was_given_will_do() {
        Evidence evidence = registration.evidence();
        assertThat(FORMAT.verify(evidence, terms(new byte[32], Map.of()))).satisfies(refused(Reason.NONCE_MISMATCH));
        assertThat(FORMAT.verify(evidence, terms(null, Map.of())).accepted()).isTrue();
    }

    @Test
    void client_data_that_was_not_signed_is_refused() {
        Evidence evidence = registration.evidence();
        byte[] forged = TestRegistration.clientData("webauthn.create", CHALLENGE, "https://evil.example");
        refused(Reason.NONCE_MISMATCH, Mutations.with(evidence, "client_data", forged), Map.of());
    }

    @Test
    void origin_and_relying_party_are_those_of_the_policy() {
        Evidence evidence = registration.evidence();
        accepted(evidence, Map.of("origin", "https://miner.example", "rp_id", List.of("other", "miner.example")));
        refused(Reason.RP_ID_MISMATCH, evidence, Map.of("origin", "https://evil.example"));
        refused(Reason.RP_ID_MISMATCH, evidence, Map.of("rp_id", "evil.example"));
        registration.type = "webauthn.get";
        refused(Reason.NOT_A_QUOTE, registration.evidence(), Map.of());
    }

    @Test
    void the_user_is_verified_when_that_is_asked() {
        accepted(registration.evidence(), Map.of("require_user_verification", true));
        registration.flags = 0x41;
        accepted(registration.evidence(), Map.of());
        refused(Reason.SECURITY_LEVEL_TOO_LOW, registration.evidence(), Map.of("require_user_verification", true));
    }

    @Test
    void the_certified_key_is_the_credentials() {
        registration.pubAreaKey = TestPki.keys("P-256");
        refused(Reason.KEY_ID_MISMATCH, registration.evidence(), Map.of());
        registration.pubAreaKey = CREDENTIAL;
        registration.certifiedName = new byte[34];
        refused(Reason.KEY_ID_MISMATCH, registration.evidence(), Map.of());
    }

    @Test
    void a_quote_certifies_no_key_and_other_data_is_none_of_a_tpm() {
        registration.attestType = 0x8018;
        refused(Reason.NOT_A_QUOTE, registration.evidence(), Map.of());
        registration.attestType = 0x8017;
        registration.magic = 0x11544347;
        refused(Reason.BAD_MAGIC, registration.evidence(), Map.of());
    }

    @Test
    void the_certificate_is_of_an_attestation_key_under_a_pinned_root() {
        X509Certificate endorsement = registration.certificate("2.23.133.8.1", "");
        refused(Reason.BAD_CHAIN, registration.evidence(endorsement), Map.of());
        X509Certificate named = registration.certificate("2.23.133.8.3", "CN=somebody");
        refused(Reason.BAD_CHAIN, registration.evidence(named), Map.of());
        assertThat(FORMAT.verify(
                        registration.evidence(),
                        new Terms(CHALLENGE, TestPki.NOW, TrustAnchors.of(List.of()), Collateral.NONE, Policy.STRICT)))
                .satisfies(refused(Reason.UNTRUSTED_ROOT));
        assertThat(FORMAT.verify(
                        registration.evidence(),
                        new Terms(
                                CHALLENGE,
                                TestPki.END.plusSeconds(1),
                                ROOT.anchors("microsoft-tpm"),
                                Collateral.NONE,
                                Policy.STRICT)))
                .satisfies(refused(Reason.CERT_EXPIRED));
    }

    @Test
    void the_certificate_is_for_this_model_of_authenticator_when_it_says_so() {
        registration.certifiedAaguid = registration.aaguid.clone();
        accepted(registration.evidence(), Map.of());
        registration.certifiedAaguid[0] ^= 1;
        refused(Reason.HWID_MISMATCH, registration.evidence(), Map.of());
    }

    @Test
    void a_signature_of_another_key_is_none() {
        registration.signer = TestPki.keys("RSA-2048");
        refused(Reason.BAD_SIGNATURE, registration.evidence(), Map.of());
    }

    @Test
    void statements_of_other_shapes_are_refused() {
        for (Map.Entry<String, Object> wrong : Map.<String, Object>of(
                        "ver", "1.2", "alg", -8, "x5c", List.of(), "sig", new byte[0], "certInfo", "text")
                .entrySet()) {
            Map<String, Object> statement = new HashMap<>(registration.statement());
            statement.put(wrong.getKey(), wrong.getValue());
            assertThat(FORMAT.verify(registration.evidence(statement, "tpm"), terms(CHALLENGE, Map.of()))
                            .accepted())
                    .as(wrong.getKey())
                    .isFalse();
        }
        refused(Reason.MALFORMED, registration.evidence(registration.statement(), "packed"), Map.of());
    }

    @Test
    void every_flipped_byte_is_refused() {
        Evidence evidence = registration.evidence();
        for (String part : List.of("attestation_object", "client_data")) {
            int length = Objects.requireNonNull(evidence.parts().get(part)).length;
            Mutations.everyFlipIsRefused(FORMAT, evidence, terms(CHALLENGE, Map.of()), part, 0, length);
        }
    }

    @Property(tries = 300)
    void mutated_registrations_give_a_verdict_at_little_cost(@ForAll long seed) {
        Evidence genuine = Sample.EVIDENCE;
        byte[] object = Objects.requireNonNull(genuine.parts().get("attestation_object"));
        Verdict verdict = Mutations.verdictIsCheap(
                FORMAT,
                Mutations.with(genuine, "attestation_object", Mutations.mutated(object, seed)),
                terms(CHALLENGE, Map.of()));
        assertThat(verdict).isNotNull();
    }

    private static final class Sample {
        static final Evidence EVIDENCE = new TestRegistration(ISSUER, AIK, CREDENTIAL, CHALLENGE).evidence();

        private Sample() {}
    }

    private static Terms terms(byte @org.jspecify.annotations.Nullable [] nonce, Map<String, Object> policy) {
        return new Terms(nonce, TestPki.NOW, ROOT.anchors("microsoft-tpm"), Collateral.NONE, new Policy(policy));
    }

    private static Verdict.Accepted accepted(Evidence evidence, Map<String, Object> policy) {
        Verdict verdict = FORMAT.verify(evidence, terms(CHALLENGE, policy));
        assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
        return (Verdict.Accepted) verdict;
    }

    private static void refused(Reason reason, Evidence evidence, Map<String, Object> policy) {
        assertThat(FORMAT.verify(evidence, terms(CHALLENGE, policy))).satisfies(refused(reason));
    }

    private static java.util.function.Consumer<Verdict> refused(Reason reason) {
        return verdict -> assertThat(verdict)
                .isInstanceOfSatisfying(
                        Verdict.Refused.class,
                        refused -> assertThat(refused.reason())
                                .as(refused.detail())
                                .isEqualTo(reason));
    }
}
