package io.lotabots.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotabots.crypto.Secp256k1;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** API keys: shown once, checked by their row alone, and refused by the next request after they were deleted. */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(Identities.CLOCK)
class ApiKeysTest {
    private final Http node = Identities.node();
    private final Identities.Session session = Identities.signIn();

    private static void refused(Http.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(401);
        assertThat(answer.code()).isEqualTo("UNAUTHENTICATED");
    }

    /** A key is known, and may not do what is for sessions alone. */
    private static void known(Http.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(403);
        assertThat(answer.code()).isEqualTo("SESSION_REQUIRED");
    }

    private Http.Answer haithe(String method, String path) {
        return node.send(
                method,
                "/api/v1/me/api-key" + path,
                new byte[0],
                "Authorization",
                session.bearer(),
                "X-Real-IP",
                Identities.address());
    }

    private JsonNode issued() {
        Http.Answer answer = haithe("GET", "");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().path("data");
    }

    @Test
    void the_one_key_of_haithes_wire_is_issued_once_until_it_is_disabled() {
        assertThat(haithe("GET", "/last-issued").json().at("/data/issued_at").asLong())
                .isZero();
        JsonNode data = issued();
        String key = data.path("api_key").asText();
        String address = session.account().substring(2);
        assertThat(key)
                .matches("sk-" + address
                        + "\\.[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\\.[0-9a-f]{128}");
        assertThat(data.path("message").asText())
                .isEqualTo(data.path("issued_at").asLong() + ".0x" + address + "." + key.split("\\.")[1]);
        assertThat(haithe("GET", "/last-issued").json().at("/data/issued_at")).isEqualTo(data.path("issued_at"));
        known(Identities.asks("Bearer " + key));

        Http.Answer second = haithe("GET", "");
        assertThat(second.status()).isEqualTo(400);
        assertThat(second.json().path("message").asText()).isEqualTo("API key already issued");
        assertThat(haithe("POST", "").status()).isEqualTo(400);

        assertThat(haithe("POST", "/disable").status()).isEqualTo(200);
        refused(Identities.asks("Bearer " + key));
        assertThat(haithe("POST", "/disable").json().path("data").toString()).isEqualTo("{}");
        assertThat(haithe("GET", "/last-issued").json().at("/data/issued_at").asLong())
                .isZero();
        String other = issued().path("api_key").asText();
        assertThat(other).isNotEqualTo(key);
        known(Identities.asks("Bearer " + other));
        refused(Identities.asks("Bearer " + key));
    }

    @Test
    void one_of_sixteen_requests_at_once_is_given_the_one_key() throws Exception {
        List<Http.Answer> answers = Identities.together(_ -> () -> haithe("GET", ""));
        assertThat(answers.stream().filter(answer -> answer.status() == 200)).hasSize(1);
        assertThat(answers.stream().filter(answer -> answer.status() != 200))
                .allSatisfy(answer -> assertThat(answer.code()).isEqualTo("API_KEY_EXISTS"));
    }

    @Test
    void anybody_may_check_the_signature_in_a_key_with_the_published_key() {
        JsonNode data = issued();
        JsonNode published = node.get("/.well-known/jwks.json")
                .json()
                .path("keys")
                .valueStream()
                .filter(key -> key.path("alg").asText().equals("ES256K"))
                .findFirst()
                .orElseThrow();
        byte[] point = HexFormat.of()
                .parseHex(hex(published.path("x").asText())
                        + hex(published.path("y").asText()));
        byte[] hash = Secp256k1.keccak(data.path("message").asText().getBytes(StandardCharsets.US_ASCII));
        String signature = data.path("api_key").asText().split("\\.")[2];
        assertThat(Secp256k1.verify(hash, HexFormat.of().parseHex(signature), point))
                .isTrue();
    }

    private static String hex(String base64) {
        return HexFormat.of().formatHex(Base64.getUrlDecoder().decode(base64));
    }

    @Test
    void a_key_that_was_never_issued_is_refused_whatever_it_looks_like() {
        String key = issued().path("api_key").asText();
        String[] parts = key.split("\\.");
        for (int i = 0; i < 128; i += 5) {
            char other = parts[2].charAt(i) == '0' ? '1' : '0';
            String changed =
                    parts[0] + "." + parts[1] + "." + parts[2].substring(0, i) + other + parts[2].substring(i + 1);
            refused(Identities.asks("Bearer " + changed));
        }
        Identities.Session other = Identities.signIn();
        refused(Identities.asks("Bearer sk-" + other.account().substring(2) + "." + parts[1] + "." + parts[2]));
        refused(Identities.asks("Bearer " + key.toUpperCase(Locale.ROOT)));
        refused(Identities.asks("Bearer sk-"));
        known(Identities.asks("Bearer " + key));
    }

