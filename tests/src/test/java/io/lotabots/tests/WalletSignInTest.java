package io.lotabots.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotabots.crypto.PersonalMessage;
import io.lotabots.crypto.Secp256k1;
import io.lotabots.crypto.WalletKey;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Wallets sign in by a signature, and by nothing else. */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(Identities.CLOCK)
class WalletSignInTest {
    private static final BigInteger ORDER =
            new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);

    private final WalletKey wallet = Identities.wallet();
    private final String address = wallet.address().checksummed();

    private static void refused(Http.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(401);
        assertThat(answer.json().path("success").asBoolean(true)).isFalse();
        assertThat(answer.json().path("message").asText()).isNotEmpty();
        assertThat(answer.json().path("request_id").asText()).isEqualTo(answer.header("x-request-id"));
        assertThat(answer.json().has("data")).isFalse();
    }

    @Test
    void a_wallet_signs_a_nonce_and_is_signed_in() {
        Http.Answer answer = Identities.login(address, wallet.signMessage(Identities.nonce(address)));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json().path("success").asBoolean()).isTrue();
        assertThat(answer.json().path("message").asText()).isNotEmpty();
        assertThat(answer.json().at("/data/address").asText()).isEqualTo(address.toLowerCase(Locale.ROOT));
        assertThat(answer.json().at("/data/expires_in").asLong()).isEqualTo(3 * 86_400);
        assertThat(Identities.asks("Bearer " + answer.json().at("/data/token").asText())
                        .status())
                .isEqualTo(200);
        assertThat(answer.header("ratelimit-limit")).isEqualTo("120");
        assertThat(answer.header("ratelimit-remaining")).isEqualTo("119");
    }

    @Test
    void who_did_not_sign_in_is_told_so_in_the_clients_own_shape() {
        for (String authorization : List.of("Bearer null", "Bearer ", "Basic eDp5", "Bearer a.b.c", "null")) {
            Http.Answer answer = Identities.asks(authorization);
            refused(answer);
            assertThat(answer.code()).isEqualTo("UNAUTHENTICATED");
            assertThat(answer.header("www-authenticate")).isEqualTo("Bearer");
        }
        refused(Identities.node().get("/api/v1/me/api-key/last-issued"));
    }

    @Test
    void the_recovery_id_may_be_0_or_1_too() {
        byte[] signature = wallet.signMessage(Identities.nonce(address));
        signature[64] -= 27;
        assertThat(Identities.login(address, signature).status()).isEqualTo(200);
    }

    @Test
    void a_wrong_signature_never_signs_in_whoevers_it_is() {
        String nonce = Identities.nonce(address);
        byte[] right = wallet.signMessage(nonce);
        refused(Identities.login(address, Identities.wallet().signMessage(nonce)));
        refused(Identities.login(Identities.wallet().address().checksummed(), right));
        refused(Identities.login(address, wallet.signMessage(nonce + " ")));
        refused(Identities.login(address, wallet.sign(Secp256k1.keccak(nonce.getBytes(StandardCharsets.UTF_8)))));
        refused(Identities.login(address, Arrays.copyOf(right, 64)));
        for (int v : new int[] {2, 26, 29, 37, 255}) {
            byte[] other = right.clone();
            other[64] = (byte) v;
            refused(Identities.login(address, other));
        }
        for (int from : new int[] {0, 32}) {
            byte[] zero = right.clone();
            Arrays.fill(zero, from, from + 32, (byte) 0);
            refused(Identities.login(address, zero));
        }
        byte[] greater = right.clone();
        byte[] s = ORDER.subtract(new BigInteger(1, right, 32, 32)).toByteArray();
        Arrays.fill(greater, 32, 64, (byte) 0);
        System.arraycopy(s, Math.max(0, s.length - 32), greater, 64 - Math.min(32, s.length), Math.min(32, s.length));
        greater[64] ^= 27 ^ 28;
        refused(Identities.login(address, greater));
        // Nothing of that used the nonce up.
        assertThat(Identities.login(address, right).status()).isEqualTo(200);
    }

    @Test
    void every_changed_bit_of_a_signature_is_refused() {
        String nonce = Identities.nonce(address);
        byte[] right = wallet.signMessage(nonce);
        for (int bit = 0; bit < right.length * 8; bit++) {
            byte[] changed = right.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(Identities.login(address, changed).status())
                    .as("bit " + bit)
                    .isEqualTo(401);
        }
        assertThat(Identities.login(address, right).status()).isEqualTo(200);
    }

    @Test
    void what_is_no_signature_and_no_address_is_named() {
        refused(Identities.node().post("/api/v1/auth/login?address=" + address + "&signature=zz", ""));
        refused(Identities.node().post("/api/v1/auth/login?address=" + address, ""));
        Http.Answer answer = Identities.node().post("/api/v1/auth/login?address=0x12&signature=0x00", "");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("field").asText()).isEqualTo("address");
        assertThat(Identities.node().get("/api/v1/auth/nonce?address=me").status())
                .isEqualTo(400);
    }

    @Test
    void a_field_may_stand_in_query_and_body_if_both_say_the_same() {
        String nonce = Identities.nonce(address);
        String signature = "0x" + HexFormat.of().formatHex(wallet.signMessage(nonce));
        String body = "{\"address\":\"" + address + "\",\"signature\":\"" + signature + "\"}";
        Http.Answer differs = Identities.node()
                .post(
                        "/api/v1/auth/login?address="
                                + Identities.wallet().address().text(),
                        body);
        assertThat(differs.status()).isEqualTo(400);
        assertThat(differs.code()).isEqualTo("AMBIGUOUS_FIELD");
        assertThat(Identities.node()
                        .post("/api/v1/auth/login?address=" + address, body)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void a_nonce_signs_in_once() {
        byte[] signature = wallet.signMessage(Identities.nonce(address));
        assertThat(Identities.login(address, signature).status()).isEqualTo(200);
        refused(Identities.login(address, signature));
    }

    @Test
    void sixteen_sign_ins_at_once_with_one_nonce_are_one() throws Exception {
        byte[] signature = wallet.signMessage(Identities.nonce(address));
        List<Http.Answer> answers = Identities.together(_ -> () -> Identities.login(address, signature));
        assertThat(answers.stream().filter(answer -> answer.status() == 200)).hasSize(1);
        assertThat(answers.stream().filter(answer -> answer.status() != 200)).allSatisfy(WalletSignInTest::refused);
    }

    @Test
    void what_others_ask_for_an_address_takes_no_nonce_away() throws Exception {
        String mine = Identities.nonce(address);
        Set<String> others = new HashSet<>();
        for (int i = 0; i < 30; i++) {
            others.add(Identities.nonce(address));
        }
        assertThat(others).as("nonces are bounded").hasSizeLessThanOrEqualTo(8);
        Identities.together(_ -> () ->
                Identities.node().get("/api/v1/auth/nonce?address=" + address, "X-Real-IP", Identities.address()));
        assertThat(Identities.login(address, wallet.signMessage(mine)).status()).isEqualTo(200);
    }

    @Test
    void nonces_that_are_asked_for_at_once_are_all_good() throws Exception {
        List<Http.Answer> answers = Identities.together(_ -> () ->
                Identities.node().get("/api/v1/auth/nonce?address=" + address, "X-Real-IP", Identities.address()));
        List<String> nonces = answers.stream()
                .map(answer -> answer.json().at("/data/nonce").asText())
                .distinct()
                .toList();
        assertThat(nonces).hasSizeLessThanOrEqualTo(8);
        for (String nonce : nonces) {
            assertThat(Identities.login(address, wallet.signMessage(nonce)).status())
                    .as(nonce)
                    .isEqualTo(200);
        }
    }

    @Test
    void a_nonce_is_open_for_five_minutes() {
        String nonce = Identities.nonce(address);
        Identities.advance(Duration.ofSeconds(301));
        refused(Identities.login(address, wallet.signMessage(nonce)));
    }

    private Instant now() {
        return Identities.platform().clock().instant().truncatedTo(ChronoUnit.SECONDS);
    }

    private String message(String nonce) {
        return """
            127.0.0.1:8080 wants you to sign in with your Ethereum account:
            %s

            I accept the terms: https://127.0.0.1/terms

            URI: https://127.0.0.1:8080/login
            Version: 1
            Chain ID: 31337
            Nonce: %s
            Issued At: %s
            Expiration Time: %s\
            """.formatted(address, nonce, now(), now().plusSeconds(120));
    }

    private Http.Answer signed(String message) {
        return Identities.login(address, message, "0x" + HexFormat.of().formatHex(wallet.signMessage(message)));
    }

    private static String freeNonce() {
        Http.Answer answer = Identities.node().get("/api/v1/auth/nonce", "X-Real-IP", Identities.address());
        return answer.json().at("/data/nonce").asText();
    }

    @Test
    void a_message_of_eip_4361_signs_in_with_a_nonce_of_the_address_or_of_anybodys() {
        assertThat(signed(message(Identities.nonce(address))).status()).isEqualTo(200);
        String free = freeNonce();
        assertThat(signed(message(free)).status()).isEqualTo(200);
        refused(signed(message(free)));
        refused(signed(message("0123456789abcdef")));
    }

    @Test
    void a_message_counts_only_as_it_was_signed() {
        String message = message(freeNonce());
        String signature = "0x" + HexFormat.of().formatHex(wallet.signMessage(message));
        refused(Identities.login(address, message.replace("the terms", "nothing"), signature));
        refused(Identities.login(address, message + "\nRequest ID: 7", signature));
        refused(Identities.login(Identities.wallet().address().checksummed(), message, signature));
        assertThat(Identities.login(address, message, signature).status()).isEqualTo(200);
    }

    @Test
    void a_message_for_elsewhere_another_time_or_another_chain_is_refused() {
        String message = message(freeNonce());
        List<String> others = List.of(
                message.replace("127.0.0.1:8080 wants", "evil.example wants"),
                message.replace("127.0.0.1:8080 wants", "127.0.0.1.evil.example wants"),
                message.replace("URI: https://127.0.0.1:8080/", "URI: https://evil.example/"),
                message.replace("URI: https://127.0.0.1:8080/", "URI: https://127.0.0.1:8081/"),
                message.replace("URI: https://127.0.0.1:8080/", "URI: ftp://127.0.0.1:8080/"),
                message.replace("URI: https:", "URI: urn:"),
                "http://" + message,
                message.replace("Chain ID: 31337", "Chain ID: 5"),
                message.replace("Chain ID: 31337", "Chain ID: 031337"),
                message.replaceFirst("Issued At: .*", "Issued At: " + now().plusSeconds(400)),
                message.replaceFirst("Expiration Time: .*", "Expiration Time: " + now().minusSeconds(1)),
                message + "\nNot Before: " + now().plusSeconds(60),
                message.replace("Version: 1", "Version: 2"),
                message.replace(address, address.toLowerCase(Locale.ROOT)),
                message.replace("\nNonce", "\n\nNonce"),
                message.replaceFirst("URI: .*\n", ""),
                message + "\n",
                message + "\nResources:\nhttps://127.0.0.1",
                "127.0.0.1 wants you to sign in");
        for (String other : others) {
            Http.Answer answer = signed(other);
            refused(answer);
            assertThat(answer.code()).as(other).isEqualTo("INVALID_SIGN_IN_MESSAGE");
        }
        assertThat(signed(message + "\nResources:\n- https://127.0.0.1/a\n- urn:b")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void a_page_is_of_its_domain_and_without_tls_only_on_this_machine() {
        assertThat(signed(message(freeNonce()).replace("URI: https:", "URI: http:"))
                        .status())
                .isEqualTo(200);
        assertThat(signed("https://" + message(freeNonce())).status()).isEqualTo(200);
    }

    @Test
    void a_message_needs_no_statement() {
        String message = message(freeNonce()).replaceFirst("I accept.*\n", "");
        assertThat(message).contains(address + "\n\n\nURI: ");
        assertThat(signed(message).status()).isEqualTo(200);
        assertThat(PersonalMessage.hash(message)).hasSize(32);
    }

    @Test
    void an_e_mail_address_waits_once() {
        String body = "{\"email\":\"Somebody@example.org\"}";
        assertThat(Identities.node().post("/api/v1/auth/waitlist", body).text())
                .contains("\"data\":{}", "\"success\":true");
        assertThat(Identities.node()
                        .post("/api/v1/auth/waitlist", body.toLowerCase(Locale.ROOT))
                        .status())
                .isEqualTo(409);
        assertThat(Identities.node()
                        .post("/api/v1/auth/waitlist", "{\"email\":\"nobody\"}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void one_network_may_ask_so_often_and_is_told_when_again() {
        try (Still _ = Still.on(Identities.platform())) {
            String from = Identities.address();
            for (int i = 0; i < 120; i++) {
                Identities.node().get("/api/v1/auth/nonce", "X-Real-IP", from);
            }
            Http.Answer answer = Identities.node().get("/api/v1/auth/nonce", "X-Real-IP", from);
            assertThat(answer.status()).isEqualTo(429);
            assertThat(Integer.parseInt(answer.header("retry-after"))).isBetween(1, 60);
            assertThat(answer.header("ratelimit-limit")).isEqualTo("120");
            assertThat(answer.header("ratelimit-remaining")).isEqualTo("0");
            assertThat(Integer.parseInt(answer.header("ratelimit-reset"))).isBetween(1, 60);
            assertThat(answer.json().path("success").asBoolean(true)).isFalse();
        }
    }
}
