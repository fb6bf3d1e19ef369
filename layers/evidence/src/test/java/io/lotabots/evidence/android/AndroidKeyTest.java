package io.lotabots.evidence.android;

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
import io.lotabots.evidence.TestPki;
import io.lotabots.evidence.TestPki.Authority;
import io.lotabots.evidence.Tier;
import io.lotabots.evidence.Verdict;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AndroidKeyTest {
    private static final String EXTENSION = KeyDescription.EXTENSION;
    private static final Authority ROOT = TestPki.root("CN=Root,O=Phones", "P-384");
    private static final Authority PHONE = ROOT.authority("CN=Phone,O=Phones", "P-256");
    private static final KeyPair KEYS = TestPki.keys("P-256");
    private static final byte[] CHALLENGE = "challenge".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] GENUINE = chain(new TestKeyDescription().encoded());
    private static final byte[] NOBODY = status("{\"entries\":{}}");

    private final Format format = new AndroidKey();

    @Test
    void a_key_in_the_hardware_of_a_locked_phone_is_affirmed() {
        Verdict.Accepted verdict = accepted(GENUINE, Map.of());
        assertThat(verdict.status()).isEqualTo(Tier.AFFIRMING);
        assertThat(verdict.claims())
                .containsEntry("attestationVersion", 400L)
                .containsEntry("securityLevel", "TrustedEnvironment")
                .containsEntry("keymasterLevel", "TrustedEnvironment")
                .containsEntry("challenge", HexFormat.of().formatHex(CHALLENGE))
                .containsEntry("verifiedBootState", "Verified")
                .containsEntry("deviceLocked", true)
                .containsEntry("osPatchLevel", 202510L)
                .containsEntry("packages", List.of("org.example.app"))
                .containsEntry("remotelyProvisioned", false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA-2048", "ML-DSA-65", "P-384"})
    void an_attested_key_may_be_of_any_kind(String kind) {
        X509Certificate leaf = leaf(TestPki.keys(kind).getPublic(), new TestKeyDescription().encoded());
        byte[] chain = pem(leaf, PHONE.certificate(), ROOT.certificate());
        assertThat(accepted(chain, Map.of()).claims().get("keyAlgorithm"))
                .isEqualTo(kind.startsWith("P-") ? "EC" : kind.startsWith("RSA") ? "RSA" : "ML-DSA");
    }

    @Test
    void a_key_for_another_challenge_is_refused() {
        refused(Reason.NONCE_MISMATCH, GENUINE, terms(new byte[] {0}, NOW, NOBODY, Map.of()));
        assertThat(format.verify(evidence(GENUINE), terms(null, NOW, NOBODY, Map.of()))
                        .accepted())
                .isTrue();
    }

    @Test
    void a_status_list_past_its_term_is_a_warning() {
        long now = NOW.getEpochSecond();
        for (String term : List.of(Long.toString(now - 1), Long.toString(now), "soon")) {
            Verdict verdict = format.verify(evidence(GENUINE), aged(term));
            assertThat(verdict.status()).as(term).isEqualTo(Tier.WARNING);
            assertThat(((Verdict.Accepted) verdict).cautions()).containsKey(Reason.COLLATERAL_EXPIRED);
        }
        assertThat(format.verify(evidence(GENUINE), aged(Long.toString(now + 1)))
                        .status())
                .isEqualTo(Tier.AFFIRMING);
    }

    private static Terms aged(String term) {
        return new Terms(
                CHALLENGE,
                NOW,
                ROOT.anchors("android"),
                Collateral.of(Map.of("android/status", NOBODY, "android/status/fresh_until", status(term))),
                Policy.STRICT);
    }

    @Test
    void without_the_status_list_it_is_a_warning_and_whoever_stands_in_it_is_refused() {
        Verdict verdict = format.verify(evidence(GENUINE), terms(CHALLENGE, NOW, null, Map.of()));
        assertThat(verdict.status()).isEqualTo(Tier.WARNING);
        for (X509Certificate one : List.of(PHONE.certificate(), ROOT.certificate())) {
            String serial = one.getSerialNumber().toString(16);
            byte[] list = status("{\"a\":[{}],\"entries\":{\"1\":{\"status\":\"REVOKED\"},\"" + serial
                    + "\":{\"status\":\"SUSPENDED\"}}}");
            refused(Reason.CERT_REVOKED, GENUINE, terms(CHALLENGE, NOW, list, Map.of()));
        }
        for (String list :
                List.of("", "[]", "{}", "{\"entries\":[]}", "{\"entries\":{\"1\":{}}", "{\"entries\":{}}]")) {
            refused(Reason.MALFORMED, GENUINE, terms(CHALLENGE, NOW, status(list), Map.of()));
        }
    }

    @Test
    void an_attested_key_that_signs_another_description_is_refused() {
        X509Certificate attested = PHONE.issue(
                "CN=Attested",
                KEYS.getPublic(),
                BEGIN,
                END,
                true,
                Map.of(EXTENSION, new TestKeyDescription().encoded()),
                Set.of());
        Authority forger = new Authority(attested, KEYS, "SHA256withECDSA");
        X509Certificate forged = forger.leaf(
                "CN=Forged",
                TestPki.keys("P-256").getPublic(),
                Map.of(EXTENSION, new TestKeyDescription().encoded()),
                Set.of());
        refused(
                Reason.BAD_CHAIN,
                pem(forged, attested, PHONE.certificate(), ROOT.certificate()),
                terms(CHALLENGE, NOW, NOBODY, Map.of()));
    }

    @Test
    void the_chain_ends_with_its_pinned_root_and_nothing_after_it() {
        X509Certificate leaf = leaf(KEYS.getPublic(), new TestKeyDescription().encoded());
        Terms terms = terms(CHALLENGE, NOW, NOBODY, Map.of());
        refused(Reason.UNTRUSTED_ROOT, pem(leaf, PHONE.certificate()), terms);
        refused(Reason.UNTRUSTED_ROOT, pem(leaf, PHONE.certificate(), ROOT.certificate(), ROOT.certificate()), terms);
        X509Certificate other = TestPki.root("CN=Root,O=Phones", "P-384").certificate();
        refused(Reason.UNTRUSTED_ROOT, pem(leaf, PHONE.certificate(), other), terms);
        refused(Reason.BAD_CHAIN, pem(leaf), terms);
        refused(Reason.BAD_CHAIN, pem(leaf, ROOT.certificate()), terms);
        refused(Reason.MALFORMED_EXTENSION, pem(bare(), PHONE.certificate(), ROOT.certificate()), terms);
    }

    @Test
    void short_lived_certificates_may_be_judged_when_the_key_was_made() {
        Instant later = END.plusSeconds(1);
        refused(Reason.CERT_EXPIRED, GENUINE, terms(CHALLENGE, later, NOBODY, Map.of()));
        assertThat(format.verify(evidence(GENUINE), terms(CHALLENGE, later, NOBODY, Map.of("judge_at_creation", true)))
                        .accepted())
                .isTrue();
        byte[] early =
                chain(described(key -> key.created = BEGIN.minusSeconds(1).toEpochMilli()));
        refused(Reason.CERT_NOT_YET_VALID, early, terms(CHALLENGE, NOW, NOBODY, Map.of("judge_at_creation", true)));
    }

    @Test
    void the_weaker_of_both_levels_counts() {
        Map<String, Object> strongBox = Map.of("min_level", "StrongBox");
        refused(Reason.SECURITY_LEVEL_TOO_LOW, GENUINE, terms(CHALLENGE, NOW, NOBODY, strongBox));
        for (Consumer<TestKeyDescription> weak :
                List.<Consumer<TestKeyDescription>>of(key -> key.level = 0, key -> key.keyLevel = 0)) {
            refused(Reason.SECURITY_LEVEL_TOO_LOW, chain(described(weak)), terms(CHALLENGE, NOW, NOBODY, Map.of()));
        }
        byte[] element = chain(described(key -> {
            key.level = 2;
            key.keyLevel = 2;
        }));
        accepted(element, strongBox);
        refused(Reason.POLICY_NOT_UNDERSTOOD, GENUINE, terms(CHALLENGE, NOW, NOBODY, Map.of("min_level", "Strong")));
    }

    @Test
    void an_unlocked_or_unverified_phone_is_refused_unless_allowed_and_then_a_warning() {
        List<Consumer<TestKeyDescription>> open = List.of(
                key -> key.locked = false,
                key -> key.bootState = 1,
                key -> key.bootState = 2,
                key -> key.bootState = 3,
                key -> key.rootInHardware = false);
        for (Consumer<TestKeyDescription> change : open) {
            byte[] chain = chain(described(change));
            refused(Reason.BOOTLOADER_UNLOCKED, chain, terms(CHALLENGE, NOW, NOBODY, Map.of()));
            Verdict.Accepted allowed = accepted(chain, Map.of("require_locked", false));
            assertThat(allowed.status()).isEqualTo(Tier.WARNING);
            assertThat(allowed.cautions()).containsKey(Reason.BOOTLOADER_UNLOCKED);
        }
    }

    @Test
    void an_owners_own_system_is_accepted_by_its_key() {
        byte[] own = chain(described(key -> key.bootState = 1));
        String key = HexFormat.of().formatHex(new byte[32]);
        assertThat(accepted(own, Map.of("verified_boot_key", key)).status()).isEqualTo(Tier.AFFIRMING);
        refused(
                Reason.BOOTLOADER_UNLOCKED,
                chain(described(change -> change.bootState = 2)),
                terms(CHALLENGE, NOW, NOBODY, Map.of("verified_boot_key", key)));
    }

    @Test
    void an_imported_key_is_a_warning() {
        Verdict.Accepted verdict = accepted(chain(described(key -> key.origin = 2)), Map.of());
        assertThat(verdict.status()).isEqualTo(Tier.WARNING);
        assertThat(verdict.cautions()).containsOnlyKeys(Reason.KEY_TYPE_MISMATCH);
    }

    @Test
    void patches_and_apps_are_asked_for_by_policy() {
        accepted(GENUINE, Map.of("min_patch_level", 202510));
        refused(Reason.TCB_TOO_OLD, GENUINE, terms(CHALLENGE, NOW, NOBODY, Map.of("min_patch_level", 202511)));
        String signer = HexFormat.of().formatHex(TestKeyDescription.SIGNER);
        accepted(GENUINE, Map.of("package", "org.example.app", "signer", List.of("00".repeat(32), signer)));
        for (Map<String, Object> other :
                List.<Map<String, Object>>of(Map.of("package", "org.example"), Map.of("signer", "00".repeat(32)))) {
            refused(Reason.RP_ID_MISMATCH, GENUINE, terms(CHALLENGE, NOW, NOBODY, other));
        }
        refused(
                Reason.RP_ID_MISMATCH,
                chain(described(key -> key.application = false)),
                terms(CHALLENGE, NOW, NOBODY, Map.of("signer", signer)));
    }

    @Test
    void a_description_that_is_not_strict_der_is_malformed() {
        List<Consumer<TestKeyDescription>> wrong = List.of(
                key -> key.ascending = false,
                key -> key.lockedOctet = 1,
                key -> key.level = 3,
                key -> key.bootState = 4);
        for (Consumer<TestKeyDescription> change : wrong) {
            refused(Reason.MALFORMED_EXTENSION, chain(described(change)), terms(CHALLENGE, NOW, NOBODY, Map.of()));
        }
        refused(
                Reason.UNSUPPORTED_VERSION,
                chain(described(key -> key.version = 5)),
                terms(CHALLENGE, NOW, NOBODY, Map.of()));
        byte[] description = new TestKeyDescription().encoded();
        refused(
                Reason.MALFORMED_EXTENSION,
                chain(Arrays.copyOf(description, description.length + 1)),
                terms(CHALLENGE, NOW, NOBODY, Map.of()));
    }

    @Test
    void every_flipped_byte_of_a_certificate_below_the_root_is_refused() throws Exception {
        X509Certificate leaf = leaf(KEYS.getPublic(), new TestKeyDescription().encoded());
        byte[][] chain = {
            TestPki.encoded(leaf), TestPki.encoded(PHONE.certificate()), TestPki.encoded(ROOT.certificate())
        };
        Terms terms = terms(CHALLENGE, NOW, NOBODY, Map.of());
        assertThat(format.verify(evidence(pem(chain)), terms).accepted()).isTrue();
        for (int which = 0; which < 2; which++) {
            for (int i = 0; i < chain[which].length; i++) {
                chain[which][i] ^= 1;
                assertThat(format.verify(evidence(pem(chain)), terms).accepted())
                        .as("byte %d of certificate %d", i, which)
                        .isFalse();
                chain[which][i] ^= 1;
            }
        }
    }

    @Property(tries = 300)
    void mutated_chains_and_descriptions_give_a_verdict_at_little_cost(@ForAll long seed) {
        Terms terms = terms(CHALLENGE, NOW, NOBODY, Map.of());
        Mutations.verdictIsCheap(format, evidence(Mutations.mutated(GENUINE, seed)), terms);
        byte[] description = Mutations.mutated(new TestKeyDescription().encoded(), seed);
        Mutations.verdictIsCheap(format, evidence(chain(description)), terms);
    }

    private Verdict.Accepted accepted(byte[] chain, Map<String, Object> policy) {
        Verdict verdict = format.verify(evidence(chain), terms(CHALLENGE, NOW, NOBODY, policy));
        assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
        return (Verdict.Accepted) verdict;
    }

    private void refused(Reason reason, byte[] chain, Terms terms) {
        assertThat(format.verify(evidence(chain), terms))
                .isInstanceOfSatisfying(
                        Verdict.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason));
    }

    private static Terms terms(
            byte @Nullable [] nonce, Instant at, byte @Nullable [] status, Map<String, Object> policy) {
        return new Terms(
                nonce,
                at,
                ROOT.anchors("android"),
                status == null ? Collateral.NONE : Collateral.of(Map.of("android/status", status)),
                new Policy(policy));
    }

    private static Evidence evidence(byte[] chain) {
        return new Evidence(Map.of("chain", chain));
    }

    private static byte[] status(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] described(Consumer<TestKeyDescription> change) {
        TestKeyDescription key = new TestKeyDescription();
        change.accept(key);
        return key.encoded();
    }

    private static byte[] chain(byte[] description) {
        return pem(leaf(KEYS.getPublic(), description), PHONE.certificate(), ROOT.certificate());
    }

    private static X509Certificate leaf(PublicKey key, byte[] description) {
        return PHONE.leaf("CN=Android Keystore Key", key, Map.of(EXTENSION, description), Set.of());
    }

    private static X509Certificate bare() {
        return PHONE.leaf("CN=Android Keystore Key", KEYS.getPublic(), Map.of(), Set.of());
    }

    private static byte[] pem(X509Certificate... chain) {
        return pem(Arrays.stream(chain).map(TestPki::encoded).toArray(byte[][]::new));
    }

    private static byte[] pem(byte[]... chain) {
        StringBuilder text = new StringBuilder();
        for (byte[] certificate : chain) {
            text.append("-----BEGIN CERTIFICATE-----\n")
                    .append(Base64.getMimeEncoder().encodeToString(certificate))
                    .append("\n-----END CERTIFICATE-----\n");
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
