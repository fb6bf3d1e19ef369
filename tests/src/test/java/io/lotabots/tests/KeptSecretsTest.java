package io.lotabots.tests;

import static io.lotabots.tests.Persons.network;
import static io.lotabots.tests.Persons.nothing;
import static io.lotabots.tests.Persons.object;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotabots.credentials.Totp;
import io.lotabots.crypto.WalletKey;
import io.lotabots.tests.Persons.Person;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** What is shown once is kept nowhere: not in a row of any table, and not in a line of the log. */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(Identities.CLOCK)
class KeptSecretsTest {
    private final Http node = Persons.node();
    private final Map<String, String> secrets = new LinkedHashMap<>();

    @Test
    void no_password_token_key_code_or_signature_stands_in_a_row_or_in_the_log() {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        PrintStream out = System.out;
        Person ann;
        System.setOut(new PrintStream(both(out, log), true, StandardCharsets.UTF_8));
        try {
            ann = person();
            program(ann);
            secondFactor(ann);
            wallet();
        } finally {
            System.setOut(out);
        }
        assertThat(secrets).hasSizeGreaterThan(20);
        String lines = log.toString(StandardCharsets.UTF_8);
        assertThat(lines).as("the log is here").contains("POST /v1/auth/login", "POST /oauth/token");
        String rows = rows();
        assertThat(rows).as("the rows are here").contains(ann.username(), ann.account());
        secrets.forEach((what, secret) -> {
            assertThat(secret).as(what).hasSizeGreaterThan(5);
            assertThat(rows.contains(secret)).as("%s in a row", what).isFalse();
            assertThat(lines.contains(secret)).as("%s in the log", what).isFalse();
        });
    }

    /** Passwords, tokens of a session, of mails and of a browser, a named key. */
    private Person person() {
        Person ann = Person.registered("kept").verified();
        secrets.put("the password", Persons.PASSWORD);
        secrets.put("a cookie", ann.cookie().replaceFirst("^[^=]*=", ""));
        secrets.put(
                "a token of a mail", ann.lastMail("verify_email").path("token").asText());
        JsonNode in = ann.login(Persons.PASSWORD).json();
        token("an access token", in.path("access_token").asText());
        token("a refresh token", in.path("refresh_token").asText());
        token(
                "the next access token",
                Identities.refresh(in.path("refresh_token").asText())
                        .json()
                        .path("access_token")
                        .asText());
        ann.login("a wrong one that was tried");
        secrets.put("a wrong password", "a wrong one that was tried");
        node.post("/v1/auth/password/reset", object("username", ann.username()), "X-Real-IP", network());
        String ticket = ann.lastMail("reset_password").path("token").asText();
        token("the ticket of a reset", ticket);
        JsonNode key = ann.post("/v1/keys", named("ci")).json();
        token("a named key", key.path("api_key").asText());
        return ann;
    }

    private static ObjectNode named(String name) {
        ObjectNode wish = object("name", name);
        wish.putArray("scopes").add("orgs:read");
        return wish;
    }

    private void program(Person ann) {
        JsonNode program = ann.post("/v1/clients", named("job")).json();
        secrets.put("a program's secret", program.path("client_secret").asText());
        String form = "grant_type=client_credentials&client_id="
                + program.path("client_id").asText() + "&client_secret="
                + program.path("client_secret").asText();
        Http.Answer answer = node.send(
                "POST",
                "/oauth/token",
                form.getBytes(StandardCharsets.US_ASCII),
                "Content-Type",
                "application/x-www-form-urlencoded",
                "X-Real-IP",
                network());
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        token("a program's token", answer.json().path("access_token").asText());
    }

    private void secondFactor(Person ann) {
        String shown = ann.post("/v1/totp", nothing()).json().path("secret").asText();
        byte[] seed = SecondFactorTest.base32(shown);
        secrets.put("the seed of one-time passwords", shown);
        secrets.put("the seed in hexadecimal", HexFormat.of().formatHex(seed));
        secrets.put("the seed in capitals", HexFormat.of().withUpperCase().formatHex(seed));
        secrets.put("the seed in base64", Base64.getEncoder().withoutPadding().encodeToString(seed));
        String code = Totp.code(seed, Math.floorDiv(Persons.platform().clock().millis(), 30_000L));
        Http.Answer confirmed = ann.post("/v1/totp/confirm", object("code", code));
        assertThat(confirmed.status()).as(confirmed.text()).isEqualTo(200);
        for (JsonNode recovery : confirmed.json().path("recovery_codes")) {
            secrets.put("recovery code " + secrets.size(), recovery.asText());
            secrets.put("letters of code " + secrets.size(), recovery.asText().replaceAll("[^A-Za-z0-9]", ""));
        }
    }

    private void wallet() {
        WalletKey wallet = Identities.wallet();
        String address = wallet.address().checksummed();
        byte[] signature = wallet.signMessage(Identities.nonce(address));
        secrets.put("a signature", HexFormat.of().formatHex(signature));
        JsonNode in = Identities.login(address, signature).json().path("data");
        token("a wallet's access token", in.path("token").asText());
        token("a wallet's refresh token", in.path("refresh_token").asText());
        String key = node.get(
                        "/api/v1/me/api-key",
                        "Authorization",
                        "Bearer " + in.path("token").asText())
                .json()
                .at("/data/api_key")
                .asText();
        token("the key of Haithe's wire", key);
        Identities.asks("Bearer " + key);
    }

    /** A token, and its last part, which is what nobody can guess. */
    private void token(String what, String token) {
        secrets.put(what, token);
        secrets.put("the end of " + what, token.replaceFirst("^.*[._-](?=.{20,}$)", ""));
    }

    private static OutputStream both(OutputStream one, OutputStream two) {
        return new OutputStream() {
            @Override
            public synchronized void write(int octet) {
                write(new byte[] {(byte) octet}, 0, 1);
            }

            @Override
            public synchronized void write(byte[] bytes, int offset, int length) {
                try {
                    one.write(bytes, offset, length);
                    two.write(bytes, offset, length);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
    }

    /** Every row of every table, as text; binary values in hexadecimal. */
    private static String rows() {
        StringBuilder rows = new StringBuilder();
        try (DynamoDbClient store = Crowd.operator(Persons.platform())) {
            for (String table : store.listTables().tableNames()) {
                store.scanPaginator(scan -> scan.tableName(table))
                        .items()
                        .forEach(row ->
                                rows.append(table).append(' ').append(row).append('\n'));
            }
        }
        return rows.toString();
    }
}
