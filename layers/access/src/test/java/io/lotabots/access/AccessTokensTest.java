package io.lotabots.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotabots.aws.Aws;
import io.lotabots.crypto.TokenKey;
import io.lotabots.testing.Environments;
import io.lotabots.testing.MemoryTransport;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class AccessTokensTest {
    private static final long NOW = 1_795_234_320L;
    private static final TokenKey KEY = key("one");
    private static final AccessTokens.Content CONTENT =
            new AccessTokens.Content("0x" + "a".repeat(40), "s", "j", List.of("ai:call", "orgs:read"), NOW, NOW + 900);

    private static TokenKey key(String seed) {
        return TokenKey.derive(seed.getBytes(StandardCharsets.US_ASCII), "tests", 0);
    }

    /** A platform that published one key. */
    private static AccessTokens tokens(TokenKey listed, String purpose, String stage, long until) {
        MemoryTransport store =
                new MemoryTransport((_, body) -> body.at("/Key/kid/S").asText().equals(listed.id())
                        ? "{\"Item\":{\"list\":{\"S\":\"keys\"},\"kid\":{\"S\":\"" + listed.id()
                                + "\"},\"purpose\":{\"S\":\""
                                + purpose + "\"},\"x\":{\"S\":\"" + listed.x() + "\"},\"y\":{\"S\":\"" + listed.y()
                                + "\"},\"until\":{\"N\":\"" + until + "\"}}}"
                        : "{}");
        return new AccessTokens(
                Aws.of(Environments.of(Map.of("STAGE", stage), List.of(), List.of("SIGNING_KEYS")), () -> store));
    }

    private static AccessTokens tokens() {
        return tokens(KEY, AccessTokens.PURPOSE, "test", NOW + 10_000);
    }

    @Test
    void a_token_says_what_was_issued_until_it_expires() {
        String token = tokens().issue(CONTENT, KEY);
        assertThat(tokens().verify(token, NOW)).contains(CONTENT);
        assertThat(tokens().verify(token, NOW + 899)).contains(CONTENT);
        assertThat(tokens().verify(token, NOW + 900)).isEmpty();
    }

    @Test
    void a_key_counts_for_what_it_was_published_for_and_as_long_as_it_is_listed() {
        String token = tokens().issue(CONTENT, KEY);
        assertThat(tokens(KEY, "ear", "test", NOW + 10_000).verify(token, NOW)).isEmpty();
        assertThat(tokens(KEY, AccessTokens.PURPOSE, "test", NOW).verify(token, NOW))
                .isEmpty();
        assertThat(tokens(key("two"), AccessTokens.PURPOSE, "test", NOW + 10_000)
                        .verify(token, NOW))
                .isEmpty();
    }

    @Test
    void a_token_of_another_deployment_is_none() {
        String token = tokens().issue(CONTENT, KEY);
        assertThat(tokens(KEY, AccessTokens.PURPOSE, "other", NOW + 10_000).verify(token, NOW))
                .isEmpty();
    }

    @Property(tries = 300)
    void whatever_is_sent_is_a_token_or_none(@ForAll String text) {
        assertThat(tokens().verify(text, NOW)).isEmpty();
        assertThat(ApiKey.parse("sk-" + text)).isEmpty();
    }

    @Property(tries = 300)
    void a_persons_name_is_128_bits_in_26_letters() {
        String name = Accounts.newPerson();
        assertThat(name).hasSize(30);
        assertThat(Accounts.isAccount(name)).isTrue();
        assertThat(Accounts.isWallet(name)).isFalse();
        assertThat(Accounts.of(name.toUpperCase(Locale.ROOT))).contains(name);
    }

    @Test
    void a_key_is_taken_apart_and_put_together() {
        for (String account : List.of("0x" + "0a".repeat(20), "usr_" + "a7".repeat(13))) {
            ApiKey key = ApiKey.of(account, "01234567-89ab-4def-8123-456789abcdef", "f".repeat(128));
            assertThat(ApiKey.parse(key.text())).contains(key);
            assertThat(ApiKey.parse(key.text() + "0")).isEmpty();
            assertThat(ApiKey.parse(key.text().replace("-4def", "-4DEF"))).isEmpty();
        }
    }
}
