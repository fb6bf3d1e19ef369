package io.lotabots.evidence.dcap;

import static io.lotabots.evidence.TestPki.BEGIN;
import static io.lotabots.evidence.TestPki.END;
import static io.lotabots.evidence.TestPki.NOW;
import static io.lotabots.evidence.dcap.Platform.MRTD;
import static io.lotabots.evidence.dcap.Platform.NONCE;
import static io.lotabots.evidence.dcap.Platform.PCK_CRL;
import static io.lotabots.evidence.dcap.Platform.ROOT_CRL;
import static io.lotabots.evidence.dcap.Platform.TDX_TCB;
import static io.lotabots.evidence.dcap.Verdicts.accepted;
import static io.lotabots.evidence.dcap.Verdicts.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.lotabots.evidence.Evidence;
import io.lotabots.evidence.Mutations;
import io.lotabots.evidence.Reason;
import io.lotabots.evidence.Terms;
import io.lotabots.evidence.TestPki;
import io.lotabots.evidence.Tier;
import io.lotabots.evidence.Verdict;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is published of a platform: who signed it, when it counts, and what follows of it. */
class PublishedTest {
    private static final String QE_IDENTITY = "intel/tdx/qe/identity";
    private static final Platform GENUINE = Platform.ofTdx();
    private static final Evidence EVIDENCE = GENUINE.evidence();
    private static final Map<String, byte[]> COLLATERAL = GENUINE.collateral();

    @ParameterizedTest
    @ValueSource(strings = {ROOT_CRL, PCK_CRL, TDX_TCB, TDX_TCB + "/issuers", QE_IDENTITY, QE_IDENTITY + "/issuers"})
    void whatever_is_missing_is_a_caution_and_nothing_is_affirmed(String key) {
        Map<String, byte[]> collateral = new HashMap<>(COLLATERAL);
        collateral.remove(key);

        Verdict.Accepted verdict = accepted(EVIDENCE, GENUINE.terms(NONCE, Map.of("mrtd", MRTD), collateral));

        assertThat(verdict.status()).isEqualTo(Tier.WARNING);
        assertThat(verdict.cautions()).containsOnlyKeys(Reason.COLLATERAL_MISSING);
        assertThat(verdict.cautions().get(Reason.COLLATERAL_MISSING)).contains("\"" + key + "\"");
        assertThat(verdict.claims().containsKey("tcb_status")).isEqualTo(key.endsWith("crl") || key.equals(PCK_CRL));
    }

    @Test
    void what_is_published_refuses_even_when_not_all_is() {
        Platform behind = Platform.ofTdx();
        behind.svn = 4;
        Map<String, byte[]> withoutIdentity = behind.collateral();
        withoutIdentity.remove(QE_IDENTITY);
        refused(Reason.TCB_STATUS, behind.evidence(), behind.terms(NONCE, Map.of(), withoutIdentity));
        Platform revoked = Platform.ofTdx();
        revoked.qeReport[258] = 1;
        Map<String, byte[]> withoutTcb = revoked.collateral();
        withoutTcb.remove(TDX_TCB);
        refused(Reason.TCB_STATUS, revoked.evidence(), revoked.terms(NONCE, Map.of(), withoutTcb));
    }

    @Test
    void another_text_than_the_signed_one_is_refused_whatever_it_means() {
        for (String key : List.of(TDX_TCB, QE_IDENTITY)) {
            Reason reason = key.equals(TDX_TCB) ? Reason.BAD_TCB_INFO_SIGNATURE : Reason.BAD_QE_IDENTITY_SIGNATURE;
            refused(reason, EVIDENCE, edited(key, "OutOfDate", "UpToDate"));
            refused(reason, EVIDENCE, edited(key, "\"version\":", "\"version\": "));
            refused(reason, EVIDENCE, edited(key, "\"signature\":\"", "\"signature\":\"00"));
        }
    }

