package io.lotabots.tests;

import static io.lotabots.tests.AttestationPropertiesTest.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The operator's endpoints: closed without the key, limited before it is looked at. */
class AdminTest {
    private static final List<String> GETS = List.of(
            "/admin/oui_deny/list", "/admin/wallet-review-holds", "/ops/oui/enforce", "/api/miner/x/attestations");
    private static final List<String> POSTS = List.of(
            "/miner/headerkey",
            "/admin/attest/key",
            "/admin/oui_deny/add",
            "/admin/oui_deny/remove",
            "/admin/oui_deny/enforce",
            "/ops/attest/debug",
            "/admin/wallet-review-holds",
            "/admin/wallet-review-holds/1/resolve");

    private final Http node = Node.http();

    @Test
    void p30_without_the_key_everything_is_closed() {
        int address = 1;
        for (String path : GETS) {
            for (String key : List.of("", "wrong", "0".repeat(48))) {
                Http.Answer answer = node.get(path, "X-Real-IP", network(address++), "X-Admin-Key", key);
                assertThat(answer.status()).as(path + " " + answer.text()).isIn(401, 403);
            }
        }
        for (String path : POSTS) {
            Http.Answer answer = node.post(path, "not even json", "X-Real-IP", network(address++));
            assertThat(answer.status()).as(path + " " + answer.text()).isIn(401, 403);
        }
    }

    @Test
    void p30_the_read_key_reads_and_changes_nothing() {
        String key = Node.adminReadKey();
        assertThat(key).isNotEqualTo(Node.adminKey());
        for (String path : GETS) {
            Http.Answer answer = node.get(path, "X-Real-IP", "2001:db8:c:4::1", "X-Admin-Key", key);
            assertThat(answer.status()).as(path + " " + answer.text()).isEqualTo(200);
        }
        for (String path : POSTS) {
            Http.Answer answer = node.post(path, "{}", "X-Real-IP", "2001:db8:c:4::1", "X-Admin-Key", key);
            assertThat(answer.status()).as(path + " " + answer.text()).isIn(401, 403);
        }
        assertThat(node.get("/ops/readiness", "X-Real-IP", "2001:db8:c:4::1", "X-Admin-Key", key)
                        .json()
                        .has("checks"))
                .isTrue();
    }

    @Test
    void p30_the_limit_comes_before_the_key_and_says_when_to_come_back() {
        try (Still _ = Still.on(Node.prod())) {
            Http.Answer last = node.get("/admin/oui_deny/list", "X-Real-IP", "2001:db8:b::1", "X-Admin-Key", "x");
            for (int i = 0; i < 12; i++) {
                last = node.get("/admin/oui_deny/list", "X-Real-IP", "2001:db8:b::1", "X-Admin-Key", "x");
            }
            assertThat(last.status()).isEqualTo(429);
            assertThat(last.code()).isEqualTo("ADMIN_RATE_LIMIT");
            assertThat(Long.parseLong(last.header("retry-after"))).isBetween(1L, 60L);
            Http.Answer right = node.get("/admin/oui_deny/list", admin("2001:db8:b::1"));
            assertThat(right.status()).isEqualTo(429);
            Http.Answer neighbour = node.get("/admin/oui_deny/list", admin("2001:db8:b:0:ffff::2"));
            assertThat(neighbour.status())
                    .as("an address of the same IPv6 network")
                    .isEqualTo(429);
            assertThat(node.get("/admin/oui_deny/list", admin("2001:db8:b:1::1"))
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void a_denied_vendor_is_refused_until_enforcement_is_off() {
        TestMiner miner = TestMiner.modern(node, 6001);
        ObjectNode added = Http.JSON
                .createObjectNode()
                .put("oui", "52:54:77")
                .put("vendor", "<b>QEMU</b>")
                .put("enforce", 1);
        accepted(node.post("/admin/oui_deny/add", added, admin("2001:db8:c:1::1")));
        Node.advance(Duration.ofSeconds(61));
        ObjectNode payload = miner.payload(miner.nonce());
        ((ObjectNode) payload.get("signals")).putArray("macs").add("52:54:77:00:00:01");
        Http.Answer denied = miner.submit(miner.signed(payload));
        assertThat(denied.status()).as(denied.text()).isEqualTo(412);
        assertThat(denied.json().get("error").asText()).isEqualTo("vm_oui_denied");
        accepted(node.post("/admin/oui_deny/remove", "{\"oui\":\"525477\"}", admin("2001:db8:c:1::1")));
        Node.advance(Duration.ofSeconds(61));
        ObjectNode again = miner.payload(miner.nonce());
        ((ObjectNode) again.get("signals")).putArray("macs").add("52:54:77:00:00:01");
        accepted(miner.submit(miner.signed(again)));
    }

    @Test
    void a_wallet_under_review_is_told_so_and_its_challenge_stays_usable() {
        TestMiner miner = TestMiner.modern(node, 6002);
        ObjectNode hold = Http.JSON
                .createObjectNode()
                .put("wallet", miner.wallet)
                .put("reason", "odd timings")
                .put("coach_note", "write to the operators");
        JsonNode held = accepted(node.post("/admin/wallet-review-holds", hold, admin("2001:db8:c:2::1")));
        ObjectNode payload = miner.signed(miner.payload(miner.nonce()));
        Http.Answer refused = miner.submit(payload);
        refused(refused, 409, "WALLET_UNDER_REVIEW");
        assertThat(refused.json().get("coach_note").asText()).isEqualTo("write to the operators");
        String resolve = "/admin/wallet-review-holds/" + held.get("id").asLong() + "/resolve";
        accepted(node.post(resolve, "{\"action\":\"release\"}", admin("2001:db8:c:2::1")));
        accepted(miner.submit(payload));
    }

    @Test
    void p19_an_operator_registers_a_header_key_and_a_stranger_does_not() {
        TestMiner miner = TestMiner.modern(node, 6003);
        ObjectNode body =
                Http.JSON.createObjectNode().put("miner_id", "named-6003").put("pubkey_hex", miner.publicKey);
        assertThat(node.post("/miner/headerkey", body, "X-Real-IP", "2001:db8:c:3::1")
                        .status())
                .isEqualTo(403);
        accepted(node.post("/miner/headerkey", body, "X-API-Key", Node.adminKey(), "X-Real-IP", "2001:db8:c:3::1"));
        refused(
                node.post("/miner/headerkey", body.put("pubkey_hex", "00".repeat(32)), admin("2001:db8:c:3::1")),
                400,
                "INVALID_FIELD");
    }

    private static JsonNode accepted(Http.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json().get("ok").asBoolean()).isTrue();
        return answer.json();
    }

    /** An address of a network that nobody else calls from. */
    private static String network(int which) {
        return "2001:db8:a:" + Integer.toHexString(which) + "::1";
    }

    private static String[] admin(String address) {
        return new String[] {"X-Admin-Key", Node.adminKey(), "X-Real-IP", address};
    }
}
