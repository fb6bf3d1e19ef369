package io.lotabots.tests;

import static io.lotabots.tests.Persons.network;
import static io.lotabots.tests.Persons.nothing;
import static io.lotabots.tests.Persons.object;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotabots.credentials.SoftAuthenticator;
import io.lotabots.credentials.Totp;
import io.lotabots.tests.Persons.Person;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Every endpoint of the service people, asked once by somebody with a password. */
final class PeopleRound {
    private static final String PAGE = "http://localhost:3000";

    private final Http node = Persons.node();
    private final EndpointCostTest.Metering meter;
    private final Person waiting = Person.registered("waiting");

    private Person ann = Person.registered("ann").verified();
    private String password = Persons.PASSWORD;
    private int passwords;

    PeopleRound(EndpointCostTest.Metering meter) {
        this.meter = meter;
    }

    void run() {
        registration();
        passwords();
        program();
        passkey();
        secondFactor();
        String path = "/v1/accounts/" + ann.account() + "/sessions";
        meter.of(
                "DeleteV1AccountsSessions",
                () -> node.send(
                        "DELETE", path, new byte[0], "X-Admin-Key", Identities.adminKey(), "X-Real-IP", network()));
    }

    private void registration() {
        String name = Persons.name("new");
        String email = name + "@example.org";
        meter.of(
                "PostV1AuthRegister",
                () -> post("/v1/auth/register", Persons.registration(name, email, Persons.PASSWORD)));
        String token = new Person(name, email, "", "", "", "")
                .lastMail("verify_email")
                .path("token")
                .asText();
        meter.of("PostV1AuthEmailConfirm", () -> post("/v1/auth/email/confirm", object("token", token)));
        meter.of("PostV1AuthEmailVerify", () -> waiting.post("/v1/auth/email/verify", nothing()));
    }

    private void passwords() {
        ann = ann.in(meter.of("PostV1AuthLogin", () -> ann.login(password)));
        String second = another();
        meter.of(
                "PostV1AuthPassword",
                () -> ann.post(
                        "/v1/auth/password",
                        object("current_password", password).put("new_password", second)));
        meter.of("PostV1AuthPasswordReset", () -> post("/v1/auth/password/reset", object("username", ann.username())));
        String token = ann.lastMail("reset_password").path("token").asText();
        password = another();
        meter.of(
                "PostV1AuthPasswordResetConfirm",
                () -> post(
                        "/v1/auth/password/reset/confirm",
                        object("token", token).put("new_password", password)));
        ann = ann.in(ann.login(password));
    }

    private String another() {
        return "teapot number " + passwords++ + " has no wheels";
    }

    private void program() {
        ObjectNode wish = object("name", "job");
        wish.putArray("scopes").add("orgs:read");
        JsonNode made =
                meter.of("PostV1Clients", () -> ann.post("/v1/clients", wish)).json();
        String path = "/v1/clients/" + made.path("client_id").asText();
        String by = "client_id=" + made.path("client_id").asText() + "&client_secret="
                + made.path("client_secret").asText();
        meter.of("GetV1Clients", () -> ann.get("/v1/clients"));
        String secret = meter.of("PostV1ClientsSecrets", () -> ann.post(path + "/secrets", nothing()))
                .json()
                .path("secret_id")
                .asText();
        meter.of("DeleteV1ClientsSecrets", () -> ann.delete(path + "/secrets/" + secret));
        String token = meter.of("PostOauthToken", () -> form("/oauth/token", "grant_type=client_credentials&" + by))
                .json()
                .path("access_token")
                .asText();
        meter.of("PostOauthIntrospect", () -> form("/oauth/introspect", "token=" + token + "&" + by));
        meter.of("PostOauthRevoke", () -> form("/oauth/revoke", "token=" + token + "&" + by));
        meter.of("DeleteV1Clients", () -> ann.delete(path));
        meter.of("GetWellKnownOauthAuthorizationServer", () -> node.get("/.well-known/oauth-authorization-server"));
    }

    private void passkey() {
        SoftAuthenticator phone = new SoftAuthenticator(PAGE);
        JsonNode begun = meter.of("PostV1PasskeysOptions", () -> ann.post("/v1/passkeys/options", nothing()))
                .json();
        ObjectNode key = SecondFactorTest.with(
                begun, phone.register(begun.path("options").toString()));
        meter.of("PostV1Passkeys", () -> ann.post("/v1/passkeys", key));
        meter.of("GetV1Passkeys", () -> ann.get("/v1/passkeys"));
        JsonNode asked = meter.of("PostV1AuthPasskeysOptions", () -> post("/v1/auth/passkeys/options", nothing()))
                .json();
        ObjectNode shown = SecondFactorTest.with(
                asked, phone.counting(1).signIn(asked.path("options").toString()));
        meter.of("PostV1AuthPasskeys", () -> post("/v1/auth/passkeys", shown));
        meter.of("DeleteV1Passkeys", () -> ann.delete("/v1/passkeys/" + phone.credentialId()));
    }

    private void secondFactor() {
        byte[] seed = SecondFactorTest.base32(meter.of("PostV1Totp", () -> ann.post("/v1/totp", nothing()))
                .json()
                .path("secret")
                .asText());
        meter.of("PostV1TotpConfirm", () -> ann.post("/v1/totp/confirm", object("code", code(seed))));
        Identities.advance(Duration.ofSeconds(30));
        Http.Answer in = ann.login(password, code(seed));
        assertThat(in.status()).as(in.text()).isEqualTo(200);
        ann = ann.in(in);
        meter.of("PostV1TotpRecoveryCodes", () -> ann.post("/v1/totp/recovery-codes", nothing()));
        meter.of("DeleteV1Totp", () -> ann.delete("/v1/totp"));
    }

    private static String code(byte[] seed) {
        return Totp.code(seed, Math.floorDiv(Persons.platform().clock().millis(), 30_000L));
    }

    private Http.Answer post(String path, JsonNode body) {
        return node.post(path, body, "X-Real-IP", network());
    }

    private Http.Answer form(String path, String fields) {
        return node.send(
                "POST",
                path,
                fields.getBytes(StandardCharsets.US_ASCII),
                "Content-Type",
                "application/x-www-form-urlencoded",
                "X-Real-IP",
                network());
    }
}