    private Http.Answer create(ObjectNode body) {
        return node.post("/v1/keys", body, "Authorization", session.bearer(), "X-Real-IP", Identities.address());
    }

    private static ObjectNode wish(String name) {
        ObjectNode wish = Http.JSON.createObjectNode().put("name", name);
        wish.putArray("scopes").add("ai:call");
        return wish;
    }

    private Http.Answer own(String method, String path) {
        return node.send(method, "/v1/keys" + path, new byte[0], "Authorization", session.bearer());
    }

    @Test
    void named_keys_are_shown_once_listed_and_deleted() {
        ObjectNode wish = wish("build server");
        Http.Answer made = create(wish);
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        String key = made.json().path("api_key").asText();
        String id = made.json().at("/key/key_id").asText();
        known(Identities.asks("Bearer " + key));
        Http.Answer listed = own("GET", "");
        assertThat(listed.text()).doesNotContain(key.split("\\.")[2]);
        JsonNode shown = listed.json().at("/keys/0");
        assertThat(shown.path("name").asText()).isEqualTo("build server");
        assertThat(shown.path("scopes").toString()).isEqualTo("[\"ai:call\"]");
        assertThat(shown.path("project").isNull()).isTrue();
        assertThat(shown.path("hint").asText())
                .startsWith(key.substring(0, 11))
                .endsWith(key.substring(key.length() - 4));
        assertThat(shown.path("expires_at").isNull()).isTrue();
        assertThat(shown.path("last_used_at").asLong()).isPositive();
        assertThat(own("DELETE", "/" + id).status()).isEqualTo(204);
        refused(Identities.asks("Bearer " + key));
        assertThat(own("DELETE", "/" + id).status()).isEqualTo(404);
        assertThat(own("GET", "").json().path("keys")).isEmpty();
    }

    @Test
    void a_key_works_until_it_expires() {
        String key = create(wish("short").put("expires_in", 60))
                .json()
                .path("api_key")
                .asText();
        known(Identities.asks("Bearer " + key));
        Identities.advance(Duration.ofSeconds(61));
        refused(Identities.asks("Bearer " + key));
    }

    @Test
    void what_a_key_may_be_is_said() {
        assertThat(create(wish("")).json().path("field").asText()).isEqualTo("name");
        assertThat(create(wish("a").put("expires_in", 59)).json().path("field").asText())
                .isEqualTo("expires_in");
        assertThat(create(wish("a").put("project", "x")).json().path("field").asText())
                .isEqualTo("project");
        ObjectNode everything = Http.JSON.createObjectNode().put("name", "a");
        assertThat(create(everything).json().path("field").asText()).isEqualTo("scopes");
        everything.putArray("scopes").add("everything");
        assertThat(create(everything).json().path("field").asText()).isEqualTo("scopes");
    }

    @Test
    void an_account_has_fifty_keys_at_most() {
        for (int i = 0; i < 50; i++) {
            assertThat(create(wish("key " + i)).status()).isEqualTo(201);
        }
        assertThat(create(wish("one more")).code()).isEqualTo("TOO_MANY_KEYS");
        assertThat(own("GET", "").json().path("keys")).hasSize(50);
    }

    @Test
    void a_key_makes_and_deletes_no_keys() {
        String key = create(wish("reader")).json().path("api_key").asText();
        for (String method : List.of("GET", "POST")) {
            known(node.send(method, "/v1/keys", new byte[0], "Authorization", "Bearer " + key));
        }
        known(node.send("GET", "/v1/auth/sessions", new byte[0], "Authorization", "Bearer " + key));
    }

    @Test
    void nobody_deletes_anothers_key() {
        Http.Answer made = create(wish("mine"));
        String path = "/v1/keys/" + made.json().at("/key/key_id").asText();
        Identities.Session other = Identities.signIn();
        assertThat(node.send("DELETE", path, new byte[0], "Authorization", other.bearer())
                        .status())
                .isEqualTo(404);
        known(Identities.asks("Bearer " + made.json().path("api_key").asText()));
    }

    @Test
    void haithes_key_deleted_among_the_named_ones_can_be_issued_again() {
        String key = issued().path("api_key").asText();
        assertThat(own("DELETE", "/" + key.split("\\.")[1]).status()).isEqualTo(204);
        refused(Identities.asks("Bearer " + key));
        issued();
    }
}
