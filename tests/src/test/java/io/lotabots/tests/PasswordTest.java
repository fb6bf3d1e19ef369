package io.lotabots.tests;

import static io.lotabots.tests.Persons.PASSWORD;
import static io.lotabots.tests.Persons.name;
import static io.lotabots.tests.Persons.network;
import static io.lotabots.tests.Persons.object;
import static io.lotabots.tests.Persons.refused;
import static io.lotabots.tests.Persons.registration;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotabots.tests.Persons.Person;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** People register and sign in with passwords, change and lose them. */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(Identities.CLOCK)
class PasswordTest {
    private final Http node = Persons.node();

    private Http.Answer register(ObjectNode body) {
        return node.post("/v1/auth/register", body, "X-Real-IP", network());
    }

    @Test
    void who_registers_is_signed_in_and_signs_in_again() {
        Person ann = Person.registered("ann");
        assertThat(ann.account()).matches("usr_[a-z2-7]{26}");
        assertThat(ann.get("/v1/auth/sessions").status()).isEqualTo(200);
        Http.Answer again = ann.login(PASSWORD);
        assertThat(again.status()).as(again.text()).isEqualTo(200);
        assertThat(again.json().path("user_id").asText()).isEqualTo(ann.account());
        assertThat(again.json().path("refresh_token").asText()).isNotEmpty();
        assertThat(again.json().path("token_type").asText()).isEqualTo("Bearer");
    }

    @Test
    void the_role_is_never_chosen_by_the_caller() {
        for (String role : List.of("admin", "owner", "")) {
            refused(
                    register(registration(name("eve"), "eve@example.org", PASSWORD)
                            .put("role", role)),
                    400,
                    "ROLE_NOT_CHOSEN");
        }
        Http.Answer plain =
                register(registration(name("bob"), "bob@example.org", PASSWORD).put("role", "user"));
        assertThat(plain.status()).as(plain.text()).isEqualTo(201);
        ObjectNode more = registration(name("mal"), "mal@example.org", PASSWORD);
        more.put("second_factor", 0)
                .put("email_verified", 1)
                .put("account", "usr_" + "a".repeat(26))
                .putArray("scopes")
                .add("admin");
        Http.Answer ignored = register(more);
        assertThat(ignored.status()).as(ignored.text()).isEqualTo(201);
        assertThat(ignored.json().path("user_id").asText()).isNotEqualTo("usr_" + "a".repeat(26));
    }

    @Test
    void a_user_name_is_one_persons_however_it_is_capitalised_and_whoever_comes_first() throws Exception {
        Person ann = Person.registered("ann");
        refused(
                register(registration(ann.username().toUpperCase(java.util.Locale.ROOT), "x@example.org", PASSWORD)),
                400,
                "USERNAME_EXISTS");
        refused(register(registration("admin", "x@example.org", PASSWORD)), 400, "USERNAME_EXISTS");
        String wanted = name("race");
        List<Http.Answer> answers = together(4, () -> register(registration(wanted, "race@example.org", PASSWORD)));
        assertThat(answers.stream().filter(answer -> answer.status() == 201)).hasSize(1);
        answers.stream()
                .filter(answer -> answer.status() != 201)
                .forEach(answer -> refused(answer, 400, "USERNAME_EXISTS"));
    }

    @Test
    void what_cannot_be_registered_is_named() {
        refused(register(registration("ab", "x@example.org", PASSWORD)), 400, "INVALID_USERNAME");
        refused(
                register(registration("0x52908400098527886e0f7030069857d2e4169ee7", "x@example.org", PASSWORD)),
                400,
                "INVALID_USERNAME");
        refused(register(registration(name("a"), "no address", PASSWORD)), 400, "INVALID_EMAIL");
        for (String weak : List.of("short", "password1", "Football", "LotaBots2026")) {
            Http.Answer answer = register(registration(name("a"), "x@example.org", weak));
            refused(answer, 400, "WEAK_PASSWORD");
            assertThat(answer.text()).doesNotContain(weak);
        }
        String name = name("carla");
        refused(register(registration(name, "x@example.org", name + "1")), 400, "WEAK_PASSWORD");
    }

    @Test
    void long_passwords_count_to_their_last_character() {
        String username = name("long");
        String start = "ab1!".repeat(63);
        Http.Answer made = register(registration(username, "long@example.org", start + "abcX"));
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        Person person = new Person(username, "", network(), "", "", "");
        refused(person.login(start + "abcY"), 401, "INVALID_CREDENTIALS");
        assertThat(person.login(start + "abcX").status()).isEqualTo(200);
    }

