package io.lotabots.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.lotabots.crypto.WalletKey;
import io.lotabots.local.aws.Fault;
import io.lotabots.local.aws.FaultRule;
import io.lotabots.local.aws.Faults;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Sessions: how long they last, who ends them, and what is no token of one. */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(Identities.CLOCK)
class SessionsTest {
    private final Http node = Identities.node();

    private static String refreshed(Http.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().path("refresh_token").asText();
    }

    private static void refused(Http.Answer answer, String code) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(401);
        assertThat(answer.code()).isEqualTo(code);
    }

    private Http.Answer sessions(Identities.Session session) {
        return node.get("/v1/auth/sessions", "Authorization", session.bearer());
    }

    private static JWKSet published(Http node) throws Exception {
        return JWKSet.parse(node.get("/.well-known/jwks.json").text());
    }

    @Test
    void an_access_token_is_verified_by_another_library_with_the_published_key() throws Exception {
        Identities.Session session = Identities.signIn();
        SignedJWT token = SignedJWT.parse(session.token());
        assertThat(token.getHeader().getType()).isEqualTo(new JOSEObjectType("at+jwt"));
        assertThat(token.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.ES256);
        ECKey key = published(node).getKeyByKeyId(token.getHeader().getKeyID()).toECKey();
        assertThat(key.computeThumbprint().toString()).isEqualTo(key.getKeyID());
        assertThat(token.verify(new ECDSAVerifier(key))).isTrue();
        JWTClaimsSet claims = token.getJWTClaimsSet();
        assertThat(claims.getSubject()).isEqualTo(session.account());
        assertThat(claims.getStringClaim("sid")).isEqualTo(session.sessionId());
        assertThat(claims.getJWTID()).hasSize(32);
        assertThat(claims.getAudience()).containsExactly(claims.getIssuer());
    }

    @Test
    void a_refreshed_access_token_counts_fifteen_minutes() {
        Identities.Session session = Identities.signIn();
        Http.Answer answer = Identities.refresh(session.refreshToken());
        assertThat(answer.json().path("expires_in").asLong()).isEqualTo(900);
        assertThat(answer.json().path("user_id").asText()).isEqualTo(session.account());
        assertThat(answer.json().path("token_type").asText()).isEqualTo("Bearer");
        String access = "Bearer " + answer.json().path("access_token").asText();
        assertThat(Identities.asks(access).status()).isEqualTo(200);
        Identities.advance(Duration.ofSeconds(901));
        refused(Identities.asks(access), "UNAUTHENTICATED");
        assertThat(Identities.asks(session.bearer()).status())
                .as("the token of the wallet's sign-in counts three days")
                .isEqualTo(200);
    }

    @Test
    void the_body_of_a_refresh_may_be_the_token_alone() {
        Http.Answer answer =
                node.post("/v1/auth/refresh", "\"" + Identities.signIn().refreshToken() + "\"");
        refreshed(answer);
    }

    @Test
    void a_refresh_token_is_exchanged_once_and_again_only_within_ten_seconds() {
        Identities.Session session = Identities.signIn();
        String next = refreshed(Identities.refresh(session.refreshToken()));
        assertThat(next).isNotEqualTo(session.refreshToken());
        assertThat(refreshed(Identities.refresh(session.refreshToken())))
                .as("the same next one")
                .isEqualTo(next);
        Identities.advance(Duration.ofSeconds(11));
        refused(Identities.refresh(session.refreshToken()), "REFRESH_TOKEN_REUSED");
        refused(Identities.refresh(next), "INVALID_REFRESH_TOKEN");
        refused(Identities.asks(session.bearer()), "UNAUTHENTICATED");
    }

    @Test
    void a_token_two_exchanges_old_ends_the_session_at_once() {
        Identities.Session session = Identities.signIn();
        String second = refreshed(Identities.refresh(session.refreshToken()));
        String third = refreshed(Identities.refresh(second));
        refused(Identities.refresh(session.refreshToken()), "REFRESH_TOKEN_REUSED");
        refused(Identities.refresh(third), "INVALID_REFRESH_TOKEN");
    }

    @Test
    void sixteen_refreshes_at_once_are_given_one_next_token() throws Exception {
        Identities.Session session = Identities.signIn();
        List<Http.Answer> answers = Identities.together(_ -> () -> Identities.refresh(session.refreshToken()));
        assertThat(answers)
                .allSatisfy(
                        answer -> assertThat(answer.status()).as(answer.text()).isEqualTo(200));
        List<String> next =
                answers.stream().map(SessionsTest::refreshed).distinct().toList();
        assertThat(next).hasSize(1);
        refreshed(Identities.refresh(next.getFirst()));
    }

    @Test
    void a_made_up_refresh_token_ends_nothing() {
        Identities.Session session = Identities.signIn();
        String[] parts = session.refreshToken().split("\\.");
        String forged = parts[0] + "." + parts[1] + "." + "A".repeat(43) + "." + parts[3];
        refused(Identities.refresh(forged), "INVALID_REFRESH_TOKEN");
        refused(Identities.refresh(session.refreshToken() + "x"), "INVALID_REFRESH_TOKEN");
        refused(Identities.refresh("null"), "INVALID_REFRESH_TOKEN");
        refreshed(Identities.refresh(session.refreshToken()));
    }

    @Test
    void a_refresh_token_is_no_access_token_nor_the_other_way_round() {
        Identities.Session session = Identities.signIn();
        refused(Identities.asks("Bearer " + session.refreshToken()), "UNAUTHENTICATED");
        refused(Identities.refresh(session.token()), "INVALID_REFRESH_TOKEN");
    }

    @Test
    void a_session_ends_a_week_after_its_last_refresh_and_a_month_after_its_beginning() {
        Identities.Session idle = Identities.signIn();
        String token = Identities.signIn().refreshToken();
        for (int day = 0; day < 30; day += 6) {
            token = refreshed(Identities.refresh(token));
            Identities.advance(Duration.ofDays(6));
            if (day == 6) {
                refused(Identities.refresh(idle.refreshToken()), "INVALID_REFRESH_TOKEN");
            }
        }
        Http.Answer late = Identities.refresh(token);
        refused(late, "INVALID_REFRESH_TOKEN");
    }

    @Test
    void sessions_are_listed_and_ended_one_by_one() {
        WalletKey wallet = Identities.wallet();
        Identities.Session first = Identities.signIn(wallet);
        Identities.Session second = Identities.signIn(wallet);
        JsonNode listed = sessions(first).json().path("sessions");
        assertThat(listed).hasSize(2);
        assertThat(listed.findValuesAsText("session_id"))
                .containsExactlyInAnyOrder(first.sessionId(), second.sessionId());
        assertThat(listed.valueStream().filter(s -> s.path("current").asBoolean()))
                .singleElement()
                .satisfies(s -> {
                    assertThat(s.path("session_id").asText()).isEqualTo(first.sessionId());
                    assertThat(s.path("how").asText()).isEqualTo("wallet");
                    assertThat(s.path("network").asText()).startsWith("198.19.");
                });
        Http.Answer ended = node.send(
                "DELETE", "/v1/auth/sessions/" + second.sessionId(), new byte[0], "Authorization", first.bearer());
        assertThat(ended.json().path("ended").asInt()).isEqualTo(1);
        refused(Identities.asks(second.bearer()), "UNAUTHENTICATED");
        refused(Identities.refresh(second.refreshToken()), "INVALID_REFRESH_TOKEN");
        assertThat(Identities.asks(first.bearer()).status()).isEqualTo(200);
        Http.Answer again = node.send(
                "DELETE", "/v1/auth/sessions/" + second.sessionId(), new byte[0], "Authorization", first.bearer());
        assertThat(again.status()).isEqualTo(404);
        assertThat(again.code()).isEqualTo("NO_SESSION");
    }

    @Test
    void nobody_ends_anothers_session() {
        Identities.Session mine = Identities.signIn();
        Identities.Session theirs = Identities.signIn();
        Http.Answer answer = node.send(
                "DELETE", "/v1/auth/sessions/" + theirs.sessionId(), new byte[0], "Authorization", mine.bearer());
        assertThat(answer.status()).isEqualTo(404);
        assertThat(Identities.asks(theirs.bearer()).status()).isEqualTo(200);
    }

    @Test
    void all_sessions_end_together() {
        WalletKey wallet = Identities.wallet();
        List<Identities.Session> open =
                List.of(Identities.signIn(wallet), Identities.signIn(wallet), Identities.signIn(wallet));
        Http.Answer answer = node.send(
                "DELETE",
                "/v1/auth/sessions",
                new byte[0],
                "Authorization",
                open.getFirst().bearer());
        assertThat(answer.json().path("ended").asInt()).isEqualTo(3);
        open.forEach(session -> refused(Identities.asks(session.bearer()), "UNAUTHENTICATED"));
    }

    @Test
    void signing_out_ends_the_session_on_both_wires() {
        Identities.Session haithe = Identities.signIn();
        Http.Answer out = node.post("/api/v1/auth/logout", "", "Authorization", haithe.bearer());
        assertThat(out.text()).contains("\"data\":{}", "\"success\":true");
        refused(Identities.asks(haithe.bearer()), "UNAUTHENTICATED");
        Identities.Session own = Identities.signIn();
        assertThat(node.post("/v1/auth/logout", "{}", "Authorization", own.bearer())
                        .status())
                .isEqualTo(204);
        refused(Identities.asks(own.bearer()), "UNAUTHENTICATED");
        Identities.Session expired = Identities.signIn();
        assertThat(node.post("/v1/auth/logout", "{\"refresh_token\":\"" + expired.refreshToken() + "\"}")
                        .status())
                .isEqualTo(204);
        refused(Identities.refresh(expired.refreshToken()), "INVALID_REFRESH_TOKEN");
    }

    @Test
    void the_gateway_lets_nobody_through_and_learns_of_an_end_within_a_minute() {
        assertThat(node.get("/v1/auth/sessions").status()).isEqualTo(401);
        assertThat(node.get("/v1/auth/sessions", "Authorization", "Bearer null").status())
                .isEqualTo(403);
        Identities.Session session = Identities.signIn();
        assertThat(sessions(session).status()).isEqualTo(200);
        node.post("/api/v1/auth/logout", "", "Authorization", session.bearer());
        Identities.advance(Duration.ofSeconds(61));
        assertThat(sessions(session).status()).isEqualTo(403);
    }

    @Test
    void an_account_has_twenty_five_sessions_at_most() {
        WalletKey wallet = Identities.wallet();
        Identities.Session first = Identities.signIn(wallet);
        Identities.advance(Duration.ofSeconds(1));
        for (int i = 0; i < 25; i++) {
            Identities.signIn(wallet);
        }
        refused(Identities.asks(first.bearer()), "UNAUTHENTICATED");
        assertThat(sessions(Identities.signIn(wallet)).json().path("sessions")).hasSize(25);
    }

    @Test
    void what_is_signed_otherwise_is_no_token() throws Exception {
        Identities.Session session = Identities.signIn();
        SignedJWT real = SignedJWT.parse(session.token());
        JWTClaimsSet claims = real.getJWTClaimsSet();
        String kid = real.getHeader().getKeyID();
        ECKey own = new ECKeyGenerator(Curve.P_256).generate();
        ECKey listed = published(node).getKeyByKeyId(kid).toECKey();

        refused(Identities.asks("Bearer " + new PlainJWT(claims).serialize()), "UNAUTHENTICATED");
        String none = base64("{\"alg\":\"none\",\"typ\":\"at+jwt\",\"kid\":\"" + kid + "\"}");
        refused(Identities.asks("Bearer " + none + "." + session.token().split("\\.")[1] + "."), "UNAUTHENTICATED");
        // A key of one's own, by its own id, by the id of ours, in the header, and at an address.
        for (JWSHeader header : List.of(
                header(own.computeThumbprint().toString()).build(),
                header(kid).build(),
                header(kid).jwk(own.toPublicJWK()).build(),
                header(kid).jwkURL(URI.create("http://127.0.0.1:1/keys")).build(),
                header(kid).x509CertURL(URI.create("http://127.0.0.1:1/keys")).build())) {
            SignedJWT forged = new SignedJWT(header, claims);
            forged.sign(new ECDSASigner(own));
            refused(Identities.asks("Bearer " + forged.serialize()), "UNAUTHENTICATED");
        }
        // The public key as the secret of a MAC.
        SignedJWT confused = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256)
                        .keyID(kid)
                        .type(new JOSEObjectType("at+jwt"))
                        .build(),
                claims);
        confused.sign(new MACSigner(listed.toECPublicKey().getEncoded()));
        refused(Identities.asks("Bearer " + confused.serialize()), "UNAUTHENTICATED");
    }

    private static JWSHeader.Builder header(String kid) {
        return new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(kid).type(new JOSEObjectType("at+jwt"));
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void a_token_is_refused_whichever_seventh_character_of_it_is_changed() throws Exception {
        String token = Identities.signIn().token();
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        // The last character of a part may hold bits that stand for nothing.
        for (int i = 0; i < token.length(); i += 7) {
            char old = token.charAt(i);
            if (old == '.' || i + 1 == token.length() || token.charAt(i + 1) == '.') {
                continue;
            }
            char other = alphabet.charAt((alphabet.indexOf(old) + 32) % 64);
            String changed = token.substring(0, i) + other + token.substring(i + 1);
            assertThat(Identities.asks("Bearer " + changed).status())
                    .as("character " + i)
                    .isEqualTo(401);
        }
    }

    @Test
    void the_key_of_access_tokens_is_followed_by_another_and_both_count_until_the_last_token_is_old() throws Exception {
        Identities.Session before = Identities.signIn();
        String old = SignedJWT.parse(before.token()).getHeader().getKeyID();
        Identities.advance(Duration.ofDays(31));
        Identities.Session last = Identities.signIn();
        String then = SignedJWT.parse(last.token()).getHeader().getKeyID();
        // An instance may sign with the key before for a minute.
        Identities.advance(Duration.ofSeconds(61));
        Identities.Session after = Identities.signIn();
        String now = SignedJWT.parse(after.token()).getHeader().getKeyID();
        assertThat(now).isNotEqualTo(old);
        assertThat(List.of(old, now)).contains(then);
        assertThat(Identities.asks(last.bearer()).status()).isEqualTo(200);
        assertThat(Identities.asks(after.bearer()).status()).isEqualTo(200);
        assertThat(published(node).getKeyByKeyId(old))
                .as("the key before is listed")
                .isNotNull();
        assertThat(published(node).getKeyByKeyId(now)).isNotNull();
        Identities.advance(Duration.ofDays(4));
        assertThat(published(node).getKeyByKeyId(old)).as("and then is not").isNull();
        assertThat(published(node).getKeyByKeyId(now)).isNotNull();
    }

    @Test
    void a_key_that_is_followed_late_counts_until_what_it_signed_last_is_old() throws Exception {
        Faults faults = Identities.platform().port().faults();
        String rotation =
                Node.function(Identities.platform(), "RotateTokenKeys").name();
        faults.next(FaultRule.next(Fault.CONNECTION_CLOSED)
                .by(rotation)
                .during("PutItem")
                .times(10_000));
        Identities.advance(Duration.ofDays(31));
        Identities.advance(Duration.ofHours(1));
        Identities.Session last = Identities.signIn();
        faults.clear();
        Identities.advance(Duration.ofHours(1));
        assertThat(SignedJWT.parse(Identities.signIn().token()).getHeader().getKeyID())
                .as("the new key signs, which was made two hours ago")
                .isNotEqualTo(SignedJWT.parse(last.token()).getHeader().getKeyID());
        Identities.advance(Duration.ofDays(3).minusMinutes(90));
        assertThat(Identities.asks(last.bearer()).status()).isEqualTo(200);
    }

    @Test
    void errors_of_our_own_wire_are_problem_details() {
        Http.Answer answer = Identities.refresh("nothing");
        assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
        ObjectNode problem = (ObjectNode) answer.json();
        assertThat(problem.path("status").asInt()).isEqualTo(401);
        assertThat(problem.path("code").asText()).isEqualTo("INVALID_REFRESH_TOKEN");
        assertThat(node.post("/v1/auth/refresh", "{}").status()).isEqualTo(400);
    }
}
