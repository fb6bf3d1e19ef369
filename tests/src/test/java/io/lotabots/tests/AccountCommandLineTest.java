package io.lotabots.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.clients.Lotabots;
import io.lotabots.clients.Typist;
import io.lotabots.credentials.Totp;
import io.lotabots.tests.Persons.Person;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The commands of who is signed in, in this process, against a platform: as tables and as JSON. */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(Identities.CLOCK)
class AccountCommandLineTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before each test
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    /** Runs a command in the name of who is signed in with a folder. */
    private int run(String who, Typist typist, String... words) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of(
                "--node",
                Identities.platform().uri().toString(),
                "--config",
                folder.resolve(who).toString()));
        return Lotabots.commandLine(
                        new PrintWriter(out, true),
                        new PrintWriter(err, true),
                        typist,
                        Identities.platform().clock().withZone(ZoneOffset.UTC),
                        _ -> {})
                .execute(all.toArray(String[]::new));
    }

    /** What a command says as a table, and the same as JSON. */
    private String said(String who, String... words) {
        assertThat(run(who, new Typist(), words)).as(err.toString()).isZero();
        assertThat(err.toString()).isEmpty();
        return out.toString();
    }

    private JsonNode told(String who, String... words) {
        String[] all = Arrays.copyOf(words, words.length + 1);
        all[words.length] = "--json";
        try {
            return Http.JSON.readTree(said(who, all));
        } catch (JsonProcessingException e) {
            throw new AssertionError(out.toString(), e);
        }
    }

    private String refused(String who, String... words) {
        assertThat(run(who, new Typist(), words)).isEqualTo(1);
        assertThat(err.toString().lines()).hasSize(1);
        return err.toString();
    }

    private void signedIn(String... people) {
        for (String who : people) {
            assertThat(said(who, "login", "--wallet")).contains("signed in as");
        }
    }

    private String account(String who) {
        return told(who, "whoami").path("address").asText();
    }

    @Test
    void a_password_and_a_code_sign_in_and_out() {
        Person ann = Person.registered("line");
        assertThat(run("ann", new Typist().types("wrong"), "login", "--user", ann.username()))
                .isEqualTo(1);
        assertThat(run("ann", new Typist().types(Persons.PASSWORD), "login", "--user", ann.username()))
                .as(err.toString())
                .isZero();
        assertThat(account("ann")).isEqualTo(ann.account());
        byte[] seed = SecondFactorTest.base32(
                ann.post("/v1/totp", Persons.nothing()).json().path("secret").asText());
        assertThat(ann.post("/v1/totp/confirm", Persons.object("code", code(seed)))
                        .status())
                .isEqualTo(200);
        Identities.advance(Duration.ofSeconds(30));
        Typist typist = new Typist().types(Persons.PASSWORD, code(seed));
        assertThat(run("ann", typist, "login", "--user", ann.username()))
                .as(err.toString())
                .isZero();
        assertThat(typist.asked()).containsExactly("secret Password: ", "secret Code of your authenticator: ");
        assertThat(out.toString()).contains(ann.account()).doesNotContain(Persons.PASSWORD);
        assertThat(said("ann", "whoami")).contains(ann.account());
        String token = said("ann", "token").strip();
        assertThat(said("ann", "logout")).isNotEmpty();
        assertThat(Identities.asks("Bearer " + token).status()).isEqualTo(401);
        assertThat(refused("ann", "whoami")).contains("not signed in");
    }

    private static String code(byte[] seed) {
        return Totp.code(seed, Math.floorDiv(Persons.platform().clock().millis(), 30_000L));
    }

    @Test
    void an_organisation_is_made_shown_renamed_deleted_and_brought_back() {
        signedIn("owner");
        String name = Persons.name("Line");
        JsonNode made = told("owner", "org", "create", name);
        String id = made.path("id").asText();
        assertThat(said("owner", "org", "show", name)).contains(id, name, "organization uid");
        assertThat(told("owner", "org", "show", id).path("organization_uid").asText())
                .matches("[0-9a-f]{32}");
        String other = Persons.name("Renamed");
        assertThat(told("owner", "org", "rename", name, other).path("name").asText())
                .isEqualTo(other);
        assertThat(told("owner", "org", "list").findValuesAsText("id")).containsExactly(id);
        assertThat(said("owner", "org", "delete", other)).contains(other);
        assertThat(told("owner", "org", "list")).isEmpty();
        assertThat(said("owner", "org", "list")).contains("you are in no organisation");
        assertThat(refused("owner", "org", "show", id)).contains("no such organisation");
        assertThat(told("owner", "org", "restore", id).path("name").asText()).isEqualTo(other);
        assertThat(said("owner", "org", "list")).contains("ID", "NAME", id);
        assertThat(told("owner", "org", "audit", other).findValuesAsText("event"))
                .containsExactly(
                        "organization.restored",
                        "organization.deleted",
                        "organization.renamed",
                        "organization.created");
    }

    @Test
    void members_come_go_and_are_invited() {
        signedIn("owner", "guest");
        String guest = account("guest");
        String org = Persons.name("Line");
        said("owner", "org", "create", org);
        assertThat(said("owner", "org", "members", org)).contains("only its owner");
        assertThat(told("owner", "org", "add", org, guest).path("role").asText())
                .isEqualTo("member");
        assertThat(told("owner", "org", "role", org, guest, "admin")
                        .path("role")
                        .asText())
                .isEqualTo("admin");
        assertThat(said("owner", "org", "members", org)).contains("WALLET ADDRESS", guest, "admin");
        assertThat(told("owner", "org", "remove", org, guest)
                        .path("wallet_address")
                        .asText())
                .isEqualTo(guest);
        assertThat(refused("guest", "org", "members", org)).contains("you are in no organisation");
        assertThat(said("guest", "org", "invitations")).contains("no invitations");
        JsonNode invited = told("owner", "org", "invite", org, guest, "--role", "admin");
        assertThat(invited.path("role").asText()).isEqualTo("admin");
        JsonNode seen = told("guest", "org", "invitations");
        assertThat(seen.findValuesAsText("org_name")).containsExactly(org);
        assertThat(said("guest", "org", "invitations")).contains("ORG NAME", org);
        assertThat(told("guest", "org", "accept", org).path("role").asText()).isEqualTo("admin");
        assertThat(told("owner", "org", "members", org).findValuesAsText("wallet_address"))
                .containsExactly(guest);
        assertThat(said("guest", "org", "remove", org, guest)).contains(guest);
        assertThat(told("owner", "org", "members", org)).isEmpty();
    }

    @Test
    void a_project_is_made_set_shared_deleted_and_brought_back() {
        signedIn("owner", "guest");
        String guest = account("guest");
        String org = Persons.name("Line");
        said("owner", "org", "create", org);
        String id = told("owner", "project", "create", org, "chat").path("id").asText();
        String path = org + "/chat";
        assertThat(said("owner", "project", "list", org)).contains("NAME", "chat", id);
        assertThat(said("owner", "project", "list")).contains("no projects");
        assertThat(told("owner", "project", "show", path).path("id").asText()).isEqualTo(id);
        JsonNode set = told("owner", "project", "set", path, "--search", "false", "--memory", "true", "--price", "5");
        assertThat(set.path("search_enabled").asBoolean(true)).isFalse();
        assertThat(set.path("memory_enabled").asBoolean()).isTrue();
        assertThat(set.path("price_per_call").longValue()).isEqualTo(5);
        assertThat(run("owner", new Typist(), "project", "set", path)).isNotZero();
        assertThat(err.toString()).contains("say what to change");
        assertThat(told("owner", "project", "add", path, guest).path("role").asText())
                .isEqualTo("developer");
        assertThat(told("owner", "project", "role", path, guest, "viewer")
                        .path("role")
                        .asText())
                .isEqualTo("viewer");
        assertThat(said("owner", "project", "members", path)).contains(guest, "viewer");
        assertThat(told("guest", "project", "list").findValuesAsText("id")).containsExactly(id);
        assertThat(refused("guest", "project", "set", "chat", "--search", "true"))
                .isNotEmpty();
        assertThat(said("owner", "project", "remove", path, guest)).contains(guest);
        assertThat(told("guest", "project", "list")).isEmpty();
        assertThat(said("owner", "project", "delete", path)).contains("chat");
        assertThat(refused("owner", "project", "show", id)).contains("no such project");
        assertThat(told("owner", "project", "restore", id).path("name").asText())
                .isEqualTo("chat");
        assertThat(said("owner", "project", "show", path)).contains(id, "price per call");
    }

    @Test
    void a_key_is_made_listed_and_revoked() {
        signedIn("owner");
        String org = Persons.name("Line");
        said("owner", "org", "create", org);
        said("owner", "project", "create", org, "chat");
        assertThat(said("owner", "key", "list")).contains("no keys");
        JsonNode made = told(
                "owner", "key", "create", "ci", "--scope", "projects:read", "--project", org + "/chat", "--days", "90");
        String key = made.path("api_key").asText();
        String id = made.path("key_id").asText();
        assertThat(key).startsWith("sk-");
        assertThat(Identities.node()
                        .get("/api/v1/me", "Authorization", "Bearer " + key)
                        .status())
                .isEqualTo(200);
        assertThat(said("owner", "key", "list"))
                .contains("KEY ID", id, "projects:read")
                .doesNotContain(key);
        assertThat(told("owner", "key", "list").findValuesAsText("key_id")).containsExactly(id);
        assertThat(said("owner", "key", "revoke", id)).contains("revoked " + id);
        assertThat(told("owner", "key", "list")).isEmpty();
        assertThat(Identities.node()
                        .get("/api/v1/me", "Authorization", "Bearer " + key)
                        .status())
                .isEqualTo(401);
        assertThat(refused("owner", "key", "revoke", id)).isNotEmpty();
    }
}