    @Test
    void nobody_and_a_wrong_password_are_answered_alike() {
        Person ann = Person.registered("ann");
        Person nobody = new Person(name("nobody"), "", "", "", "", "");
        Http.Answer wrong = ann.login("not her password");
        Http.Answer unknown = nobody.login("not her password");
        refused(wrong, 401, "INVALID_CREDENTIALS");
        assertThat(unknown.text()).isEqualTo(wrong.text());
        assertThat(unknown.response().headers().map().keySet())
                .isEqualTo(wrong.response().headers().map().keySet());
        assertThat(limits(unknown)).isEqualTo(limits(wrong));
    }

    private static List<String> limits(Http.Answer answer) {
        return List.of(
                Integer.toString(answer.status()),
                answer.header("ratelimit-limit"),
                answer.header("ratelimit-remaining"));
    }

    @Test
    void a_name_and_an_address_of_one_account_wait_apart_so_that_neither_tells_of_the_other() {
        Person ann = Person.registered("ann").verified();
        Person byAddress = new Person(ann.email(), "", "", "", "", "");
        String network = network();
        for (int i = 0; i < 5; i++) {
            refused(ann.loginFrom(network, "guess " + i), 401, "INVALID_CREDENTIALS");
        }
        refused(ann.loginFrom(network, "guess"), 401, "ACCOUNT_LOCKED");
        refused(byAddress.loginFrom(network, "guess"), 401, "INVALID_CREDENTIALS");
    }

    @Test
    void resets_are_counted_by_what_was_typed_and_mails_by_account() {
        try (Still _ = Still.on(Persons.platform())) {
            Person ann = Person.registered("ann").verified();
            String nobody = name("nobody");
            for (int i = 0; i < 4; i++) {
                Http.Answer unknown = reset(nobody);
                assertThat(limits(reset(ann.username()))).isEqualTo(limits(unknown));
                assertThat(limits(reset(ann.email()))).isEqualTo(limits(unknown));
                assertThat(unknown.status()).isEqualTo(i < 3 ? 202 : 429);
            }
            assertThat(ann.mails("reset_password")).hasSize(3);
        }
    }

    @Test
    void the_token_of_a_reset_is_worth_nothing_once_the_password_was_changed() {
        Person ann = Person.registered("ann").verified();
        reset(ann.username());
        String token = ann.lastMail("reset_password").path("token").asText();
        Http.Answer changed = ann.post(
                "/v1/auth/password",
                object("current_password", PASSWORD).put("new_password", "a teapot without any wheels"));
        assertThat(changed.status()).as(changed.text()).isEqualTo(200);
        refused(
                node.post(
                        "/v1/auth/password/reset/confirm",
                        object("token", token).put("new_password", "a third teapot on the moon"),
                        "X-Real-IP",
                        network()),
                400,
                "INVALID_TOKEN");
    }

    private Http.Answer reset(String login) {
        return node.post("/v1/auth/password/reset", object("username", login), "X-Real-IP", network());
    }

    @Test
    void a_network_that_guesses_waits_longer_and_longer_and_nobody_else_does() {
        Person ann = Person.registered("ann");
        String attacker = network();
        for (int i = 0; i < 5; i++) {
            refused(ann.loginFrom(attacker, "guess " + i), 401, "INVALID_CREDENTIALS");
        }
        Http.Answer locked = ann.loginFrom(attacker, PASSWORD);
        refused(locked, 401, "ACCOUNT_LOCKED");
        assertThat(Long.parseLong(locked.header("retry-after"))).isBetween(1L, 30L);
        assertThat(ann.login(PASSWORD).status()).as("another network").isEqualTo(200);
        assertThat(ann.loginFrom(attacker, PASSWORD, "Cookie", ann.cookie()).status())
                .as("a device that signed in before, in the same network")
                .isEqualTo(200);
        Person other = Person.registered("bob");
        assertThat(other.loginFrom(attacker, PASSWORD).status())
                .as("another account")
                .isEqualTo(200);
        Identities.advance(Duration.ofSeconds(31));
        refused(ann.loginFrom(attacker, "guess 6"), 401, "INVALID_CREDENTIALS");
        Http.Answer longer = ann.loginFrom(attacker, PASSWORD);
        refused(longer, 401, "ACCOUNT_LOCKED");
        assertThat(Long.parseLong(longer.header("retry-after"))).isBetween(31L, 60L);
        Identities.advance(Duration.ofSeconds(61));
        assertThat(ann.loginFrom(attacker, PASSWORD).status()).isEqualTo(200);
        refused(ann.loginFrom(attacker, "forgotten by now"), 401, "INVALID_CREDENTIALS");
    }

