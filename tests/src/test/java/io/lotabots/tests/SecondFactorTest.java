package io.lotabots.tests;

import static io.lotabots.tests.Persons.PASSWORD;
import static io.lotabots.tests.Persons.network;
import static io.lotabots.tests.Persons.nothing;
import static io.lotabots.tests.Persons.object;
import static io.lotabots.tests.Persons.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotabots.credentials.SoftAuthenticator;
import io.lotabots.credentials.Totp;
import io.lotabots.tests.Persons.Person;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** One-time passwords, recovery codes and passkeys. */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(Identities.CLOCK)
class SecondFactorTest {
    private static final String PAGE = "http://localhost:3000";

    private final Http node = Persons.node();

    /** @param recovery the codes that were handed out */
    private record Factored(Person person, byte[] secret, List<String> recovery) {
        String code() {
            return Totp.code(secret, step());
        }

        static long step() {
            return Math.floorDiv(Persons.platform().clock().millis(), 30_000L);
        }
    }

    private static void nextStep() {
        Identities.advance(Duration.ofSeconds(30));
    }

    private static Factored factored(String stem) {
        Person person = Person.registered(stem);
        JsonNode enrolled = ok(person.post("/v1/totp", nothing()));
        assertThat(enrolled.path("uri").asText()).startsWith("otpauth://totp/LotaBots:");
        byte[] secret = base32(enrolled.path("secret").asText());
        JsonNode confirmed = ok(person.post("/v1/totp/confirm", object("code", Totp.code(secret, Factored.step()))));
        List<String> recovery = Http.JSON.convertValue(
                confirmed.path("recovery_codes"), new com.fasterxml.jackson.core.type.TypeReference<List<String>>() {});
        assertThat(recovery).hasSize(10).doesNotHaveDuplicates();
        nextStep();
        return new Factored(person, secret, recovery);
    }

    private static JsonNode ok(Http.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isIn(200, 201);
        return answer.json();
    }

