package io.lotabots.evidence.tpm;

import static io.lotabots.evidence.Mutations.with;
import static io.lotabots.evidence.tpm.Quotes.NONCE;
import static io.lotabots.evidence.tpm.Quotes.PCRS;
import static io.lotabots.evidence.tpm.Quotes.accepted;
import static io.lotabots.evidence.tpm.Quotes.quote;
import static io.lotabots.evidence.tpm.Quotes.refused;
import static io.lotabots.evidence.tpm.Quotes.terms;
import static org.assertj.core.api.Assertions.assertThat;

import io.lotabots.evidence.Collateral;
import io.lotabots.evidence.Evidence;
import io.lotabots.evidence.Policy;
import io.lotabots.evidence.Reason;
import io.lotabots.evidence.Terms;
import io.lotabots.evidence.TestPki;
import io.lotabots.evidence.Tier;
import io.lotabots.evidence.Verdict;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Tpm2QuoteTest {
    private final SoftTpm tpm = SoftTpm.ecdsa();

    @Test
    void a_chip_whose_boot_has_the_asked_values_is_affirmed() {
        Evidence evidence = Quotes.genuine(tpm);

        var verdict = accepted(evidence, terms(tpm, Quotes.references(tpm)));

        assertThat(verdict.status()).isEqualTo(Tier.AFFIRMING);
        assertThat(verdict.cautions()).isEmpty();
        assertThat(verdict.claims())
                .containsEntry("extra", HexFormat.of().formatHex(NONCE))
                .containsEntry("clock", 80_065L)
                .containsEntry("resetCount", 2L)
                .containsEntry("restartCount", 0L)
                .containsEntry("safe", 1L)
                .containsEntry("firmware", "0x2019102300163636")
                .containsEntry("events", 13L)
                .containsEntry("replayed", List.of(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L))
                .containsEntry("ima_entries", 3L)
                .containsEntry("ima_violations", 0L)
                .containsEntry("secureBoot", true)
                .containsEntry("akBinding", "credential")
                .containsEntry("tpmManufacturer", "IFX")
                .containsEntry("tpmModel", "SLB9672")
                .containsEntry("virtual", false);
    }

    @Test
    void a_boot_that_is_compared_with_nothing_is_a_warning() {
        var verdict = accepted(Quotes.genuine(tpm), terms(tpm, Map.of()));

        assertThat(verdict.status()).isEqualTo(Tier.WARNING);
        assertThat(verdict.vector().executables()).isEqualTo(33);
        assertThat(verdict.vector().hardware()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"RSA, 20, SHA256", "RSA, 22, SHA256", "RSA, 22, SHA384", "RSA, 20, SHA512"})
    void keys_of_rsa_sign_by_either_padding(String kind, int scheme, TpmHash hash) {
        SoftTpm rsa = new SoftTpm(SoftTpm.Keys.RSA, scheme, hash, SoftTpm.Keys.EK);
        assertThat(accepted(quote(rsa), terms(rsa, Map.of())).cautions())
                .as(kind)
                .isEmpty();
    }

    @Test
    void the_key_prescribes_the_scheme_of_its_signatures() {
        SoftTpm rsa = new SoftTpm(SoftTpm.Keys.RSA, SoftTpm.RSASSA, TpmHash.SHA256, SoftTpm.Keys.EK);
        SoftTpm same = new SoftTpm(SoftTpm.Keys.RSA, SoftTpm.RSAPSS, TpmHash.SHA256, SoftTpm.Keys.EK);
        Evidence otherScheme = with(quote(rsa), "signature", same.sign(rsa.message(NONCE, PCRS)));
        refused(Reason.BAD_SIGNATURE, otherScheme, terms(rsa, Map.of()));
        byte[] open = SoftTpm.publicArea(SoftTpm.Keys.RSA, SoftTpm.ATTESTATION_KEY, TpmPublic.NULL, TpmHash.SHA256);
        Map<String, Object> unbound = Map.of("allow_unbound_ak", true);
        accepted(with(with(quote(rsa), "ak_public", open), "credential_secret", null), terms(unbound));
    }

    @Test
    void a_quote_signed_over_sha_1_is_a_caution() {
        SoftTpm windows = new SoftTpm(SoftTpm.Keys.RSA, SoftTpm.RSASSA, TpmHash.SHA1, SoftTpm.Keys.EK);
        var verdict = accepted(Quotes.genuine(windows), terms(windows, Quotes.references(windows)));
        assertThat(verdict.cautions()).containsOnlyKeys(Reason.WEAK_SIGNATURE_HASH);
        assertThat(verdict.status()).isEqualTo(Tier.WARNING);
    }

    @Test
    void registers_of_sha_1_are_refused_unless_asked_for_and_then_a_caution() {
        tpm.bank = TpmHash.SHA1;
        tpm.pcrs.replaceAll((_, _) -> new byte[20]);
        Evidence evidence = Quotes.genuine(tpm);
        refused(Reason.WEAK_BANK, evidence, terms(tpm, Map.of()));
        refused(Reason.MISSING_PCR, evidence, terms(tpm, Map.of("bank", "sha256")));
        Map<String, Object> settings = new HashMap<>(Quotes.references(tpm));
        settings.put("bank", "sha1");
        var verdict = accepted(evidence, terms(tpm, settings));
        assertThat(verdict.cautions()).containsKey(Reason.WEAK_BANK);
        assertThat(verdict.status()).isEqualTo(Tier.WARNING);
        assertThat(verdict.vector().executables()).isEqualTo(33);
    }

    @Test
    void a_public_area_may_come_with_its_size() {
        accepted(with(quote(tpm), "ak_public", SoftTpm.sized(tpm.akPublic())), terms(tpm, Map.of()));
        byte[] longer = java.util.Arrays.copyOf(tpm.akPublic(), tpm.akPublic().length + 1);
        refused(Reason.MALFORMED, with(quote(tpm), "ak_public", longer), terms(tpm, Map.of()));
    }

    @ParameterizedTest
    @ValueSource(
            longs = {
                TpmPublic.FIXED_TPM,
                TpmPublic.FIXED_PARENT,
                TpmPublic.SENSITIVE_DATA_ORIGIN,
                TpmPublic.RESTRICTED,
                TpmPublic.SIGN,
                TpmPublic.DECRYPT
            })
    void an_attestation_key_has_each_attribute_of_one(long attribute) {
        tpm.attributes ^= attribute;
        refused(Reason.AK_ATTRIBUTES, quote(tpm), terms(tpm, Map.of()));
    }

    @Test
    void only_the_nonce_of_the_challenge_will_do() {
        refused(Reason.NONCE_MISMATCH, quote(tpm, tpm.message(new byte[32], PCRS)), terms(tpm, Map.of()));
        refused(Reason.NONCE_MISMATCH, quote(tpm, tpm.message(new byte[0], PCRS)), terms(tpm, Map.of()));
        Terms unchallenged = terms(tpm, Map.of());
        accepted(
                quote(tpm, tpm.message(new byte[0], PCRS)),
                new Terms(null, unchallenged.at(), unchallenged.anchors(), Collateral.NONE, unchallenged.policy()));
    }

    @Test
    void a_signature_of_another_key_is_none() {
        KeyPair other = TestPki.keys("P-256");
        SoftTpm stranger = new SoftTpm(other, SoftTpm.ECDSA, TpmHash.SHA256, SoftTpm.Keys.EK);
        byte[] message = tpm.message(NONCE, PCRS);
        refused(Reason.BAD_SIGNATURE, with(quote(tpm), "signature", stranger.sign(message)), terms(tpm, Map.of()));
        refused(Reason.BAD_SIGNATURE, with(quote(tpm), "message", tpm.message(new byte[1], 1)), terms(tpm, Map.of()));
    }

    @Test
    void what_is_signed_is_a_quote_of_a_tpm_over_registers() {
        refused(Reason.EMPTY_PCR_SELECTION, quote(tpm, tpm.message(NONCE)), terms(tpm, Map.of()));
        tpm.magic = 0xFF544346;
        refused(Reason.BAD_MAGIC, quote(tpm), terms(tpm, Map.of()));
        tpm.magic = 0xFF544347;
        tpm.type = 0x8017;
        refused(Reason.NOT_A_QUOTE, quote(tpm), terms(tpm, Map.of()));
    }

    @Test
    void the_values_of_the_registers_are_those_of_the_quote() {
        Evidence evidence = quote(tpm);
        tpm.extend(7, new byte[32]);
        refused(Reason.PCR_DIGEST_MISMATCH, with(evidence, "pcrs", tpm.pcrJson()), terms(tpm, Map.of()));
        tpm.pcrs.remove(7);
        refused(Reason.MISSING_PCR, with(evidence, "pcrs", tpm.pcrJson()), terms(tpm, Map.of()));
        refused(Reason.MISSING_PART, with(evidence, "pcrs", null), terms(tpm, Map.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{\"0\":1}",
                "{\"0\":\"00\"}",
                "{\"99\":\"\"}",
                "{\"sha999\":{}}",
                "{\"0\":",
                "{} {}",
                "{\"-1\":\"\"}"
            })
    void values_of_another_shape_are_refused(String json) {
        refused(
                Reason.MALFORMED,
                with(quote(tpm), "pcrs", json.getBytes(StandardCharsets.UTF_8)),
                terms(tpm, Map.of()));
    }

    @Test
    void values_by_bank_are_read_too() {
        String json = "{\"sha256\":" + new String(tpm.pcrJson(), StandardCharsets.UTF_8) + "}";
        accepted(with(quote(tpm), "pcrs", json.getBytes(StandardCharsets.UTF_8)), terms(tpm, Map.of()));
    }

    @Test
    void values_beside_the_selection_count_for_nothing() {
        Evidence evidence = quote(tpm, tpm.message(NONCE, 0, 1, 2));
        accepted(evidence, terms(tpm, Map.of()));
        refused(Reason.MISSING_PCR, evidence, terms(tpm, Map.of("required_pcrs", List.of("0", "7"))));
        String zeros = "00".repeat(32);
        refused(Reason.MISSING_PCR, evidence, terms(tpm, Map.of("pcr_7", zeros)));
        accepted(evidence, terms(tpm, Map.of("pcr_2", zeros)));
        refused(Reason.MEASUREMENT_MISMATCH, evidence, terms(tpm, Map.of("pcr_2", "11".repeat(32))));
    }

    @Test
    void the_state_of_a_tpm_does_not_go_back() {
        Map<String, Object> last =
                new TreeMap<>(Map.of("last_clock", 80_065L, "last_reset_count", 2L, "last_restart_count", 0L));
        accepted(quote(tpm), terms(tpm, last));
        last.put("last_clock", 80_066L);
        refused(Reason.CLOCK_WENT_BACK, quote(tpm), terms(tpm, last));
        tpm.resetCount = 3;
        refused(Reason.CLOCK_WENT_BACK, quote(tpm), terms(tpm, last));
        tpm.safe = 0;
        accepted(quote(tpm), terms(tpm, last));
        last.putAll(Map.of("last_clock", 1L, "last_reset_count", 4L));
        refused(Reason.CLOCK_WENT_BACK, quote(tpm), terms(tpm, last));
        last.putAll(Map.of("last_clock", 1L, "last_reset_count", 3L, "last_restart_count", 1L));
        refused(Reason.CLOCK_WENT_BACK, quote(tpm), terms(tpm, last));
        last.putAll(Map.of("last_reset_count", 0xFFFF_FFFFL, "last_restart_count", 1L));
        accepted(quote(tpm), terms(tpm, last));
    }

    @Test
    void a_point_off_its_curve_is_no_key() {
        byte[] area = tpm.akPublic();
        area[area.length - 1] ^= 1;
        assertThat(new Tpm2Quote()
                        .verify(with(quote(tpm), "ak_public", area), terms(tpm, Map.of()))
                        .accepted())
                .isFalse();
    }

    @Test
    void policies_that_nobody_can_mean_are_told() {
        Policy wrong = new Policy(Map.of("bank", 7));
        Terms terms = new Terms(NONCE, TestPki.NOW, Quotes.ROOT.anchors("tpm"), Collateral.NONE, wrong);
        assertThat(new Tpm2Quote().verify(quote(tpm), terms)).isInstanceOfSatisfying(Verdict.Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(Reason.POLICY_NOT_UNDERSTOOD);
            assertThat(refused.detail()).contains("bank");
        });
    }
}