    @Test
    void names_that_nobody_has_are_locked_alike() {
        Person nobody = new Person(name("nobody"), "", "", "", "", "");
        String network = network();
        for (int i = 0; i < 5; i++) {
            refused(nobody.loginFrom(network, "guess " + i), 401, "INVALID_CREDENTIALS");
        }
        refused(nobody.loginFrom(network, "guess"), 401, "ACCOUNT_LOCKED");
    }

    @Test
    void guesses_at_once_are_counted_like_guesses_one_after_the_other() throws Exception {
        Person ann = Person.registered("ann");
        String attacker = network();
        List<Http.Answer> answers = together(16, () -> ann.loginFrom(attacker, "guess"));
        assertThat(answers.stream().filter(answer -> answer.code().equals("INVALID_CREDENTIALS")))
                .hasSizeLessThanOrEqualTo(5);
        assertThat(answers).allMatch(answer -> answer.status() == 401 || answer.status() == 429);
    }

    @Test
    void another_password_ends_every_other_session_at_once() {
        Person ann = Person.registered("ann");
        Person elsewhere = ann.in(ann.login(PASSWORD));
        ObjectNode change = object("current_password", PASSWORD).put("new_password", "a teapot without any wheels");
        refused(
                ann.post(
                        "/v1/auth/password",
                        object("current_password", "wrong").put("new_password", "a teapot without any wheels")),
                401,
                "INVALID_CREDENTIALS");
        refused(
                ann.post(
                        "/v1/auth/password",
                        object("current_password", PASSWORD).put("new_password", "password1")),
                400,
                "WEAK_PASSWORD");
        Http.Answer changed = ann.post("/v1/auth/password", change);
        assertThat(changed.status()).as(changed.text()).isEqualTo(200);
        assertThat(changed.json().path("ended_sessions").asInt()).isEqualTo(1);
        assertThat(ann.get("/v1/auth/sessions").status())
                .as("the session that asked")
                .isEqualTo(200);
        refused(ann.login(PASSWORD), 401, "INVALID_CREDENTIALS");
        assertThat(ann.login("a teapot without any wheels").status()).isEqualTo(200);
        assertThat(ann.mails("password_changed")).hasSize(1);
        Identities.advance(Duration.ofSeconds(61));
        assertThat(elsewhere.get("/v1/auth/sessions").status())
                .as("another session")
                .isEqualTo(403);
    }

    @Test
    void a_forgotten_password_is_replaced_once_by_the_token_of_a_mail() {
        Person ann = Person.registered("ann").verified();
        assertThat(node.post("/v1/auth/password/reset", object("username", ann.email()), "X-Real-IP", network())
                        .status())
                .isEqualTo(202);
        String token = ann.lastMail("reset_password").path("token").asText();
        ObjectNode confirm = object("token", token).put("new_password", "a teapot without any wheels");
        refused(
                node.post(
                        "/v1/auth/password/reset/confirm",
                        object("token", token).put("new_password", "password1"),
                        "X-Real-IP",
                        network()),
                400,
                "WEAK_PASSWORD");
        Http.Answer done = node.post("/v1/auth/password/reset/confirm", confirm, "X-Real-IP", network());
        assertThat(done.status()).as(done.text()).isEqualTo(200);
        assertThat(done.json().has("access_token"))
                .as("nobody is signed in by it")
                .isFalse();
        refused(node.post("/v1/auth/password/reset/confirm", confirm, "X-Real-IP", network()), 400, "INVALID_TOKEN");
        refused(ann.login(PASSWORD), 401, "INVALID_CREDENTIALS");
        assertThat(ann.login("a teapot without any wheels").status()).isEqualTo(200);
    }