    @Test
    void only_the_signer_of_tcbs_signs_what_is_published() {
        X509Certificate other =
                GENUINE.root.leaf("CN=Intel SGX Other,O=Tests", GENUINE.tcbSigner.getPublic(), Map.of(), Set.of());
        X509Certificate ofAuthority = GENUINE.platformCa.leaf(
                "CN=Intel SGX TCB Signing,O=Tests", GENUINE.tcbSigner.getPublic(), Map.of(), Set.of());
        Platform stranger = Platform.ofTdx();
        for (String key : List.of(TDX_TCB, QE_IDENTITY)) {
            refused(Reason.WRONG_COLLATERAL_SIGNER, EVIDENCE, issued(key, TestPki.pem(other)));
            refused(
                    Reason.WRONG_COLLATERAL_SIGNER,
                    EVIDENCE,
                    issued(key, TestPki.pem(GENUINE.pck(), GENUINE.platformCa.certificate())));
            refused(
                    Reason.WRONG_COLLATERAL_SIGNER,
                    EVIDENCE,
                    issued(key, TestPki.pem(ofAuthority, GENUINE.platformCa.certificate())));
            refused(
                    Reason.UNTRUSTED_ROOT,
                    EVIDENCE,
                    issued(key, TestPki.pem(stranger.tcbSigning, stranger.root.certificate())));
            refused(Reason.BAD_CHAIN, EVIDENCE, issued(key, new byte[0]));
        }
    }

    @Test
    void what_is_published_counts_from_its_date_to_the_next() {
        for (String date : List.of("\"nextUpdate\":\"2026-07-01", "\"issueDate\":\"2026-05-01")) {
            boolean next = date.startsWith("\"next");
            String other = next ? "\"nextUpdate\":\"2026-05-31" : "\"issueDate\":\"2026-06-02";
            Reason reason = next ? Reason.COLLATERAL_EXPIRED : Reason.COLLATERAL_NOT_YET_VALID;
            Platform tcb = Platform.ofTdx();
            tcb.tcbInfo = tcb.tcbInfo.replace(date, other);
            refused(reason, tcb, Map.of());
            Platform qe = Platform.ofTdx();
            qe.qeIdentity = qe.qeIdentity.replace(date, other);
            refused(reason, qe, Map.of());
        }
    }

    @Test
    void a_tcb_of_another_platform_technology_or_version_is_refused() {
        refusedWith("00906ED50000", "00906ED50001", Reason.FMSPC_MISMATCH);
        refusedWith("\"pceId\":\"0000\"", "\"pceId\":\"0001\"", Reason.FMSPC_MISMATCH);
        refusedWith("\"id\":\"TDX\"", "\"id\":\"SGX\"", Reason.FMSPC_MISMATCH);
        refusedWith("\"version\":3", "\"version\":2", Reason.UNSUPPORTED_VERSION);
        refusedWith("\"tcbType\":0", "\"tcbType\":1", Reason.UNSUPPORTED_VERSION);
        refusedWith("\"tcbStatus\":\"UpToDate\"", "\"tcbStatus\":\"Splendid\"", Reason.MALFORMED);
        refusedWith("{\"svn\":5},", "", Reason.MALFORMED);
        refusedWith("\"pcesvn\":11", "\"pcesvn\":\"11\"", Reason.MALFORMED);
    }

    @Test
    void revoked_certificates_are_refused_and_so_are_lists_of_another_hand_or_time() {
        X509Certificate pck = GENUINE.pck();
        Evidence evidence = Platform.evidence(
                GENUINE.quote(TestPki.pem(pck, GENUINE.platformCa.certificate(), GENUINE.root.certificate())));
        refused(
                Reason.CERT_REVOKED,
                evidence,
                listed(PCK_CRL, Platform.encoded(GENUINE.platformCa.revoking(BEGIN, END, pck))));
        for (X509Certificate revoked : List.of(GENUINE.platformCa.certificate(), GENUINE.tcbSigning)) {
            refused(
                    Reason.CERT_REVOKED,
                    evidence,
                    listed(ROOT_CRL, Platform.encoded(GENUINE.root.revoking(BEGIN, END, revoked))));
        }
        refused(
                Reason.BAD_CRL_SIGNATURE,
                evidence,
                listed(PCK_CRL, Platform.encoded(GENUINE.root.revoking(BEGIN, END))));
        refused(
                Reason.BAD_CRL_SIGNATURE,
                evidence,
                listed(ROOT_CRL, Platform.encoded(GENUINE.platformCa.revoking(BEGIN, END))));
        refused(
                Reason.COLLATERAL_EXPIRED,
                evidence,
                listed(ROOT_CRL, Platform.encoded(GENUINE.root.revoking(BEGIN, NOW.minusSeconds(1)))));
        refused(
                Reason.COLLATERAL_NOT_YET_VALID,
                evidence,
                listed(PCK_CRL, Platform.encoded(GENUINE.platformCa.revoking(NOW.plusSeconds(1), END))));
        refused(Reason.MALFORMED, evidence, listed(PCK_CRL, new byte[] {0x30, 0}));
    }

