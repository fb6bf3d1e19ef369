package io.lotabots.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.crypto.WalletKey;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;

/** Somebody with a wallet who signed in, from networks of their own. */
final class Person {
    private static final AtomicInteger NETWORKS = new AtomicInteger();

    /** Fewer than the limit of an address lets through in a minute. */
    private static final int ASKED_FROM_ONE = 150;

    private final Http node;
    private final WalletKey key;
    private final AtomicInteger asked = new AtomicInteger();
    private final String token;
    private volatile String network;

    private Person(Http node, WalletKey key) {
        this.node = node;
        this.key = key;
        this.network = another();
        this.token = signIn();
    }

    private static String another() {
        int number = NETWORKS.incrementAndGet();
        return "10.77." + number / 250 + "." + (1 + number % 250);
    }

    /** Somebody new. */
    static Person on(Http node) {
        return new Person(node, WalletKey.generate(new SecureRandom()));
    }

    /** The same, signed in once more from another network. */
    Person again() {
        return new Person(node, key);
    }

    /** The name of an account that nobody ever signed in to. */
    static String unknown() {
        return WalletKey.generate(new SecureRandom()).address().text();
    }

    private String signIn() {
        String nonce = node.get("/api/v1/auth/nonce?address=" + account(), "X-Forwarded-For", network)
                .json()
                .at("/data/nonce")
                .asText();
        String signature = "0x" + HexFormat.of().formatHex(key.signMessage(nonce));
        Http.Answer in = node.send(
                "POST",
                "/api/v1/auth/login?address=" + account() + "&signature=" + signature,
                new byte[0],
                "X-Forwarded-For",
                network);
        assertThat(in.status()).as(in.text()).isEqualTo(200);
        return in.json().at("/data/token").asText();
    }

    String account() {
        return key.address().text();
    }

    String token() {
        return token;
    }

    /** Asks with a session's token. @param fields names and values of the query, one after the other */
    Http.Answer ask(String method, String path, Object... fields) {
        return showing("Bearer " + token, method, path, fields);
    }

    /** Asks with another credential. */
    Http.Answer showing(String authorization, String method, String path, Object... fields) {
        StringBuilder query = new StringBuilder();
        for (int i = 0; i < fields.length; i += 2) {
            query.append(i == 0 ? "?" : "&")
                    .append(fields[i])
                    .append('=')
                    .append(URLEncoder.encode(String.valueOf(fields[i + 1]), StandardCharsets.UTF_8));
        }
        if (asked.incrementAndGet() % ASKED_FROM_ONE == 0) {
            network = another();
        }
        return node.send(method, path + query, new byte[0], "Authorization", authorization, "X-Forwarded-For", network);
    }

    /** Asks for what must be given, and answers its data. */
    JsonNode given(String method, String path, Object... fields) {
        Http.Answer answer = ask(method, path, fields);
        assertThat(answer.status()).as("%s %s: %s", method, path, answer.text()).isEqualTo(200);
        assertThat(answer.json().path("success").asBoolean()).as(answer.text()).isTrue();
        assertThat(answer.json().path("message").asText()).isNotEmpty();
        return answer.json().path("data");
    }

    /** Makes a key. @param fields a JSON object */
    Http.Answer makeKey(String fields) {
        return node.post("/v1/keys", fields, "Authorization", "Bearer " + token, "X-Forwarded-For", network);
    }
}