    @Test
    void a_reset_says_nothing_of_who_has_an_account_and_mails_only_to_verified_addresses() {
        Person ann = Person.registered("ann");
        Http.Answer unverified =
                node.post("/v1/auth/password/reset", object("username", ann.username()), "X-Real-IP", network());
        Http.Answer nobody =
                node.post("/v1/auth/password/reset", object("username", name("nobody")), "X-Real-IP", network());
        assertThat(nobody.status()).isEqualTo(202);
        assertThat(nobody.text()).isEqualTo(unverified.text());
        assertThat(ann.mails("reset_password")).isEmpty();
        ann.verified();
        Http.Answer verified =
                node.post("/v1/auth/password/reset", object("username", ann.username()), "X-Real-IP", network());
        assertThat(verified.text()).isEqualTo(nobody.text());
        assertThat(ann.mails("reset_password")).hasSize(1);
    }

    @Test
    void the_token_of_a_reset_is_good_for_half_an_hour() {
        Person ann = Person.registered("ann").verified();
        node.post("/v1/auth/password/reset", object("username", ann.username()), "X-Real-IP", network());
        String token = ann.lastMail("reset_password").path("token").asText();
        Identities.advance(Duration.ofMinutes(31));
        refused(
                node.post(
                        "/v1/auth/password/reset/confirm",
                        object("token", token).put("new_password", "a teapot without any wheels"),
                        "X-Real-IP",
                        network()),
                400,
                "INVALID_TOKEN");
    }

    @Test
    void an_address_belongs_to_who_verified_it_first_and_registering_says_nothing_of_it() {
        Person ann = Person.registered("ann").verified();
        String second = name("ann");
        Http.Answer made = register(registration(second, ann.email(), PASSWORD));
        assertThat(made.status()).as("an address that somebody else uses").isEqualTo(201);
        String token = ann.lastMail("verify_email").path("token").asText();
        refused(
                node.post("/v1/auth/email/confirm", object("token", token), "X-Real-IP", network()),
                409,
                "EMAIL_IN_USE");
        Http.Answer byAddress = node.post(
                "/v1/auth/login", object("username", ann.email()).put("password", PASSWORD), "X-Real-IP", network());
        assertThat(byAddress.json().path("user_id").asText()).isEqualTo(ann.account());
    }

    @Test
    void a_limit_lets_through_what_it_says_and_not_one_more() {
        try (Still _ = Still.on(Persons.platform())) {
            String network = network();
            Http.Answer last = node.post("/v1/auth/login", "{}", "X-Real-IP", network);
            for (int i = 1; i < 120; i++) {
                last = node.post("/v1/auth/login", "{}", "X-Real-IP", network);
                refused(last, 400, "INVALID_FIELD");
            }
            assertThat(last.header("ratelimit-limit")).isEqualTo("120");
            assertThat(last.header("ratelimit-remaining")).isEqualTo("0");
            Http.Answer over = node.post("/v1/auth/login", "{}", "X-Real-IP", network);
            refused(over, 429, "SIGN_IN_RATE_LIMIT");
            assertThat(Long.parseLong(over.header("retry-after"))).isBetween(1L, 60L);
            Http.Answer spoofed = node.post(
                    "/v1/auth/login",
                    "{}",
                    "X-Real-IP",
                    network,
                    "X-Client-IP",
                    network(),
                    "Forwarded",
                    "for=192.0.2.9");
            assertThat(spoofed.status()).as("a header of the sender's").isEqualTo(429);
        }
    }

    @Test
    void no_secret_stands_in_any_answer_or_error() {
        Person ann = Person.registered("ann");
        String secret = "a secret that nobody should read";
        for (Http.Answer answer : List.of(
                ann.login(secret),
                ann.post("/v1/auth/password", object("current_password", secret).put("new_password", secret)),
                ann.post("/v1/auth/password", object("current_password", "").put("new_password", secret)),
                node.post(
                        "/v1/auth/login",
                        "{\"username\":[\"" + secret + "\"],\"password\":\"" + secret + "\"}",
                        "X-Real-IP",
                        network()),
                node.post("/v1/auth/login", "{\"password\":\"" + secret, "X-Real-IP", network()))) {
            assertThat(answer.status()).isBetween(400, 499);
            assertThat(answer.text())
                    .doesNotContain(secret)
                    .doesNotContain("Exception")
                    .doesNotContain("io.lotabots");
        }
    }

    /** So many at once, begun together. */
    static <T> List<T> together(int count, Callable<T> work) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(count)) {
            List<Future<T>> all = threads.invokeAll(java.util.Collections.nCopies(count, work));
            List<T> answers = new java.util.ArrayList<>();
            for (Future<T> future : all) {
                answers.add(future.get());
            }
            return answers;
        }
    }
}
