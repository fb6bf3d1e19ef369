package io.lotabots.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** What holds of every endpoint: headers, limits, shapes, and an answer below 500 to whatever is sent. */
class SurfaceTest {
    private static final List<String> POSTS = List.of(
            "/attest/challenge",
            "/attest/submit",
            "/epoch/enroll",
            "/headers/ingest_signed",
            "/attestation/challenge",
            "/attestation/submit",
            "/wallet/transfer/signed",
            "/withdraw/request",
            "/api/mine");

    private final Http node = Node.http();

    @Test
    void every_answer_carries_the_request_id_and_the_security_headers() {
        Http.Answer answer = node.get("/epoch", "X-Request-Id", "my-request.1");
        assertThat(answer.header("x-request-id")).isEqualTo("my-request.1");
        assertThat(answer.header("x-content-type-options")).isEqualTo("nosniff");
        assertThat(answer.header("x-frame-options")).isEqualTo("DENY");
        assertThat(answer.header("strict-transport-security")).isNotEmpty();
        assertThat(answer.header("referrer-policy")).isNotEmpty();
        assertThat(answer.header("content-security-policy")).isNotEmpty();
        assertThat(node.get("/epoch", "X-Request-Id", "<script>").header("x-request-id"))
                .doesNotContain("<");
    }

    @Test
    void p36_a_body_over_one_mebibyte_is_refused() {
        Http.Answer answer = node.post("/attest/submit", "{\"x\":\"" + "a".repeat((1 << 20) + 1) + "\"}");
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.code()).isEqualTo("REQUEST_TOO_LARGE");
    }

    @Test
    void what_is_not_one_object_is_named() {
        for (String body : List.of("null", "[]", "3", "\"x\"", "{", "{} {}", "{\"a\":1,\"a\":2}", "{\"a\":NaN}")) {
            Http.Answer answer = node.post("/attest/submit", body);
            assertThat(answer.status()).as(body).isEqualTo(400);
            assertThat(answer.code()).isEqualTo("INVALID_JSON_OBJECT");
        }
        Http.Answer deep = node.post("/attest/submit", "{\"a\":" + "[".repeat(60) + "]".repeat(60) + "}");
        assertThat(deep.status()).isEqualTo(400);
    }

    @Test
    void an_unknown_path_is_not_found_as_the_gateway_says_it() {
        assertThat(node.get("/nope").status()).isEqualTo(404);
        assertThat(node.get("/attest/challenge").status()).isEqualTo(404);
    }

    @Property(tries = 150)
    void p28_no_json_gets_a_server_error(@ForAll("bodies") String body, @ForAll int which) {
        String path = POSTS.get(Math.floorMod(which, POSTS.size()));
        Http.Answer answer =
                node.post(path, body, "X-Real-IP", "2001:db8:ffff:" + Integer.toHexString(which & 0xffff) + "::1");
        assertThat(answer.status())
                .as(path + " " + body + " -> " + answer.text())
                .isBetween(200, 499);
    }

    @Provide
    Arbitrary<String> bodies() {
        Arbitrary<String> scalar = Arbitraries.of(
                "null",
                "true",
                "0",
                "-1",
                "1e400",
                "1.5",
                "99999999999999999999",
                "\"\"",
                "\"x\"",
                "\"\\u0000\"",
                "\"RTC0000000000000000000000000000000000000000\"",
                "[]",
                "{}",
                "[[[]]]",
                "\"" + "a".repeat(300) + "\"");
        Arbitrary<String> field = Arbitraries.of(
                "miner",
                "miner_id",
                "miner_pubkey",
                "nonce",
                "device",
                "signals",
                "report",
                "fingerprint",
                "signature",
                "public_key",
                "signature_type",
                "header",
                "message",
                "pubkey",
                "measurement_binding",
                "warthog");
        Arbitrary<String> inner = Arbitraries.maps(
                        Arbitraries.of(
                                "checks",
                                "macs",
                                "hostname",
                                "cores",
                                "family",
                                "arch",
                                "serial",
                                "slot",
                                "miner",
                                "timestamp",
                                "clock_drift",
                                "anti_emulation",
                                "data",
                                "passed",
                                "commitment"),
                        scalar)
                .ofMaxSize(4)
                .map(SurfaceTest::object);
        return Arbitraries.maps(field, Arbitraries.oneOf(scalar, inner))
                .ofMaxSize(9)
                .map(SurfaceTest::object);
    }

    private static String object(java.util.Map<String, String> fields) {
        List<String> members = new ArrayList<>();
        fields.forEach((name, value) -> members.add("\"" + name + "\":" + value));
        return "{" + String.join(",", members) + "}";
    }

    @Test
    void p29_answers_hold_every_field_that_clients_read() {
        fields("/epoch", "blocks_per_epoch", "enrolled_miners", "epoch", "epoch_pot", "slot", "total_supply_rtc");
        fields("/health", "ok", "version", "uptime_s", "db_rw", "backup_age_hours", "tip_age_slots");
        fields("/ready", "ready", "version");
        fields("/api/stats", "version", "chain_id", "epoch", "block_time", "total_miners", "total_balance");
        fields("/api/nodes", "nodes", "count", "total", "offset", "limit");
        fields("/network/info", "chain_id", "network", "block_height", "peer_count", "min_fee", "version");
        fields("/api/miners", "miners", "pagination");
        fields("/wallet/balance?miner_id=nobody", "miner_id", "amount_i64", "amount_rtc");
        fields("/balance/nobody", "miner_pk", "balance_rtc", "amount_i64");
        fields("/api/wallet/nobody", "miner_id", "amount_i64", "amount_rtc");
        fields("/wallet/history?miner_id=nobody", "ok", "miner_id", "total", "transactions");
        fields("/pending/list?miner_id=nobody", "ok", "count", "pending", "stale_pending_count");
        fields("/api/transactions", "ok", "count", "total", "transactions");
        fields("/api/fee_pool", "description", "destination", "destination_balance_rtc", "withdrawal_fee_rtc", "rip");
        fields("/api/tokenomics", "as_of", "circulating_rtc", "holders", "token", "total_supply_rtc", "wallets");
        fields("/api/bounty-multiplier", "current_multiplier", "current_multiplier_pct", "example", "remaining_rtc");
        fields("/api/blocks", "blocks", "count", "ok", "total");
        fields("/api/attestation-pool", "by_device_arch", "generated_at", "history", "ok", "pool", "tables", "windows");
        fields("/lottery/eligibility?miner_id=nobody", "eligible", "reason", "slot", "slot_producer", "rotation_size");
        assertThat(node.get("/api/badge/nobody").json().get("schemaVersion").asInt())
                .isEqualTo(1);
        assertThat(node.get("/api/miner/nobody/streak").status()).isEqualTo(404);
        assertThat(node.post("/api/mine", "{}").status()).isEqualTo(410);
        assertThat(node.get("/metrics").text()).contains("rustchain_current_epoch");
        assertThat(node.get("/openapi.json").json().has("paths")).isTrue();
    }

    private void fields(String path, String... names) {
        Http.Answer answer = node.get(path);
        assertThat(answer.status()).as(path + " " + answer.text()).isIn(200, 503);
        Set<String> present = new TreeSet<>();
        JsonNode json = answer.json();
        for (Iterator<String> it = json.fieldNames(); it.hasNext(); ) {
            present.add(it.next());
        }
        assertThat(present).as(path).contains(names);
    }
}
