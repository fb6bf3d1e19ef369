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
import io.lotabots.local.aws.Fault;
import io.lotabots.local.aws.FaultRule;
import io.lotabots.local.aws.Faults;
import io.lotabots.tests.Persons.Person;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** A request is held in the middle while another overtakes it: what was proven before counts only while it is still so. */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(Identities.CLOCK)
class IdentityRacesTest {
    private static final String OTHER = "a teapot without any wheels";

    private final Http node = Persons.node();

    /** Something that goes on while a request waits. */
    private interface Meanwhile {
        void happens() throws Exception;
    }

    /** What a request is answered whose first operation of a name waits until something else was done. */
    private static Http.Answer overtaken(
            String handler, String operation, Callable<Http.Answer> request, Meanwhile meanwhile) throws Exception {
        Faults faults = Persons.platform().port().faults();
        String function = Node.function(Persons.platform(), handler).name();
        faults.next(FaultRule.next(Fault.HELD).by(function).during(operation));
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            Future<Http.Answer> answer = thread.submit(request);
            try {
                faults.awaitStrikes();
                meanwhile.happens();
            } finally {
                faults.clear();
            }
            return answer.get();
        }
    }

    private static void done(Http.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isIn(200, 201, 202);
    }

    private static JsonNode sessions(Person person) {
        return person.get("/v1/auth/sessions").json().path("sessions");
    }

    @Test
    void a_sign_in_that_is_overtaken_by_another_password_opens_nothing() throws Exception {
        Person ann = Person.registered("ann").verified();
        // An attempt that was right is forgotten by a delete: the password is proven by then.
        Http.Answer late = overtaken("PostV1AuthLogin", "DeleteItem", () -> ann.login(PASSWORD), () -> {
            done(node.post("/v1/auth/password/reset", object("username", ann.username()), "X-Real-IP", network()));
            String token = ann.lastMail("reset_password").path("token").asText();
            done(node.post(
                    "/v1/auth/password/reset/confirm",
                    object("token", token).put("new_password", OTHER),
                    "X-Real-IP",
                    network()));
        });
        refused(late, 401, "INVALID_CREDENTIALS");
        assertThat(sessions(ann.in(ann.login(OTHER)))).as("the one that asks").hasSize(1);
    }

    @Test
    void a_sign_in_without_a_second_factor_that_is_overtaken_by_one_opens_nothing() throws Exception {
        Person ann = Person.registered("ann");
        Http.Answer late =
                overtaken("PostV1AuthLogin", "DeleteItem", () -> ann.login(PASSWORD), () -> secondFactor(ann));
        refused(late, 401, "INVALID_CREDENTIALS");
    }

    @Test
    void a_sign_in_with_a_passkey_that_is_removed_meanwhile_opens_nothing() throws Exception {
        Person ann = Person.registered("ann");
        SoftAuthenticator phone = new SoftAuthenticator("http://localhost:3000");
        JsonNode begun = ann.post("/v1/passkeys/options", nothing()).json();
        done(ann.post(
                "/v1/passkeys",
                answered(begun, phone.register(begun.path("options").toString()))));
        JsonNode asked = node.post("/v1/auth/passkeys/options", nothing(), "X-Real-IP", network())
                .json();
        ObjectNode in =
                answered(asked, phone.counting(1).signIn(asked.path("options").toString()));
        // The sessions of the account are looked at once the passkey was found right.
        Http.Answer late = overtaken(
                "PostV1AuthPasskeys",
                "Query",
                () -> node.post("/v1/auth/passkeys", in, "X-Real-IP", network()),
                () -> done(ann.delete("/v1/passkeys/" + phone.credentialId())));
        refused(late, 401, "INVALID_CREDENTIALS");
        assertThat(sessions(ann)).hasSize(1);
    }

    private static ObjectNode answered(JsonNode begun, String credential) throws Exception {
        ObjectNode body = object("ceremony", begun.path("ceremony").asText()).put("name", "my phone");
        body.set("credential", Http.JSON.readTree(credential));
        return body;
    }

    @Test
    void of_two_changes_of_a_password_the_one_that_came_first_holds() throws Exception {
        Person ann = Person.registered("ann");
        ObjectNode first = object("current_password", PASSWORD).put("new_password", OTHER);
        ObjectNode late = object("current_password", PASSWORD).put("new_password", "a third teapot on the moon");
        Http.Answer answer = overtaken(
                "PostV1AuthPassword",
                "DeleteItem",
                () -> ann.post("/v1/auth/password", late),
                () -> done(ann.post("/v1/auth/password", first)));
        refused(answer, 409, "CHANGED_MEANWHILE");
        done(ann.login(OTHER));
    }

    @Test
    void of_two_requests_for_recovery_codes_one_is_given_codes() throws Exception {
        Person ann = Person.registered("ann");
        byte[] secret = secondFactor(ann);
        Identities.advance(java.time.Duration.ofSeconds(30));
        Person strong = ann.in(ann.login(PASSWORD, Totp.code(secret, step())));
        List<String> codes = new ArrayList<>();
        Http.Answer late = overtaken(
                "PostV1TotpRecoveryCodes",
                "TransactWriteItems",
                () -> strong.post("/v1/totp/recovery-codes", nothing()),
                () -> strong.post("/v1/totp/recovery-codes", nothing())
                        .json()
                        .path("recovery_codes")
                        .forEach(code -> codes.add(code.asText())));
        refused(late, 409, "CHANGED_MEANWHILE");
        assertThat(codes).hasSize(10);
        done(ann.login(PASSWORD, codes.getFirst()));
    }

    private static byte[] secondFactor(Person person) {
        byte[] secret = SecondFactorTest.base32(
                person.post("/v1/totp", nothing()).json().path("secret").asText());
        done(person.post("/v1/totp/confirm", object("code", Totp.code(secret, step()))));
        return secret;
    }

    private static long step() {
        return Math.floorDiv(Persons.platform().clock().millis(), 30_000L);
    }
}
