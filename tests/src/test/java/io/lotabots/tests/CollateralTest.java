package io.lotabots.tests;

import static io.lotabots.tests.AppraisalPlatform.handed;
import static io.lotabots.tests.AppraisalPlatform.json;
import static io.lotabots.tests.AppraisalPlatform.nonce;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotabots.evidence.TestPki;
import io.lotabots.evidence.snp.SnpGuest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Collateral on the whole platform, the {@code dev} preset, which asks no vendor: what is missing, loaded by hand, and ends. */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("the platform of CollateralTest")
class CollateralTest {
    private static final SnpGuest GUEST = SnpGuest.on("Genoa");
    private static AppraisalPlatform at;

    @BeforeAll
    static void start() throws Exception {
        at = AppraisalPlatform.start();
        at.trust("amd", GUEST.root);
    }

    @AfterAll
    static void stop() {
        at.close();
    }

    private static JsonNode attested() {
        JsonNode challenge = at.challenge("strict");
        GUEST.reportData(nonce(challenge));
        ObjectNode evidence = json().put("format", "sev-snp");
        evidence.putObject("parts")
                .put("report", Base64.getUrlEncoder().withoutPadding().encodeToString(GUEST.signed()));
        Http.Answer answer = at.post("/v1/attestations", handed(challenge, evidence));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().path("appraisals").path(0);
    }

    private static void load(String key, byte[] content) {
        Http.Answer loaded = at.operator(
                "/v1/collateral",
                json().put("key", key).put("content", Base64.getEncoder().encodeToString(content)));
        assertThat(loaded.status()).as(loaded.text()).isEqualTo(200);
        assertThat(loaded.json().path("verified").booleanValue()).isTrue();
    }

    @Test
    void a_report_whose_chip_is_not_known_names_what_is_missing_and_holds_once_that_is_loaded() {
        String key = "amd/genoa/vcek/" + "c1".repeat(64) + "/04010000000018db";
        JsonNode before = attested();
        assertThat(before.path("refused").path(0).path("code").textValue()).isEqualTo("collateral_missing");
        assertThat(before.path("refused").path(0).path("detail").textValue()).contains(key);

        for (Map.Entry<String, byte[]> piece : GUEST.collateral().entrySet()) {
            if (piece.getKey().endsWith("cert_chain")) {
                load(piece.getKey(), piece.getValue());
            }
        }
        load(key, TestPki.encoded(GUEST.leaf()));
        // What an instance has looked up it knows for five minutes.
        at.platform.clock().advance(Duration.ofSeconds(301));

        JsonNode after = attested();
        assertThat(after.path("refused")).isEmpty();
        assertThat(after.path("claims").path("chip_id").textValue()).isEqualTo("c1".repeat(64));
        assertThat(at.shownToOperators("/v1/collateral").path("collateral").findValuesAsText("key"))
                .contains(key);
    }

    @Test
    void collateral_that_ended_stands_in_the_health_after_the_next_run() throws Exception {
        Instant now = at.platform.clock().instant();
        load(
                "amd/genoa/vlek/crl",
                GUEST.root.revoking(now.minusSeconds(60), now.plusSeconds(7200)).getEncoded());
        at.platform.clock().advance(Duration.ofHours(1));
        assertThat(stale()).isZero();
        at.platform.clock().advance(Duration.ofHours(2));
        assertThat(stale()).isOne();
        assertThat(at.shownToOperators("/v1/collateral?stale=true")
                        .path("collateral")
                        .findValuesAsText("key"))
                .containsExactly("amd/genoa/vlek/crl");
    }

    private static long stale() {
        JsonNode health = at.node.get("/health").json();
        assertThat(health.path("stale_collateral").isIntegralNumber())
                .as(health.toString())
                .isTrue();
        return health.path("stale_collateral").longValue();
    }
}
