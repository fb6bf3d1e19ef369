package io.lotabots.clients.miner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lotabots.clients.node.NodeClient;
import io.lotabots.clients.node.SmallNode;
import io.lotabots.clients.node.SmallNode.Reply;
import io.lotabots.clients.tpm.Swtpm;
import io.lotabots.clients.tpm.TpmAttester;
import io.lotabots.crypto.Digests;
import io.lotabots.evidence.Certificates;
import io.lotabots.evidence.tpm.MakeCredential;
import io.lotabots.evidence.tpm.TpmPublic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a miner asks and says of its TPM, whatever a node answers. The TPM is one in software. */
class TpmStepTest {
    private static final Identity WHO = Identity.of(MinerKey.ofSeed(new byte[32]), Optional.empty());
    private static final String NONCE = "5a".repeat(32);
    private static final byte[] SECRET = "a secret for one TPM and one key".getBytes(StandardCharsets.US_ASCII);
    private static final String ACTIVATION = "/v1/challenges/c1/credential";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path folder;

    private static @Nullable Swtpm tpm;

    private SmallNode node;
    private NodeClient client;
    private TpmStep step;

    @BeforeAll
    static void manufacture() throws IOException, InterruptedException {
        List<String> missing = Swtpm.missingTools();
        if (!missing.isEmpty()) {
            System.out.println("a miner's TPM: skipped, this machine does not have " + missing);
        }
        assumeTrue(missing.isEmpty(), "no tools for a TPM in software: " + missing);
        tpm = Swtpm.start(folder);
    }

    @AfterAll
    static void end() throws InterruptedException {
        if (tpm != null) {
            tpm.close();
        }
    }

    @BeforeEach
    void start() throws Exception {
        node = new SmallNode();
        client = new NodeClient(node.address(), Optional.empty(), Duration.ofSeconds(20), Clock.systemUTC());
        step = TpmStep.of(client, WHO, address(), folder.resolve("user"), Optional.empty());
        node.usually("/v1/challenges", Reply.of(200, "{\"challenge_id\":\"c1\",\"nonce_hex\":\"" + NONCE + "\"}"));
        node.usually(ACTIVATION, Reply.of(200, "{\"credential_blob\":\"" + blob() + "\"}"));
        node.usually("/v1/attestations", Reply.of(200, """
            {"attestation_id":"a1","status":"warning","tier":"virtual-tpm","expires_at":1800000900,\
            "appraisals":[{"device":"tpm2-quote:d1","refused":[],"cautions":[{"code":"virtual_tpm"}]}]}\
            """));
    }

    @AfterEach
    void stop() {
        step.close();
        client.close();
        node.close();
    }

    @Test
    void a_tpm_is_activated_once_and_quoted_each_time_claimed_by_the_miners_key() throws Exception {
        assertThat(step.show())
                .contains("  tpm: virtual-tpm  counts in the weight until 2027-01-15T08:15:00Z  device tpm2-quote:d1"
                        + "  attestation a1  (virtual_tpm)");
        assertThat(step.show()).isPresent();
        assertThat(node.all(ACTIVATION)).hasSize(1);
        var sent = node.all("/v1/attestations");
        assertThat(sent).hasSize(2);
        assertThat(sent.getFirst()
                        .json()
                        .at("/evidence/parts/credential_secret")
                        .textValue())
                .isEqualTo(Base64.getUrlEncoder().withoutPadding().encodeToString(SECRET));
        assertThat(sent.getLast().json().at("/evidence/parts").has("credential_secret"))
                .isFalse();
        assertThat(sent.getLast().json().at("/evidence/parts").has("message")).isTrue();
        var claim = sent.getLast().json().path("miner");
        var signed = ("lotabots device 1|" + NONCE + "|" + WHO.wallet()).getBytes(StandardCharsets.UTF_8);
        assertThat(Signatures.verify(
                        claim.path("public_key").textValue(),
                        signed,
                        claim.path("signature").textValue()))
                .isTrue();
        var message = Base64.getUrlDecoder()
                .decode(sent.getLast().json().at("/evidence/parts/message").textValue());
        // TPMS_ATTEST holds it as it is, behind its length.
        assertThat(HexFormat.of().formatHex(message))
                .contains("0020" + HexFormat.of().formatHex(Digests.sha256(signed)));
    }

    @Test
    void a_node_that_lost_the_activation_gets_it_again_in_the_same_cycle() throws InterruptedException {
        assertThat(step.show()).isPresent();
        node.next("/v1/attestations", Reply.of(200, """
            {"status":"contraindicated","appraisals":[{"refused":[{"code":"ak_not_bound_to_ek","detail":"x"}]}]}\
            """));
        assertThat(step.show().orElseThrow()).startsWith("  tpm: virtual-tpm");
        assertThat(node.all(ACTIVATION)).hasSize(2);
    }

    @Test
    void a_node_without_such_a_service_is_told_apart_from_one_that_refuses() throws InterruptedException {
        node.next("/v1/challenges", Reply.of(404, "<html>"));
        assertThat(step.show())
                .contains("  tpm: not shown, this node takes no evidence of hardware; without it the fingerprint counts"
                        + " alone");
        node.next("/v1/attestations", Reply.of(409, "{\"code\":\"DEVICE_TAKEN\",\"detail\":\"of another\"}"));
        assertThat(step.show().orElseThrow())
                .startsWith("  tpm: refused  POST /v1/attestations: HTTP 409 DEVICE_TAKEN: of another");
        node.next("/v1/attestations", Reply.of(200, """
            {"status":"contraindicated","tier":"","appraisals":[{"refused":[{"code":"nonce_mismatch","detail":"of\\nanother"}]}]}\
            """));
        assertThat(step.show().orElseThrow())
                .isEqualTo("  tpm: refused  nonce_mismatch: of another; without it the fingerprint counts alone");
    }

    @Test
    void answers_that_make_no_sense_are_one_plain_line() throws InterruptedException {
        for (var answer : List.of("{}", "[]", "{\"challenge_id\":\"../x\",\"nonce_hex\":\"" + NONCE + "\"}")) {
            node.next("/v1/challenges", Reply.of(200, answer));
            assertThat(step.show().orElseThrow())
                    .startsWith("  tpm: refused  POST /v1/challenges: HTTP 200")
                    .doesNotContain("\n");
        }
        for (var answer : List.of("{}", "{\"credential_blob\":\"%%\"}")) {
            node.next(ACTIVATION, Reply.of(200, answer));
            assertThat(step.show().orElseThrow()).contains("the answer has no usable credential_blob");
        }
        node.next(ACTIVATION, Reply.of(200, "{\"credential_blob\":\"AAAA\"}"));
        assertThat(step.show().orElseThrow()).startsWith("  tpm: not shown, tpm2_activatecredential: ");
        assertThat(node.all("/v1/attestations")).isEmpty();
        assertThat(step.show().orElseThrow()).startsWith("  tpm: virtual-tpm");
    }

    private static String address() {
        return Objects.requireNonNull(tpm).address();
    }

    /** A credential for the key that the step will use. */
    private static String blob() throws Exception {
        try (var attester = TpmAttester.open(address(), folder.resolve("user"), "")) {
            var identity = attester.identity();
            var ek = Certificates.der(identity.getOrDefault("ek_certificate", new byte[0]))
                    .getPublicKey();
            var name = TpmPublic.of(identity.getOrDefault("ak_public", new byte[0]))
                    .name();
            byte[] blob = MakeCredential.blob(ek, name, SECRET, new SecureRandom());
            return Base64.getEncoder().encodeToString(blob);
        }
    }
}
