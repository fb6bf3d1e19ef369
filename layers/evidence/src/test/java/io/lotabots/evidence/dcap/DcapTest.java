package io.lotabots.evidence.dcap;

import static io.lotabots.evidence.TestPki.BEGIN;
import static io.lotabots.evidence.TestPki.END;
import static io.lotabots.evidence.dcap.Platform.MRENCLAVE;
import static io.lotabots.evidence.dcap.Platform.MRTD;
import static io.lotabots.evidence.dcap.Platform.NONCE;
import static io.lotabots.evidence.dcap.Verdicts.accepted;
import static io.lotabots.evidence.dcap.Verdicts.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.lotabots.evidence.Collateral;
import io.lotabots.evidence.Evidence;
import io.lotabots.evidence.Mutations;
import io.lotabots.evidence.Policy;
import io.lotabots.evidence.Reason;
import io.lotabots.evidence.Terms;
import io.lotabots.evidence.TestPki;
import io.lotabots.evidence.Tier;
import io.lotabots.evidence.Verdict;
import java.security.KeyPair;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** The quote itself: its layout, its signatures, and what is asked of the guest or the enclave. */
class DcapTest {
    private static final int ATTRIBUTES = 120;
    private static final Platform GENUINE = Platform.ofTdx();
    private static final Evidence EVIDENCE = GENUINE.evidence();
    private static final Terms TERMS = GENUINE.terms(Map.of());

    @Test
    void a_guest_of_tdx_that_is_measured_as_asked_is_affirmed() {
        Verdict.Accepted verdict = accepted(Platform.ofTdx(), Map.of("mrtd", MRTD));

        assertThat(verdict.status()).isEqualTo(Tier.AFFIRMING);
        assertThat(verdict.cautions()).isEmpty();
        assertThat(verdict.claims())
                .containsEntry("tee", "TDX1.0")
                .containsEntry("version", 4L)
                .containsEntry("mrtd", MRTD)
                .containsEntry("fmspc", "00906ed50000")
                .containsEntry("ppid", "ee".repeat(16))
                .containsEntry("tcb_status", "UpToDate")
                .containsEntry("advisories", List.of())
                .containsEntry("debug", false);
        assertThat(accepted(Platform.ofTdx(), Map.of()).vector().executables()).isEqualTo(33);
    }

    @Test
    void an_enclave_is_affirmed_by_its_own_measurement_or_by_its_signer_s() {
        for (String asked : List.of("mrenclave", "mrsigner")) {
            String value = asked.equals("mrenclave") ? MRENCLAVE : "dd".repeat(32);
            Verdict.Accepted verdict = accepted(Platform.ofSgx(), Map.of(asked, value));
            assertThat(verdict.status()).isEqualTo(Tier.AFFIRMING);
            assertThat(verdict.claims()).containsEntry("tee", "SGX").containsEntry("isvprodid", 7L);
        }
    }

    @Test
    void later_versions_carry_enclaves_and_later_guests_too() {
        Platform sgx = Platform.ofSgx();
        for (int version : new int[] {3, 4, 5}) {
            sgx.version = version;
            assertThat(accepted(sgx, Map.of()).claims()).containsEntry("version", (long) version);
        }
        Platform tdx = Platform.ofTdx();
        tdx.version = 5;
        assertThat(accepted(tdx, Map.of()).claims()).containsEntry("tee", "TDX1.0");
        tdx.body = Platform.trustDomain(TrustDomain.LATER_BYTES);
        Platform.put(tdx.body, TrustDomain.BYTES + 16, "ab".repeat(48));
        assertThat(accepted(tdx, Map.of()).claims())
                .containsEntry("tee", "TDX1.5")
                .containsEntry("mrservicetd", "ab".repeat(48));
    }

    @Test
    void what_follows_the_signature_data_is_not_read() {
        byte[] quote = GENUINE.quote();
        byte[] longer = Arrays.copyOf(quote, quote.length + 3065);
        Arrays.fill(longer, quote.length + 9, quote.length + 48, (byte) 0xa5);
        accepted(Platform.evidence(longer), TERMS);
    }

    @Test
    void a_quote_that_is_cut_or_lies_about_its_lengths_is_malformed() {
        byte[] quote = GENUINE.quote();
        for (int length : new int[] {0, 1, 47, 48, 631, 632, 636, 700, 1200, quote.length - 1}) {
            refused(Reason.MALFORMED, Platform.evidence(Arrays.copyOf(quote, length)), TERMS);
        }
        int signatureLength = 48 + TrustDomain.BYTES;
        for (int at : new int[] {signatureLength + 3, signatureLength + 4 + 128 + 5}) {
            byte[] huge = quote.clone();
            huge[at] = (byte) 0x7f;
            refused(Reason.MALFORMED, Platform.evidence(huge), TERMS);
        }
    }

