package io.lotabots.tests;

import static io.lotabots.tests.Persons.PASSWORD;
import static io.lotabots.tests.Persons.name;
import static io.lotabots.tests.Persons.network;
import static io.lotabots.tests.Persons.object;
import static io.lotabots.tests.Persons.refused;
import static io.lotabots.tests.Persons.registration;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.util.Base64URL;
import io.lotabots.tests.Persons.Person;
import java.net.URI;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What an access token opens: its owner's own, while the session stands. */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(Identities.CLOCK)
class AccessTokenTest {
    private final Http node = Persons.node();

    @Test
    void a_refresh_token_is_no_access_token_and_the_other_way_round() {
        Person ann = Person.registered("ann");
        Http.Answer in = ann.login(PASSWORD);
        String refresh = in.json().path("refresh_token").asText();
        assertThat(ann.with(refresh).get("/v1/auth/sessions").status()).isEqualTo(403);
        Http.Answer exchanged = node.post(
                "/v1/auth/refresh",
                object("refresh_token", in.json().path("access_token").asText()),
                "X-Real-IP",
                network());
        assertThat(exchanged.status()).as(exchanged.text()).isEqualTo(401);
    }

    @Test
    void a_token_that_brings_its_own_key_or_no_signature_is_nobodys() throws Exception {
        Person ann = Person.registered("ann");
        String[] parts = ann.token().split("\\.", -1);
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair own = generator.generateKeyPair();
        ECKey jwk = new ECKey.Builder(Curve.P_256, (ECPublicKey) own.getPublic())
                .keyID("mine")
                .build();
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(new JOSEObjectType("at+jwt"))
                .keyID("mine")
                .jwk(jwk)
                .jwkURL(URI.create("https://keys.example.org/jwks.json"))
                .build();
        JWSObject forged = new JWSObject(header, new Payload(Base64URL.from(parts[1])));
        forged.sign(new ECDSASigner((ECPrivateKey) own.getPrivate()));
        String none = Base64URL.encode("{\"alg\":\"none\",\"typ\":\"at+jwt\"}") + "." + parts[1] + ".";
        for (String token :
                List.of(forged.serialize(), none, parts[0] + "." + parts[1] + "." + parts[2].substring(4) + "AAAA")) {
            assertThat(ann.with(token).get("/v1/auth/sessions").status())
                    .as(token)
                    .isIn(401, 403);
        }
    }

    @Test
    void nobody_reads_or_ends_what_is_anothers() {
        Person ann = Person.registered("ann");
        Person eve = Person.registered("eve");
        String session =
                ann.get("/v1/auth/sessions").json().at("/sessions/0/session_id").asText();
        refused(eve.delete("/v1/auth/sessions/" + session), 404, "NO_SESSION");
        assertThat(ann.get("/v1/auth/sessions").status()).isEqualTo(200);
        assertThat(eve.get("/v1/auth/sessions").text()).doesNotContain(session).doesNotContain(ann.account());
    }

    @Test
    void an_operator_ends_every_session_of_an_account() {
        Http.Answer made = node.post(
                "/v1/auth/register", registration(name("ann"), "a@example.org", PASSWORD), "X-Real-IP", network());
        String[] session = {
            "Authorization", "Bearer " + made.json().path("access_token").asText()
        };
        String path = "/v1/accounts/" + made.json().path("user_id").asText() + "/sessions";
        assertThat(node.send("DELETE", path, new byte[0], session).status())
                .as("without the operator's key")
                .isEqualTo(401);
        assertThat(node.get("/v1/auth/sessions", session).status()).isEqualTo(200);
        Http.Answer ended =
                node.send("DELETE", path, new byte[0], "X-Admin-Key", Identities.adminKey(), "X-Real-IP", network());
        assertThat(ended.status()).as(ended.text()).isEqualTo(200);
        assertThat(ended.json().path("ended").asInt()).isEqualTo(1);
        Identities.advance(Duration.ofSeconds(61));
        assertThat(node.get("/v1/auth/sessions", session).status()).isEqualTo(403);
    }
}
