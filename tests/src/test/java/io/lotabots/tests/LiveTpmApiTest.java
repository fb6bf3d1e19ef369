package io.lotabots.tests;

import static io.lotabots.tests.AppraisalPlatform.handed;
import static io.lotabots.tests.AppraisalPlatform.json;
import static io.lotabots.tests.AppraisalPlatform.nonce;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotabots.clients.PlainError;
import io.lotabots.clients.tpm.Swtpm;
import io.lotabots.clients.tpm.TpmAttester;
import io.lotabots.clients.tpm.TpmForgeries;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A TPM in software and stock tools against the whole platform: what it accepts, and each forgery that it names. */
@Execution(ExecutionMode.CONCURRENT)
class LiveTpmApiTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    /** Somebody at the platform with a TPM, and what the platform has of it. */
    private record Attester(AppraisalPlatform at, TpmAttester keys, byte[] issuer) {
        Map<String, byte[]> quote(byte[] nonce) {
            Map<String, byte[]> parts = new HashMap<>(keys.quote(nonce));
            parts.put("ek_chain", issuer);
            return parts;
        }

        /** What {@code tpm2_activatecredential} gives back for what the platform wrapped. */
        byte[] activated(JsonNode challenge, byte[] akPublic) {
            ObjectNode body = json().put("ek_certificate", keys.identity().get("ek_certificate"))
                    .put("ak_public", akPublic);
            Http.Answer wrapped =
                    at.post("/v1/challenges/" + challenge.path("challenge_id").textValue() + "/credential", body);
            assertThat(wrapped.status()).as(wrapped.text()).isEqualTo(200);
            return keys.activate(Base64.getDecoder()
                    .decode(wrapped.json().path("credential_blob").textValue()));
        }

        JsonNode attest(JsonNode challenge, Map<String, byte[]> parts) {
            ObjectNode evidence = json().put("format", "tpm2-quote");
            ObjectNode encoded = evidence.putObject("parts");
            parts.forEach((name, part) ->
                    encoded.put(name, Base64.getUrlEncoder().withoutPadding().encodeToString(part)));
            Http.Answer answer = at.post("/v1/attestations", handed(challenge, evidence));
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            return answer.json().at("/appraisals/0");
        }

        /** A challenge, its quote changed by somebody, and what the platform says of it. */
        void refused(String code, Forgery forgery) throws Exception {
            JsonNode challenge = at.challenge("strict");
            JsonNode appraisal = attest(challenge, forgery.of(nonce(challenge)));
            assertThat(appraisal.path("status").textValue()).isEqualTo("contraindicated");
            assertThat(appraisal.at("/refused/0/code").textValue())
                    .as(appraisal.toString())
                    .isEqualTo(code);
        }
    }

    private interface Forgery {
        Map<String, byte[]> of(byte[] nonce) throws Exception;
    }

    @Test
    void a_tpm_is_accepted_and_every_forgery_of_its_owner_refused_with_its_reason() throws Exception {
        List<String> missing = Swtpm.missingTools();
        if (!missing.isEmpty()) {
            System.out.println("live TPM at the platform: skipped, this machine does not have " + missing);
        }
        assumeTrue(missing.isEmpty(), "no tools for a TPM in software: " + missing);
        try (Swtpm tpm = Swtpm.start(folder);
                AppraisalPlatform at = AppraisalPlatform.start();
                TpmAttester keys = TpmAttester.open(tpm.address(), folder.resolve("user"), "rsa")) {
            at.trust("tpm", tpm.root());
            at.platform.clock().advance(Duration.ofSeconds(31));
            Attester attester = new Attester(at, keys, tpm.issuer());
            TpmForgeries forgeries = new TpmForgeries(tpm.address(), folder.resolve("user"));
            byte[] log = forgeries.boot();
            accepted(attester, log);
            ofTime(attester);
            ofKeys(attester, forgeries, tpm.address());
            ofRegisters(attester, forgeries, log);
        }
    }

    private static byte[] part(Map<String, byte[]> parts, String name) {
        return Objects.requireNonNull(parts.get(name));
    }

    private static void accepted(Attester attester, byte[] log) {
        JsonNode challenge = attester.at.challenge("strict");
        Map<String, byte[]> parts = attester.quote(nonce(challenge));
        parts.put("event_log", log);
        parts.put("credential_secret", attester.activated(challenge, part(attester.keys.identity(), "ak_public")));
        JsonNode appraisal = attester.attest(challenge, parts);
        assertThat(appraisal.path("status").textValue())
                .as(appraisal.toString())
                .isEqualTo("warning");
        assertThat(appraisal.at("/claims/akBinding").textValue()).isEqualTo("credential");
        assertThat(appraisal.at("/claims/replayed")).hasSize(8);
        assertThat(appraisal.at("/cautions/0/code").textValue()).isEqualTo("virtual_tpm");
    }

    private static void ofTime(Attester attester) throws Exception {
        attester.refused("nonce_mismatch", _ -> attester.quote(new byte[32]));
        JsonNode challenge = attester.at.challenge("strict");
        Map<String, byte[]> earlier = attester.quote(nonce(challenge));
        JsonNode another = attester.at.challenge("strict");
        assertThat(attester.attest(another, attester.quote(nonce(another)))
                        .path("status")
                        .textValue())
                .isEqualTo("warning");
        JsonNode late = attester.attest(challenge, earlier);
        assertThat(late.at("/refused/0/code").textValue()).as(late.toString()).isEqualTo("clock_went_back");
    }

    private void ofKeys(Attester attester, TpmForgeries forgeries, String address) throws Exception {
        attester.refused("ak_not_bound_to_ek", nonce -> TpmForgeries.bySoftware(attester.quote(nonce)));
        attester.refused("ak_attributes", nonce -> forgeries.byUnrestricted(attester.quote(nonce)));
        try (TpmAttester other = TpmAttester.open(address, folder.resolve("other"), "rsa")) {
            Attester second = new Attester(attester.at, other, attester.issuer);
            attester.refused("ak_not_bound_to_ek", second::quote);
            attester.refused(
                    "bad_signature",
                    nonce ->
                            TpmForgeries.with(attester.quote(nonce), "ak_public", part(other.identity(), "ak_public")));
        }
        // Nor does the TPM open for a key of software what was wrapped for it.
        JsonNode challenge = attester.at.challenge("strict");
        byte[] claimed = part(TpmForgeries.bySoftware(attester.quote(nonce(challenge))), "ak_public");
        assertThatThrownBy(() -> attester.activated(challenge, claimed))
                .isInstanceOf(PlainError.class)
                .hasMessageContaining("tpm2_activatecredential");
    }

    private static void ofRegisters(Attester attester, TpmForgeries forgeries, byte[] log) throws Exception {
        attester.refused(
                "event_data_digest_mismatch",
                nonce -> TpmForgeries.with(attester.quote(nonce), "event_log", TpmForgeries.otherData(log)));
        attester.refused(
                "event_log_mismatch",
                nonce -> TpmForgeries.with(attester.quote(nonce), "event_log", TpmForgeries.oneMore(log)));
        byte[] before = part(attester.quote(new byte[32]), "pcrs");
        forgeries.extend(14, "ab".repeat(32));
        attester.refused("pcr_digest_mismatch", nonce -> TpmForgeries.with(attester.quote(nonce), "pcrs", before));
    }
}