    @Test
    void header_and_body_agree_on_what_they_are() {
        byte[] quote = GENUINE.quote();
        refused(Reason.UNSUPPORTED_VERSION, with(quote, 0, 2), TERMS);
        refused(Reason.UNSUPPORTED_VERSION, with(quote, 0, 6), TERMS);
        refused(Reason.UNSUPPORTED_ALGORITHM, with(quote, 2, 3), TERMS);
        refused(Reason.MALFORMED, with(quote, 4, 0x80), TERMS);
        refused(Reason.MALFORMED, with(quote, 0, 3), TERMS);
        refused(Reason.BAD_QE_VENDOR, with(quote, 12, 0), TERMS);
        Platform early = Platform.ofTdx();
        early.version = 3;
        refused(Reason.MALFORMED, early, Map.of());
        Platform later = Platform.ofTdx();
        later.version = 5;
        refused(Reason.MALFORMED, with(later.quote(), 48, 1), later.terms(Map.of()));
        refused(Reason.MALFORMED, with(later.quote(), 48, 3), later.terms(Map.of()));
        refused(Reason.MALFORMED, with(later.quote(), 50, 0x49), later.terms(Map.of()));
    }

    @Test
    void each_signature_is_the_one_that_vouches_for_the_next() {
        byte[] chain = TestPki.pem(GENUINE.pck(), GENUINE.platformCa.certificate());
        KeyPair other = TestPki.keys("P-256");
        Platform stranger = Platform.ofTdx();
        refused(Reason.BAD_QE_REPORT_SIGNATURE, Platform.evidence(stranger.quote(chain)), TERMS);
        byte[] quote = GENUINE.quote(chain);
        int key = 48 + TrustDomain.BYTES + 4 + 64;
        refused(Reason.AK_NOT_BOUND, with(quote, key, quote[key] ^ 1), TERMS);
        refused(Reason.BAD_SIGNATURE, Platform.evidence(GENUINE.quote(chain, other)), TERMS);
        assertThat(accepted(Platform.evidence(quote), TERMS)).isNotNull();
    }

    @Test
    void only_the_pinned_root_s_chain_counts() {
        Platform stranger = Platform.ofTdx();
        refused(Reason.UNTRUSTED_ROOT, stranger.evidence(), GENUINE.terms(NONCE, Map.of(), stranger.collateral()));
        refused(Reason.BAD_CHAIN, Platform.evidence(GENUINE.quote(new byte[0])), TERMS);
        byte[] ofRoot = TestPki.pem(GENUINE.root.leaf(
                "CN=Intel SGX PCK Certificate,O=Tests", GENUINE.pck().getPublicKey(), Map.of(), Set.of()));
        refused(Reason.BAD_CHAIN, Platform.evidence(GENUINE.quote(ofRoot)), TERMS);
        var odd = GENUINE.root.authority("CN=Intel SGX Other CA,O=Tests", "P-256");
        byte[] ofOther = TestPki.pem(
                odd.leaf("CN=Intel SGX PCK Certificate,O=Tests", GENUINE.pck().getPublicKey(), Map.of(), Set.of()),
                odd.certificate());
        refused(Reason.BAD_CHAIN, Platform.evidence(GENUINE.quote(ofOther)), TERMS);
        var between = GENUINE.root.authority("CN=Between,O=Tests", "P-256");
        var below = between.authority("CN=Intel SGX PCK Platform CA,O=Tests", "P-256");
        byte[] longer = TestPki.pem(
                below.leaf(
                        "CN=Intel SGX PCK Certificate,O=Tests",
                        GENUINE.pck().getPublicKey(),
                        Map.of(Platform.PCK_EXTENSION, GENUINE.pckExtension()),
                        Set.of()),
                below.certificate(),
                between.certificate());
        refused(Reason.BAD_CHAIN, Platform.evidence(GENUINE.quote(longer)), GENUINE.terms(NONCE, Map.of(), Map.of()));
        refused(Reason.CERT_EXPIRED, EVIDENCE, at(END.plusSeconds(1)));
        refused(Reason.CERT_NOT_YET_VALID, EVIDENCE, at(BEGIN.minusSeconds(1)));
    }

    @Test
    void the_certificate_of_a_pck_tells_what_it_stands_for() {
        for (byte[] extension : List.of(new byte[] {0x30, 0}, new byte[] {4, 0}, new byte[] {0x30, 2, 0x30, 0})) {
            byte[] chain = TestPki.pem(GENUINE.pck(extension), GENUINE.platformCa.certificate());
            assertThat(new Dcap()
                            .verify(Platform.evidence(GENUINE.quote(chain)), TERMS)
                            .accepted())
                    .isFalse();
        }
        Platform wide = Platform.ofTdx();
        wide.svn = 256;
        refused(Reason.MALFORMED_EXTENSION, wide, Map.of());
    }

    @Test
    void all_64_bytes_of_report_data_are_the_nonce_and_zeros() {
        byte[] quote = GENUINE.quote();
        Map<String, byte[]> collateral = GENUINE.collateral();
        accepted(Platform.evidence(quote), GENUINE.terms(Arrays.copyOf(NONCE, 64), Map.of(), collateral));
        accepted(Platform.evidence(quote), GENUINE.terms(null, Map.of(), collateral));
        for (int length : new int[] {0, 31, 65}) {
            refused(
                    Reason.NONCE_MISMATCH,
                    Platform.evidence(quote),
                    GENUINE.terms(Arrays.copyOf(NONCE, length), Map.of(), collateral));
        }
    }