    /** RFC 4648, section 6, read independently of how the platform writes it. */
    static byte[] base32(String text) {
        java.math.BigInteger bits = java.math.BigInteger.ZERO;
        for (char letter : text.toCharArray()) {
            bits = bits.shiftLeft(5)
                    .or(java.math.BigInteger.valueOf("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter)));
        }
        byte[] raw = bits.toByteArray();
        byte[] secret = new byte[Totp.SECRET_BYTES];
        int length = Math.min(raw.length, secret.length);
        System.arraycopy(raw, raw.length - length, secret, secret.length - length, length);
        return secret;
    }

    @Test
    void with_a_second_factor_a_password_alone_signs_nobody_in() {
        Factored ann = factored("ann");
        refused(ann.person.login(PASSWORD), 401, "SECOND_FACTOR_REQUIRED");
        refused(ann.person.login("wrong"), 401, "INVALID_CREDENTIALS");
        refused(ann.person.login(PASSWORD, "000000"), 401, "INVALID_SECOND_FACTOR");
        assertThat(ann.person.login(PASSWORD, ann.code()).status()).isEqualTo(200);
        assertThat(ann.person.mails("second_factor_added")).hasSize(1);
    }

    @Test
    void a_code_signs_in_once_however_many_show_it_at_once() throws Exception {
        Factored ann = factored("ann");
        String code = ann.code();
        List<Http.Answer> answers = PasswordTest.together(8, () -> ann.person.login(PASSWORD, code));
        assertThat(answers.stream().filter(answer -> answer.status() == 200)).hasSize(1);
        refused(ann.person.login(PASSWORD, code), 401, "INVALID_SECOND_FACTOR");
        nextStep();
        assertThat(ann.person.login(PASSWORD, ann.code()).status()).isEqualTo(200);
        assertThat(ann.person
                        .login(PASSWORD, Totp.code(ann.secret, Factored.step() - 1))
                        .status())
                .as("an earlier code after a later one")
                .isEqualTo(401);
    }

    @Test
    void a_recovery_code_signs_in_once_and_its_owner_is_told() {
        Factored ann = factored("ann");
        String code = ann.recovery.getFirst();
        assertThat(ann.person
                        .login(PASSWORD, code.toUpperCase(java.util.Locale.ROOT))
                        .status())
                .isEqualTo(200);
        refused(ann.person.login(PASSWORD, code), 401, "INVALID_SECOND_FACTOR");
        assertThat(ann.person.mails("recovery_code_used")).hasSize(1);
        assertThat(ann.person.login(PASSWORD, ann.recovery.get(1)).status()).isEqualTo(200);
    }

    @Test
    void codes_cannot_be_tried_without_end_by_who_has_the_password() {
        Factored ann = factored("ann");
        String attacker = network();
        List<String> codes = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            codes.add(node.post(
                            "/v1/auth/login",
                            object("username", ann.person.username())
                                    .put("password", PASSWORD)
                                    .put("mfa_code", "00000" + i),
                            "X-Real-IP",
                            attacker)
                    .code());
        }
        assertThat(codes).last().isEqualTo("ACCOUNT_LOCKED");
    }

    @Test
    void a_reset_password_does_not_get_around_the_second_factor() {
        Factored ann = factored("ann");
        Person person = ann.person.verified();
        node.post("/v1/auth/password/reset", object("username", person.username()), "X-Real-IP", network());
        String token = person.lastMail("reset_password").path("token").asText();
        ok(node.post(
                "/v1/auth/password/reset/confirm",
                object("token", token).put("new_password", "a teapot without any wheels"),
                "X-Real-IP",
                network()));
        refused(person.login("a teapot without any wheels"), 401, "SECOND_FACTOR_REQUIRED");
        assertThat(person.login("a teapot without any wheels", ann.code()).status())
                .isEqualTo(200);
    }

    @Test
    void a_second_factor_is_turned_off_only_by_who_signed_in_with_it() {
        Factored ann = factored("ann");
        refused(ann.person.delete("/v1/totp"), 403, "SECOND_FACTOR_REQUIRED");
        refused(ann.person.post("/v1/totp", nothing()), 409, "SECOND_FACTOR_EXISTS");
        Person strong = ann.person.in(ann.person.login(PASSWORD, ann.code()));
        JsonNode renewed = ok(strong.post("/v1/totp/recovery-codes", nothing()));
        assertThat(renewed.path("recovery_codes").size()).isEqualTo(10);
        refused(ann.person.login(PASSWORD, ann.recovery.getLast()), 401, "INVALID_SECOND_FACTOR");
        ok(strong.delete("/v1/totp"));
        assertThat(ann.person.login(PASSWORD).status()).isEqualTo(200);
        assertThat(ann.person.mails("second_factor_removed")).hasSize(1);
    }

    @Test
    void what_changes_a_sign_in_wants_one_of_the_last_quarter_of_an_hour() {
        Person ann = Person.registered("ann");
        Identities.advance(Duration.ofMinutes(14));
        assertThat(ann.post("/v1/totp", nothing()).status()).isEqualTo(200);
        Person later = Person.registered("bob");
        String fresh = later.login(PASSWORD).json().path("refresh_token").asText();
        Identities.advance(Duration.ofMinutes(16));
        JsonNode refreshed = ok(node.post("/v1/auth/refresh", object("refresh_token", fresh), "X-Real-IP", network()));
        Person stale = later.with(refreshed.path("access_token").asText());
        refused(stale.post("/v1/totp", nothing()), 403, "SIGN_IN_AGAIN");
        refused(stale.post("/v1/passkeys/options", nothing()), 403, "SIGN_IN_AGAIN");
        refused(stale.post("/v1/clients", nothing()), 403, "SIGN_IN_AGAIN");
    }

    // Passkeys.

    static ObjectNode with(JsonNode begun, String credential) {
        try {
            ObjectNode body =
                    object("ceremony", begun.path("ceremony").asText()).put("name", "my phone");
            body.set("credential", Http.JSON.readTree(credential));
            return body;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Http.Answer addPasskey(Person person, SoftAuthenticator phone) {
        JsonNode begun = ok(person.post("/v1/passkeys/options", nothing()));
        return person.post(
                "/v1/passkeys", with(begun, phone.register(begun.path("options").toString())));
    }

    private JsonNode begin() {
        return ok(node.post("/v1/auth/passkeys/options", nothing(), "X-Real-IP", network()));
    }

    private Http.Answer signIn(JsonNode begun, String credential) {
        return node.post("/v1/auth/passkeys", with(begun, credential), "X-Real-IP", network());
    }

    @Test
    void a_passkey_signs_its_owner_in_without_a_password() {
        Person ann = Person.registered("ann");
        SoftAuthenticator phone = new SoftAuthenticator(PAGE);
        Http.Answer added = addPasskey(ann, phone);
        assertThat(added.status()).as(added.text()).isEqualTo(201);
        JsonNode begun = begin();
        String credential = phone.counting(1).signIn(begun.path("options").toString());
        Http.Answer in = signIn(begun, credential);
        assertThat(in.status()).as(in.text()).isEqualTo(200);
        assertThat(in.json().path("user_id").asText()).isEqualTo(ann.account());
        refused(signIn(begun, credential), 400, "NO_CEREMONY");
        JsonNode listed = ok(ann.get("/v1/passkeys")).path("passkeys");
        assertThat(listed.size()).isEqualTo(1);
        assertThat(listed.path(0).path("last_used_at").asLong()).isPositive();
        assertThat(ann.mails("passkey_added")).hasSize(1);
    }

    @Test
    void a_passkey_of_another_page_challenge_or_copy_signs_nobody_in() {
        Person ann = Person.registered("ann");
        SoftAuthenticator phone = new SoftAuthenticator(PAGE);
        ok(addPasskey(ann, phone.counting(5)));
        JsonNode elsewhere = begin();
        refused(
                signIn(
                        elsewhere,
                        phone.at("https://localhost.example.org")
                                .signIn(elsewhere.path("options").toString())),
                401,
                "INVALID_CREDENTIALS");
        JsonNode other = begin();
        refused(signIn(other, phone.signIn(begin().path("options").toString())), 401, "INVALID_CREDENTIALS");
        JsonNode unverified = begin();
        refused(
                signIn(
                        unverified,
                        phone.counting(6)
                                .verifyingUser(false)
                                .signIn(unverified.path("options").toString())),
                401,
                "INVALID_CREDENTIALS");
        phone.verifyingUser(true);
        JsonNode copy = begin();
        refused(signIn(copy, phone.counting(4).signIn(copy.path("options").toString())), 401, "INVALID_CREDENTIALS");
        JsonNode stranger = begin();
        refused(
                signIn(
                        stranger,
                        new SoftAuthenticator(PAGE)
                                .withUserHandle(ann.account())
                                .signIn(stranger.path("options").toString())),
                401,
                "INVALID_CREDENTIALS");
    }

    @Test
    void a_ceremony_is_for_who_began_it_and_a_passkey_one_accounts() {
        Person ann = Person.registered("ann");
        Person bob = Person.registered("bob");
        SoftAuthenticator phone = new SoftAuthenticator(PAGE);
        JsonNode begun = ok(ann.post("/v1/passkeys/options", nothing()));
        ObjectNode body = with(begun, phone.register(begun.path("options").toString()));
        refused(bob.post("/v1/passkeys", body), 400, "NO_CEREMONY");
        ok(addPasskey(ann, phone));
        assertThat(addPasskey(bob, phone).status())
                .as("the same key for another account")
                .isIn(400, 409);
        assertThat(ok(bob.get("/v1/passkeys")).path("passkeys").size()).isZero();
        refused(bob.delete("/v1/passkeys/" + phone.credentialId()), 404, "NO_PASSKEY");
    }

    @Test
    void a_removed_passkey_signs_nobody_in_and_may_be_added_again() {
        Person ann = Person.registered("ann");
        SoftAuthenticator phone = new SoftAuthenticator(PAGE);
        ok(addPasskey(ann, phone));
        ok(ann.delete("/v1/passkeys/" + phone.credentialId()));
        JsonNode begun = begin();
        refused(signIn(begun, phone.counting(1).signIn(begun.path("options").toString())), 401, "INVALID_CREDENTIALS");
        assertThat(ann.mails("passkey_removed")).hasSize(1);
        ok(addPasskey(ann, phone));
    }
}
