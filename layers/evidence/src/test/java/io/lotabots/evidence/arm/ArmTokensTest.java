package io.lotabots.evidence.arm;

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
import io.lotabots.evidence.TestCbor.Encoded;
import io.lotabots.evidence.TestCose;
import io.lotabots.evidence.Tier;
import io.lotabots.evidence.TrustAnchors;
import io.lotabots.evidence.Verdict;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ArmTokensTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final KeyPair PLATFORM = TestCose.keys(256);
    private static final KeyPair DEVICE = TestCose.keys(256);
    private static final KeyPair REALM = TestCose.keys(256);
    private static final byte[] REALM_POINT = point(REALM);
    private static final byte[] IMPLEMENTATION = filled(32, 5);
    private static final byte[] INSTANCE = filled(33, 1);
    private static final byte[] NONCE = filled(64, 9);
    private static final byte[] FIRMWARE = filled(32, 0xf);
    private static final byte[] INITIAL = filled(48, 0xa);
    private static final byte[] CCA = cca(platform(), realm());
    private static final byte[] PSA = TestCose.sign1(DEVICE.getPrivate(), psa()).item();

    private final Format cca = new CcaToken();
    private final Format psa = new PsaToken();

    @Test
    void a_realm_on_an_endorsed_platform_is_accepted_and_affirmed_when_all_of_it_is_known() {
        Verdict.Accepted verdict = accepted(cca, CCA, Map.of());
        assertThat(verdict.status()).isEqualTo(Tier.WARNING);
        assertThat(verdict.claims())
                .containsEntry("challenge", HEX.formatHex(NONCE))
                .containsEntry("rim", HEX.formatHex(INITIAL))
                .containsEntry("implementationId", HEX.formatHex(IMPLEMENTATION))
                .containsEntry("instanceId", HEX.formatHex(INSTANCE))
                .containsEntry("lifecycle", 0x3003L)
                .containsEntry("swComponents", 1L);
        Map<String, Object> known = Map.of("rim", HEX.formatHex(INITIAL), "sw_component", HEX.formatHex(FIRMWARE));
        assertThat(accepted(cca, CCA, known).status()).isEqualTo(Tier.AFFIRMING);
        for (String one : known.keySet()) {
            assertThat(accepted(cca, CCA, Map.of(one, String.valueOf(known.get(one))))
                            .status())
                    .isEqualTo(Tier.WARNING);
        }
    }

    @Test
    void measurements_other_than_those_allowed_are_refused() {
        for (String name : List.of("rim", "rem0", "rem3", "rpv", "sw_component")) {
            refused(
                    Reason.MEASUREMENT_MISMATCH,
                    cca,
                    CCA,
                    terms(NONCE, Map.of(name, "00".repeat(name.equals("rpv") ? 64 : 32))));
        }
        refused(Reason.MEASUREMENT_MISMATCH, psa, PSA, terms(NONCE, Map.of("sw_component", "00".repeat(32))));
        Map<Object, Object> silent = psa();
        silent.remove(2399);
        byte[] token = TestCose.sign1(DEVICE.getPrivate(), silent).item();
        accepted(psa, token, Map.of());
        refused(Reason.MEASUREMENT_MISMATCH, psa, token, terms(NONCE, Map.of("sw_component", HEX.formatHex(FIRMWARE))));
    }

    @Test
    void halves_that_are_genuine_and_of_different_realms_are_refused() {
        KeyPair other = TestCose.keys(256);
        Map<Object, Object> realm = realm();
        realm.put(44237, point(other));
        refused(
                Reason.REALM_NOT_BOUND,
                cca,
                token(
                        TestCose.sign1(PLATFORM.getPrivate(), platform()).item(),
                        TestCose.sign1(other.getPrivate(), realm).item()),
                terms(NONCE, Map.of()));
        Map<Object, Object> digest = realm();
        digest.put(44240, "sha-512");
        refused(Reason.REALM_NOT_BOUND, cca, cca(platform(), digest), terms(NONCE, Map.of()));
    }

    @Test
    void the_realms_key_may_be_a_cose_key_and_is_bound_as_it_is_encoded() {
        byte[] x = Arrays.copyOfRange(REALM_POINT, 1, 33);
        byte[] y = Arrays.copyOfRange(REALM_POINT, 33, 65);
        byte[] key = TestCbor.encode(TestCbor.map(1, 2, -1, 1, -2, x, -3, y));
        Map<Object, Object> platform = platform();
        platform.put(10, Signatures.digest("SHA-256", key));
        for (Object form : List.of(key, new Encoded(key))) {
            Map<Object, Object> realm = realm();
            realm.put(44237, form);
            accepted(cca, cca(platform, realm), Map.of());
            refused(Reason.REALM_NOT_BOUND, cca, cca(platform(), realm), terms(NONCE, Map.of()));
        }
    }

    @Test
    void each_half_is_signed_by_its_own_key() {
        KeyPair other = TestCose.keys(256);
        byte[] platform = TestCose.sign1(PLATFORM.getPrivate(), platform()).item();
        byte[] realm = TestCose.sign1(REALM.getPrivate(), realm()).item();
        Terms terms = terms(NONCE, Map.of());
        refused(
                Reason.BAD_PLATFORM_SIGNATURE,
                cca,
                token(TestCose.sign1(other.getPrivate(), platform()).item(), realm),
                terms);
        refused(
                Reason.BAD_REALM_SIGNATURE,
                cca,
                token(platform, TestCose.sign1(other.getPrivate(), realm()).item()),
                terms);
        refused(
                Reason.BAD_SIGNATURE,
                psa,
                TestCose.sign1(TestCose.keys(256).getPrivate(), psa()).item(),
                terms);
    }

    @Test
    void a_platform_that_nobody_endorsed_is_refused() {
        Terms nobody = new Terms(NONCE, NOW, TrustAnchors.of(List.of()), Collateral.NONE, Policy.STRICT);
        refused(Reason.COLLATERAL_MISSING, cca, CCA, nobody);
        refused(Reason.COLLATERAL_MISSING, psa, PSA, nobody);
        Terms noKey = new Terms(NONCE, NOW, nobody.anchors(), key -> Optional.of(new byte[] {1}), Policy.STRICT);
        refused(Reason.MALFORMED, cca, CCA, noKey);
    }

    @Test
    void the_challenge_is_the_nonce() {
        refused(Reason.NONCE_MISMATCH, cca, CCA, terms(filled(64, 8), Map.of()));
        refused(Reason.NONCE_MISMATCH, psa, PSA, terms(filled(32, 8), Map.of()));
        Map<Object, Object> realm = realm();
        realm.put(10, Arrays.copyOf(filled(32, 9), 64));
        byte[] padded = cca(platform(), realm);
        assertThat(cca.verify(evidence(padded), terms(filled(32, 9), Map.of())).accepted())
                .isTrue();
        assertThat(cca.verify(evidence(CCA), terms(null, Map.of())).accepted()).isTrue();
    }

    @Test
    void only_a_secured_lifecycle_is_accepted_and_debugging_where_allowed_as_a_warning() {
        Map<String, Object> allowed = Map.of("allow_debug", true);
        for (int lifecycle : new int[] {0, 0x1000, 0x2000, 0x2fff, 0x3100, 0x4000, 0x5001, 0x6000, 0xffff}) {
            Map<Object, Object> platform = platform();
            platform.put(2395, lifecycle);
            byte[] token = cca(platform, realm());
            refused(Reason.LIFECYCLE_NOT_SECURED, cca, token, terms(NONCE, Map.of()));
            boolean debug = lifecycle >> 12 == 4 || lifecycle >> 12 == 5;
            if (debug) {
                Verdict.Accepted verdict = accepted(cca, token, allowed);
                assertThat(verdict.status()).isEqualTo(Tier.WARNING);
                assertThat(verdict.cautions()).containsOnlyKeys(Reason.LIFECYCLE_NOT_SECURED);
            } else {
                refused(Reason.LIFECYCLE_NOT_SECURED, cca, token, terms(NONCE, allowed));
            }
            Map<Object, Object> device = psa();
            device.put(2395, lifecycle);
            refused(
                    Reason.LIFECYCLE_NOT_SECURED,
                    psa,
                    TestCose.sign1(DEVICE.getPrivate(), device).item(),
                    terms(NONCE, Map.of()));
        }
    }

    @Test
    void a_token_of_a_device_is_accepted_in_both_profiles() {
        Map<String, Object> known = Map.of("sw_component", HEX.formatHex(FIRMWARE));
        assertThat(accepted(psa, PSA, known).status()).isEqualTo(Tier.AFFIRMING);
        Map<Object, Object> current = psa();
        for (String profile : List.of("PSA_IOT_PROFILE_1", "")) {
            Map<Object, Object> first = TestCbor.map(
                    -75008, TestCbor.value(current, 10),
                    -75003, TestCbor.value(current, 2396),
                    -75009, TestCbor.value(current, 256),
                    -75002, TestCbor.value(current, 2395),
                    -75006, TestCbor.value(current, 2399));
            if (!profile.isEmpty()) {
                first.put(-75000, profile);
            }
            Verdict.Accepted verdict =
                    accepted(psa, TestCose.sign1(DEVICE.getPrivate(), first).item(), known);
            assertThat(verdict.claims())
                    .containsEntry("nonce", HEX.formatHex(NONCE))
                    .containsEntry("lifecycle", 0x3003L);
        }
    }

    @Test
    void tokens_of_other_shapes_are_refused() {
        Terms terms = terms(NONCE, Map.of());
        refused(
                Reason.UNSUPPORTED_ALGORITHM,
                psa,
                TestCbor.tag(17, new Encoded(PSA)).item(),
                terms);
        for (Map<Object, Object> wrong : List.of(
                with(platform(), 265, "http://arm.com/CCA-SSD/9.0.0"),
                with(platform(), 256, filled(33, 2)),
                with(platform(), 2396, filled(31, 5)),
                with(platform(), 2395, 0x10000),
                with(platform(), 10, filled(40, 1)),
                with(platform(), 2399, List.of(TestCbor.map(2, FIRMWARE))))) {
            assertThat(cca.verify(evidence(cca(wrong, realm())), terms).accepted())
                    .isFalse();
        }
        for (Map<Object, Object> wrong : List.of(
                with(realm(), 10, filled(32, 9)),
                with(realm(), 44235, filled(32, 9)),
                with(realm(), 44239, List.of(INITIAL)),
                with(realm(), 44236, "md5"),
                with(realm(), 44240, "sha-1"),
                with(realm(), 44237, new byte[0]))) {
            assertThat(cca.verify(evidence(cca(platform(), wrong)), terms).accepted())
                    .isFalse();
        }
        refused(Reason.MALFORMED, cca, TestCbor.tag(398, TestCbor.map()).item(), terms);
        refused(Reason.MALFORMED, cca, TestCbor.tag(399, TestCbor.map()).item(), terms);
        refused(
                Reason.UNSUPPORTED_VERSION,
                psa,
                TestCose.sign1(DEVICE.getPrivate(), with(psa(), 265, "other")).item(),
                terms);
    }

    @Test
    void every_flipped_byte_of_a_token_is_refused() {
        Mutations.everyFlipIsRefused(cca, evidence(CCA), terms(null, Map.of()), "token", 0, CCA.length);
        Mutations.everyFlipIsRefused(psa, evidence(PSA), terms(null, Map.of()), "token", 0, PSA.length);
    }

    @Property(tries = 300)
    void mutated_tokens_give_a_verdict_at_little_cost(@ForAll long seed) {
        for (Format format : List.of(cca, psa)) {
            byte[] genuine = format.equals(cca) ? CCA : PSA;
            byte[] mutated = Mutations.mutated(genuine, seed);
            Verdict verdict = Mutations.verdictIsCheap(format, evidence(mutated), terms(null, Map.of()));
            assertThat(verdict.accepted()).isEqualTo(Arrays.equals(mutated, genuine));
        }
    }

    private static Verdict.Accepted accepted(Format format, byte[] token, Map<String, Object> policy) {
        Verdict verdict = format.verify(evidence(token), terms(NONCE, policy));
        assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
        return (Verdict.Accepted) verdict;
    }

    private static void refused(Reason reason, Format format, byte[] token, Terms terms) {
        assertThat(format.verify(evidence(token), terms))
                .isInstanceOfSatisfying(
                        Verdict.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason));
    }

    private static Terms terms(byte @Nullable [] nonce, Map<String, Object> policy) {
        String piece = HEX.formatHex(IMPLEMENTATION) + "/" + HEX.formatHex(INSTANCE);
        return new Terms(
                nonce,
                NOW,
                TrustAnchors.of(List.of()),
                Collateral.of(Map.of(
                        "arm/cca/" + piece, PLATFORM.getPublic().getEncoded(),
                        "arm/psa/" + piece, DEVICE.getPublic().getEncoded())),
                new Policy(policy));
    }

    private static Evidence evidence(byte[] token) {
        return new Evidence(Map.of("token", token));
    }

    private static byte[] cca(Map<Object, Object> platform, Map<Object, Object> realm) {
        return token(
                TestCose.sign1(PLATFORM.getPrivate(), platform).item(),
                TestCose.sign1(REALM.getPrivate(), realm).item());
    }

    private static byte[] token(byte[] platform, byte[] realm) {
        return TestCbor.tag(399, TestCbor.map(44234, platform, 44241, realm)).item();
    }

    private static Map<Object, Object> platform() {
        Map<Object, Object> platform = psa();
        platform.put(265, "tag:arm.com,2023:cca_platform#1.0.0");
        platform.put(10, Signatures.digest("SHA-256", REALM_POINT));
        return platform;
    }

    private static Map<Object, Object> psa() {
        return TestCbor.map(
                265,
                "tag:psacertified.org,2023:psa#tfm",
                10,
                NONCE,
                2396,
                IMPLEMENTATION,
                256,
                INSTANCE,
                2395,
                0x3003,
                2399,
                List.of(TestCbor.map(1, "BL", 2, FIRMWARE, 5, filled(32, 6))));
    }

    private static Map<Object, Object> realm() {
        return TestCbor.map(
                10,
                NONCE,
                44235,
                filled(64, 3),
                44236,
                "sha-384",
                44237,
                REALM_POINT,
                44238,
                INITIAL,
                44239,
                List.of(INITIAL, INITIAL, INITIAL, INITIAL),
                44240,
                "sha-256");
    }

    private static Map<Object, Object> with(Map<Object, Object> map, int label, Object value) {
        map.put(label, value);
        return map;
    }

    private static byte[] point(KeyPair keys) {
        byte[] spki = keys.getPublic().getEncoded();
        return Arrays.copyOfRange(spki, spki.length - 65, spki.length);
    }

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