    @Test
    void what_is_open_to_a_debugger_is_refused_unless_allowed_and_then_a_warning() {
        Platform tdx = Platform.ofTdx();
        Platform sgx = Platform.ofSgx();
        tdx.body[ATTRIBUTES] = 1;
        sgx.body[48] |= 2;
        refused(Reason.DEBUG_ENABLED, tdx, Map.of("mrtd", MRTD));
        refused(Reason.DEBUG_ENABLED, sgx, Map.of("mrenclave", MRENCLAVE));
        assertThat(accepted(tdx, Map.of("mrtd", MRTD, "allow_debug", true)).status())
                .isEqualTo(Tier.WARNING);
        assertThat(accepted(sgx, Map.of("mrenclave", MRENCLAVE, "allow_debug", true))
                        .status())
                .isEqualTo(Tier.WARNING);
        tdx.body[ATTRIBUTES] = (byte) 0x80;
        refused(Reason.DEBUG_ENABLED, tdx, Map.of());
    }

    @Test
    void exceptions_that_a_host_can_inject_are_a_caution_or_refused_as_the_policy_says() {
        Platform platform = Platform.ofTdx();
        platform.body[ATTRIBUTES + 3] = 0;
        Verdict.Accepted verdict = accepted(platform, Map.of("mrtd", MRTD));
        assertThat(verdict.status()).isEqualTo(Tier.WARNING);
        assertThat(verdict.cautions()).containsOnlyKeys(Reason.SEPT_VE_DISABLE_MISSING);
        refused(Reason.SEPT_VE_DISABLE_MISSING, platform, Map.of("require_sept_ve_disable", true));
    }

    @Test
    void a_guest_that_may_be_moved_is_a_caution_or_refused_as_the_policy_says() {
        Platform platform = Platform.ofTdx();
        platform.body[ATTRIBUTES + 3] |= 0x20;
        assertThat(accepted(platform, Map.of("mrtd", MRTD)).cautions()).containsOnlyKeys(Reason.MIGRATION_ALLOWED);
        assertThat(accepted(platform, Map.of("mrtd", MRTD)).status()).isEqualTo(Tier.WARNING);
        refused(Reason.MIGRATION_ALLOWED, platform, Map.of("refuse_migratable", true));
    }

    @Test
    void what_is_measured_is_one_of_what_is_allowed() {
        String zeros = "00".repeat(48);
        for (String name : List.of("mrconfigid", "mrowner", "mrownerconfig", "rtmr0", "rtmr1", "rtmr2", "rtmr3")) {
            accepted(Platform.ofTdx(), Map.of(name, zeros));
            refused(Reason.MEASUREMENT_MISMATCH, Platform.ofTdx(), Map.of(name, "11".repeat(48)));
        }
        refused(Reason.MEASUREMENT_MISMATCH, Platform.ofTdx(), Map.of("mrtd", zeros));
        refused(Reason.MEASUREMENT_MISMATCH, Platform.ofTdx(), Map.of("mrseam", zeros));
        accepted(Platform.ofTdx(), Map.of("mrseam", List.of(zeros, "CC".repeat(48))));
        refused(Reason.MEASUREMENT_MISMATCH, Platform.ofSgx(), Map.of("mrenclave", "00".repeat(32)));
        refused(Reason.MEASUREMENT_MISMATCH, Platform.ofSgx(), Map.of("mrsigner", "00".repeat(32)));
        refused(Reason.MEASUREMENT_MISMATCH, Platform.ofSgx(), Map.of("isvprodid", 8L));
        refused(Reason.TCB_TOO_OLD, Platform.ofSgx(), Map.of("min_isvsvn", 4L));
        accepted(Platform.ofSgx(), Map.of("isvprodid", 7L, "min_isvsvn", 3L));
    }

    @Test
    void every_byte_of_a_quote_before_its_chain_counts() {
        // The last field is the type of what follows; the length of a chain in PEM may end within its root, which is
        // pinned.
        int chain = 48 + TrustDomain.BYTES + 4 + 128 + 6 + Enclave.BYTES + 64 + 2 + 4 + 2;
        Mutations.everyFlipIsRefused(new Dcap(), EVIDENCE, GENUINE.terms(NONCE, Map.of(), Map.of()), "quote", 0, chain);
    }

    @Property(tries = 300)
    void whatever_comes_only_a_verdict_comes_out(@ForAll long seed) {
        byte[] mutated =
                Mutations.mutated(Objects.requireNonNull(EVIDENCE.parts().get("quote")), seed);
        Mutations.verdictIsCheap(new Dcap(), Platform.evidence(mutated), TERMS);
    }

    private static Terms at(Instant time) {
        return new Terms(NONCE, time, GENUINE.root.anchors("intel"), Collateral.NONE, Policy.STRICT);
    }

    private static Evidence with(byte[] quote, int at, int value) {
        byte[] changed = quote.clone();
        changed[at] = (byte) value;
        return Platform.evidence(changed);
    }
}
