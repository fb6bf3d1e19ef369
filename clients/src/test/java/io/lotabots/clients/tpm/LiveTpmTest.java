package io.lotabots.clients.tpm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lotabots.clients.PlainError;
import io.lotabots.evidence.Certificates;
import io.lotabots.evidence.Collateral;
import io.lotabots.evidence.Evidence;
import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.Policy;
import io.lotabots.evidence.Reason;
import io.lotabots.evidence.Terms;
import io.lotabots.evidence.Tier;
import io.lotabots.evidence.TrustAnchors;
import io.lotabots.evidence.TrustAnchors.Anchor;
import io.lotabots.evidence.Verdict;
import io.lotabots.evidence.tpm.MakeCredential;
import io.lotabots.evidence.tpm.Tpm2Quote;
import io.lotabots.evidence.tpm.TpmPublic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A TPM, stock tools and this project's verifier against one another: what is accepted, and each forgery that is not. */
@Execution(ExecutionMode.SAME_THREAD)
class LiveTpmTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Tpm2Quote FORMAT = new Tpm2Quote();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path folder;

    private static @Nullable Swtpm tpm;
    private static @Nullable TpmAttester attester;
    private static byte[] secret = new byte[32];

    @BeforeAll
    static void manufacture() throws IOException, InterruptedException {
        List<String> missing = Swtpm.missingTools();
        if (!missing.isEmpty()) {
            System.out.println("live TPM: skipped, this machine does not have " + missing);
        }
        assumeTrue(missing.isEmpty(), "no tools for a TPM in software: " + missing);
        tpm = Swtpm.start(folder);
        attester = TpmAttester.open(tpm.address(), folder.resolve("user"), "rsa");
    }

    @AfterAll
    static void stop() {
        if (attester != null) {
            attester.close();
        }
        if (tpm != null) {
            tpm.close();
        }
    }

    @Test
    void a_tpm_gives_back_what_was_wrapped_for_its_key_and_its_quote_is_accepted() throws Exception {
        secret = random();
        byte[] given = attester().activate(blob(name(), secret));
        assertThat(given).isEqualTo(secret);
        byte[] nonce = random();

        Verdict verdict = FORMAT.verify(quote(nonce), terms(nonce, Map.of()));

        assertThat(verdict).isInstanceOfSatisfying(Verdict.Accepted.class, accepted -> {
            assertThat(accepted.claims())
                    .containsEntry("extra", HexFormat.of().formatHex(nonce))
                    .containsEntry("akBinding", "credential")
                    .containsEntry("tpmModel", "swtpm")
                    .containsEntry("virtual", true);
            assertThat(accepted.cautions()).containsOnlyKeys(Reason.VIRTUAL_TPM);
            assertThat(accepted.status()).isEqualTo(Tier.WARNING);
        });
    }

    @Test
    void an_endorsement_key_of_an_elliptic_curve_activates_too_and_the_folder_keeps_the_key() throws Exception {
        Path user = folder.resolve("user-ecc");
        byte[] first;
        try (TpmAttester ecc = TpmAttester.open(address(), user, "ecc")) {
            byte[] wrapped = random();
            first = ecc.identity().getOrDefault("ak_public", new byte[0]);
            PublicKey ek = key(ecc.identity());
            assertThat(ek.getAlgorithm()).isEqualTo("EC");
            byte[] name = TpmPublic.of(first).name();
            assertThat(ecc.activate(MakeCredential.blob(ek, name, wrapped, RANDOM)))
                    .isEqualTo(wrapped);
        }
        try (TpmAttester again = TpmAttester.open(address(), user, "ecc")) {
            assertThat(again.identity()).containsEntry("ak_public", first);
        }
        assertThatThrownBy(() -> TpmAttester.open(address(), user, "rsa").close())
                .isInstanceOf(PlainError.class)
                .hasMessageContaining("is not of this TPM");
    }

    @Test
    void a_wrong_nonce_and_a_replayed_quote_are_refused() throws Exception {
        byte[] nonce = random();
        Evidence evidence = quote(nonce);
        refused(Reason.NONCE_MISMATCH, evidence, terms(random(), Map.of()));
        Verdict.Accepted later = (Verdict.Accepted) FORMAT.verify(quote(nonce), terms(nonce, Map.of()));
        Map<String, Object> last = Map.of(
                "last_clock", later.claims().getOrDefault("clock", 0L),
                "last_reset_count", later.claims().getOrDefault("resetCount", 0L),
                "last_restart_count", later.claims().getOrDefault("restartCount", 0L));
        refused(Reason.CLOCK_WENT_BACK, evidence, terms(nonce, last));
    }

    @Test
    void a_software_key_with_the_attributes_of_a_tpms_is_refused_and_cannot_be_activated() throws Exception {
        byte[] nonce = random();
        Evidence genuine = quote(nonce);
        Evidence forged = new Evidence(TpmForgeries.bySoftware(genuine.parts()));

        refused(Reason.AK_NOT_BOUND_TO_EK, forged, terms(nonce, Map.of()));
        byte[] name = TpmPublic.of(part(forged, "ak_public")).name();
        assertThatThrownBy(() -> attester().activate(blob(name, random())))
                .isInstanceOf(PlainError.class)
                .hasMessageContaining("tpm2_activatecredential");
    }

    @Test
    void another_key_of_the_same_tpm_is_refused() throws Exception {
        byte[] nonce = random();
        try (TpmAttester other = TpmAttester.open(address(), folder.resolve("user-other"), "rsa")) {
            Map<String, byte[]> parts = new HashMap<>(other.quote(nonce));
            parts.putAll(endorsed());
            refused(Reason.AK_NOT_BOUND_TO_EK, new Evidence(parts), terms(nonce, Map.of()));
        }
        Evidence mixed = with(
                quote(nonce),
                "ak_public",
                Files.readAllBytes(folder.resolve("user-other").resolve("ak.pub")));
        refused(Reason.BAD_SIGNATURE, mixed, terms(nonce, Map.of()));
    }

    @Test
    void a_key_that_signs_anything_is_refused_though_it_is_the_tpms() throws Exception {
        byte[] nonce = random();
        Evidence genuine = quote(nonce);
        Evidence forged = new Evidence(forgeries().byUnrestricted(genuine.parts()));
        refused(Reason.AK_ATTRIBUTES, forged, terms(nonce, Map.of()));
    }

    @Test
    void a_boot_log_must_lead_to_the_registers_and_hold_what_was_measured() throws Exception {
        byte[] nonce = random();
        byte[] log = forgeries().boot();
        Evidence evidence = with(quote(nonce), "event_log", log);

        Verdict verdict = FORMAT.verify(evidence, terms(nonce, Map.of()));

        assertThat(verdict)
                .isInstanceOfSatisfying(
                        Verdict.Accepted.class,
                        accepted -> assertThat(accepted.claims())
                                .containsEntry("replayed", List.of(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L)));
        refused(
                Reason.EVENT_DATA_DIGEST_MISMATCH,
                with(evidence, "event_log", TpmForgeries.otherData(log)),
                terms(nonce, Map.of()));
        refused(
                Reason.EVENT_LOG_MISMATCH,
                with(evidence, "event_log", TpmForgeries.oneMore(log)),
                terms(nonce, Map.of()));
    }

    @Test
    void a_changed_register_is_refused() throws Exception {
        byte[] nonce = random();
        Evidence before = quote(nonce);
        forgeries().extend(14, "ab".repeat(32));
        Evidence after = quote(nonce);
        refused(Reason.PCR_DIGEST_MISMATCH, with(after, "pcrs", part(before, "pcrs")), terms(nonce, Map.of()));
        refused(Reason.MEASUREMENT_MISMATCH, after, terms(nonce, Map.of("pcr_14", "00".repeat(32))));
        assertThat(FORMAT.verify(before, terms(nonce, Map.of("pcr_14", "00".repeat(32))))
                        .accepted())
                .isTrue();
    }

    @Test
    void a_tpm_that_is_not_there_is_one_plain_line() {
        assertThatThrownBy(() -> TpmAttester.open("swtpm:host=127.0.0.1,port=1", folder.resolve("none"), "")
                        .close())
                .isInstanceOf(PlainError.class)
                .hasMessageStartingWith("tpm2_");
        assertThat(folder.resolve("none")).doesNotExist();
    }

    private static TpmAttester attester() {
        return Objects.requireNonNull(attester);
    }

    private static String address() {
        return Objects.requireNonNull(tpm).address();
    }

    private static Evidence quote(byte[] nonce) throws IOException {
        Map<String, byte[]> parts = new HashMap<>(attester().quote(nonce));
        parts.putAll(endorsed());
        return new Evidence(parts);
    }

    /** What the server has of this TPM besides the quote. */
    private static Map<String, byte[]> endorsed() throws IOException {
        return Map.of("ek_chain", Objects.requireNonNull(tpm).issuer(), "credential_secret", secret);
    }

    private static Terms terms(byte[] nonce, Map<String, Object> more) throws IOException, EvidenceRefused {
        Map<String, Object> settings = new HashMap<>(more);
        settings.put("credential", Tpm2Quote.credential(key(attester().identity()), name(), secret));
        TrustAnchors anchors = TrustAnchors.pinned()
                .with(List.of(Anchor.of(
                        "tpm", "test authority", Objects.requireNonNull(tpm).root())));
        return new Terms(nonce, Instant.parse("2040-01-01T00:00:00Z"), anchors, Collateral.NONE, new Policy(settings));
    }

    private static byte[] blob(byte[] name, byte[] wrapped) throws EvidenceRefused {
        return MakeCredential.blob(key(attester().identity()), name, wrapped, RANDOM);
    }

    private static byte[] name() throws EvidenceRefused {
        return TpmPublic.of(attester().identity().getOrDefault("ak_public", new byte[0]))
                .name();
    }

    private static PublicKey key(Map<String, byte[]> identity) throws EvidenceRefused {
        return Certificates.der(identity.getOrDefault("ek_certificate", new byte[0]))
                .getPublicKey();
    }

    private static byte[] part(Evidence evidence, String name) {
        return Objects.requireNonNull(evidence.parts().get(name));
    }

    private static Evidence with(Evidence evidence, String name, byte[] content) {
        return new Evidence(TpmForgeries.with(evidence.parts(), name, content));
    }

    private static TpmForgeries forgeries() {
        return new TpmForgeries(address(), folder);
    }

    private static void refused(Reason reason, Evidence evidence, Terms terms) {
        assertThat(FORMAT.verify(evidence, terms))
                .isInstanceOfSatisfying(
                        Verdict.Refused.class,
                        refused -> assertThat(refused.reason())
                                .as(refused.detail())
                                .isEqualTo(reason));
    }

    private static byte[] random() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