    @Test
    void the_first_level_that_is_reached_in_all_components_counts() {
        Platform behind = Platform.ofTdx();
        behind.svn = 4;
        refused(Reason.TCB_STATUS, behind, Map.of());
        Verdict.Accepted accepted = accepted(behind, Map.of("mrtd", MRTD, "accept", List.of("OutOfDate")));
        assertThat(accepted.status()).isEqualTo(Tier.WARNING);
        assertThat(accepted.cautions()).containsOnlyKeys(Reason.TCB_STATUS);
        assertThat(accepted.claims())
                .containsEntry("tcb_status", "OutOfDate")
                .containsEntry("advisories", List.of("INTEL-SA-1", "INTEL-SA-2"));
        Platform oldPce = Platform.ofTdx();
        oldPce.pceSvn = 10;
        refused(Reason.TCB_STATUS, oldPce, Map.of());
        Platform oldMicrocode = Platform.ofTdx();
        oldMicrocode.body[2] = 1;
        refused(Reason.TCB_STATUS, oldMicrocode, Map.of("accept", List.of("OutOfDate")));
        Platform none = Platform.ofTdx();
        none.svn = 1;
        refused(Reason.TCB_STATUS, none, Map.of("accept", List.of("OutOfDate")));
    }

    @ParameterizedTest
    @CsvSource({
        "UpToDate, true",
        "SWHardeningNeeded, true",
        "ConfigurationNeeded, false",
        "ConfigurationAndSWHardeningNeeded, false",
        "OutOfDate, false",
        "OutOfDateConfigurationNeeded, false",
        "Revoked, false"
    })
    void statuses_are_accepted_by_default_or_when_named_but_never_revoked(String status, boolean byDefault) {
        Platform platform = Platform.ofTdx();
        int last = platform.tcbInfo.lastIndexOf("\"tcbStatus\":\"UpToDate\"");
        platform.tcbInfo = platform.tcbInfo.substring(0, last) + "\"tcbStatus\":\"" + status + "\""
                + platform.tcbInfo.substring(last + "\"tcbStatus\":\"UpToDate\"".length());
        assertThat(new Dcap()
                        .verify(platform.evidence(), platform.terms(Map.of()))
                        .accepted())
                .isEqualTo(byDefault);
        Terms named = platform.terms(Map.of("accept", List.of(status), "mrtd", MRTD));
        Verdict verdict = new Dcap().verify(platform.evidence(), named);
        assertThat(verdict.accepted()).isEqualTo(!status.equals("Revoked"));
        assertThat(verdict.status() == Tier.AFFIRMING).isEqualTo(status.equals("UpToDate"));
    }

    @Test
    void the_module_of_tdx_has_a_level_of_its_own() {
        Platform old = Platform.ofTdx();
        old.body[0] = 4;
        refused(Reason.TCB_STATUS, old, Map.of());
        assertThat(accepted(old, Map.of("accept", "OutOfDate")).claims())
                .containsEntry("advisories", List.of("INTEL-SA-9"));
        Platform unlisted = Platform.ofTdx();
        unlisted.body[1] = 2;
        refused(Reason.TDX_MODULE_MISMATCH, unlisted, Map.of());
        Platform first = Platform.ofTdx();
        first.body[1] = 0;
        accepted(first, Map.of());
        first.body[0] = 4;
        refused(Reason.TCB_STATUS, first, Map.of());
        first.body[0] = 5;
        first.tcbInfo = first.tcbInfo.replace("\"mrsigner\":\"00", "\"mrsigner\":\"01");
        refused(Reason.TDX_MODULE_MISMATCH, first, Map.of());
    }

