package io.lotabots.clients.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.lotabots.clients.PlainError;
import io.lotabots.clients.node.NodeAnswer;
import io.lotabots.clients.node.NodeClient;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A node, asked in the name of who is signed in; a token that ran out is exchanged once for the next. */
final class Signed implements AutoCloseable {
    private static final int UNAUTHENTICATED = 401;
    private static final int FORBIDDEN = 403;
    private static final String SIGN_IN_AGAIN = "SIGN_IN_AGAIN";
    private static final JsonNode GATEWAY_REFUSAL =
            JsonNodeFactory.instance.objectNode().put("message", "Forbidden");

    private final URI node;
    private final NodeClient client;
    private final Credentials credentials;
    private Credentials.Session session;

    private Signed(URI node, NodeClient client, Credentials credentials, Credentials.Session session) {
        this.node = node;
        this.client = client;
        this.credentials = credentials;
        this.session = session;
    }

    /**
     * In the name of a key or token when there is one, else of who is signed in.
     *
     * @param given empty for none
     * @throws PlainError when nobody is signed in there
     */
    static Signed with(String given, URI node, NodeClient client, Credentials credentials) {
        var session = given.isEmpty() ? credentials.get(node) : new Credentials.Session("", given, "");
        return new Signed(node, client, credentials, session);
    }

    /** What the node answers; its own words as an error when it does not do it. */
    JsonNode done(String method, String path, String json) throws InterruptedException {
        var answer = ask(method, path, json);
        if (!answer.isDone()) {
            throw PlainError.notDone(
                    answer.body().path("code").asText().equals(SIGN_IN_AGAIN)
                            ? "this is done within 15 minutes of a sign-in; run: lotabots login, and then this again"
                            : answer.refusal().toString());
        }
        return answer.body();
    }

    /** The data of an answer in the envelope of Haithe's family. @param fields names and values of the query */
    JsonNode data(String method, String path, Object... fields) throws InterruptedException {
        return body(method, path, fields).path("data");
    }

    /** Gives an account a role in what stands at a path, or takes it away. @param role empty for none */
    JsonNode member(String method, String path, String account, String role) throws InterruptedException {
        return role.isEmpty()
                ? data(method, path, "wallet_address", account)
                : data(method, path, "wallet_address", account, "role", role);
    }

    /** The whole of such an answer. */
    JsonNode body(String method, String path, Object... fields) throws InterruptedException {
        return done(method, path + query(fields), "");
    }

    /** Asks without looking at the answer. @throws PlainError when the node no longer knows who is signed in */
    NodeAnswer ask(String method, String path, String json) throws InterruptedException {
        return askIfKnown(method, path, json)
                .orElseThrow(() -> PlainError.notDone(
                        "your session or key is no longer known at " + node + "; run: lotabots login"));
    }

    /** Asks; empty when the node no longer knows who is signed in. */
    Optional<NodeAnswer> askIfKnown(String method, String path, String json) throws InterruptedException {
        var answer = client.ask(method, path, json, "Bearer " + session.token());
        if (!isUnknown(answer)) {
            return Optional.of(answer);
        }
        return session.refreshToken().isEmpty() || !refreshed()
                ? Optional.empty()
                : Optional.of(client.ask(method, path, json, "Bearer " + session.token()));
    }

    /** The access token that was last taken. */
    String token() {
        return session.token();
    }

    /** Whether the token is not, or no longer, known: a function says 401, the gateway's authorizer its bare 403. */
    private static boolean isUnknown(NodeAnswer answer) {
        return answer.status() == UNAUTHENTICATED
                || answer.status() == FORBIDDEN && answer.body().equals(GATEWAY_REFUSAL);
    }

    private boolean refreshed() throws InterruptedException {
        var body = JsonNodeFactory.instance.objectNode().put("refresh_token", session.refreshToken());
        var answer = client.ask("POST", "/v1/auth/refresh", body.toString(), "");
        if (!answer.isDone()) {
            return false;
        }
        session = new Credentials.Session(
                session.account(),
                answer.body().path("access_token").asText(),
                answer.body().path("refresh_token").asText(""));
        credentials.keep(node, session);
        return true;
    }

    @Override
    public void close() {
        client.close();
    }

    private static String query(Object... fields) {
        var query = new StringBuilder();
        for (int i = 0; i < fields.length; i += 2) {
            query.append(i == 0 ? "?" : "&")
                    .append(fields[i])
                    .append('=')
                    .append(URLEncoder.encode(String.valueOf(fields[i + 1]), StandardCharsets.UTF_8));
        }
        return query.toString();
    }
}