    @Test
    void the_module_of_tdx_is_intel_s_even_when_nothing_is_published() {
        for (int at : new int[] {64, 111, 112, 119}) {
            Platform platform = Platform.ofTdx();
            platform.body[at] = 1;
            refused(Reason.TDX_MODULE_MISMATCH, platform, Map.of());
            refused(Reason.TDX_MODULE_MISMATCH, platform.evidence(), platform.terms(NONCE, Map.of(), Map.of()));
        }
        refusedWith("\"mrsigner\":\"00", "\"mrsigner\":\"01", Reason.TDX_MODULE_MISMATCH);
        refusedWith("\"attributes\":\"00", "\"attributes\":\"01", Reason.TDX_MODULE_MISMATCH);
    }

    @Test
    void the_quoting_enclave_is_the_one_that_is_described() {
        for (int[] change : new int[][] {{48, 0x13}, {48, 0x10}, {16, 1}, {19, 1}, {128, 0}, {256, 3}}) {
            Platform platform = Platform.ofTdx();
            platform.qeReport[change[0]] = (byte) change[1];
            refused(Reason.QE_IDENTITY_MISMATCH, platform, Map.of());
        }
        Platform bitOutsideTheMask = Platform.ofTdx();
        bitOutsideTheMask.qeReport[48] |= 4;
        accepted(bitOutsideTheMask, Map.of());
        Platform described = Platform.ofTdx();
        described.qeIdentity = described.qeIdentity.replace("TD_QE", "QE");
        refused(Reason.QE_IDENTITY_MISMATCH, described, Map.of());
        Platform later = Platform.ofTdx();
        later.qeIdentity = later.qeIdentity.replace("\"version\":2", "\"version\":3");
        refused(Reason.UNSUPPORTED_VERSION, later, Map.of());
    }

    @Test
    void the_quoting_enclave_is_intel_s_even_when_nothing_is_published() {
        for (int[] change : new int[][] {{48, 0x13}, {128, 0}}) {
            Platform platform = Platform.ofTdx();
            platform.qeReport[change[0]] = (byte) change[1];
            refused(Reason.QE_IDENTITY_MISMATCH, platform.evidence(), platform.terms(NONCE, Map.of(), Map.of()));
        }
    }

    @Test
    void an_old_quoting_enclave_makes_the_whole_old_and_a_revoked_one_revokes_it() {
        Platform platform = Platform.ofTdx();
        platform.qeReport[258] = 3;
        assertThat(accepted(platform, Map.of("accept", "OutOfDate")).claims()).containsEntry("tcb_status", "OutOfDate");
        platform.qeReport[258] = 1;
        refused(Reason.TCB_STATUS, platform, Map.of("accept", List.of("OutOfDate", "Revoked")));
        platform.qeReport[258] = 0;
        refused(Reason.TCB_STATUS, platform, Map.of("accept", List.of("OutOfDate")));
    }

    @Property(tries = 200)
    void whatever_is_published_only_a_verdict_comes_out(@ForAll long seed) {
        Map<String, byte[]> collateral = new HashMap<>(COLLATERAL);
        List<String> keys = collateral.keySet().stream()
                .filter(key -> !key.contains("sgx/tcb"))
                .sorted()
                .toList();
        String key = keys.get((int) Math.floorMod(seed, (long) keys.size()));
        collateral.put(key, Mutations.mutated(Objects.requireNonNull(collateral.get(key)), seed));
        Mutations.verdictIsCheap(new Dcap(), EVIDENCE, GENUINE.terms(NONCE, Map.of(), collateral));
    }

    private static void refusedWith(String from, String to, Reason reason) {
        Platform platform = Platform.ofTdx();
        assertThat(platform.tcbInfo).contains(from);
        platform.tcbInfo = platform.tcbInfo.replace(from, to);
        refused(reason, platform, Map.of());
    }

    private static Terms edited(String key, String from, String to) {
        Map<String, byte[]> collateral = new HashMap<>(COLLATERAL);
        String text = new String(Objects.requireNonNull(collateral.get(key)), StandardCharsets.UTF_8);
        assertThat(text).contains(from);
        collateral.put(key, text.replace(from, to).getBytes(StandardCharsets.UTF_8));
        return GENUINE.terms(NONCE, Map.of(), collateral);
    }

    private static Terms issued(String key, byte[] issuers) {
        return listed(key + "/issuers", issuers);
    }

    private static Terms listed(String key, byte[] content) {
        Map<String, byte[]> collateral = new HashMap<>(COLLATERAL);
        collateral.put(key, content);
        return GENUINE.terms(NONCE, Map.of(), collateral);
    }
}
