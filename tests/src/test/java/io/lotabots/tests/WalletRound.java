package io.lotabots.tests;

import io.lotabots.crypto.WalletKey;
import java.util.Arrays;

/** Every endpoint of the service identity, asked once by a wallet. */
final class WalletRound {
    private static final String WISH = "{\"name\":\"costs\",\"scopes\":[\"ai:call\"]}";

    private final Http node = Identities.node();
    private final WalletKey wallet = Identities.wallet();
    private final EndpointCostTest.Metering meter;

    WalletRound(EndpointCostTest.Metering meter) {
        this.meter = meter;
    }

    void run() {
        String address = wallet.address().checksummed();
        String nonce = meter.of("GetApiV1AuthNonce", () -> get("/api/v1/auth/nonce?address=" + address))
                .json()
                .at("/data/nonce")
                .asText();
        byte[] signature = wallet.signMessage(nonce);
        Identities.Session session =
                Identities.Session.of(meter.of("PostApiV1AuthLogin", () -> Identities.login(address, signature))
                        .json()
                        .path("data"));
        String bearer = session.bearer();
        meter.of(
                "PostApiV1AuthWaitlist",
                () -> post("/api/v1/auth/waitlist", "{\"email\":\"" + Persons.name("wait") + "@example.org\"}"));
        meter.of("PostV1AuthRefresh", () -> Identities.refresh(session.refreshToken()));
        keys(bearer);
        meter.of("GetV1AuthSessions", () -> get("/v1/auth/sessions", "Authorization", bearer));
        Identities.Session other = Identities.signIn(wallet);
        meter.of("DeleteV1AuthSessions", () -> delete("/v1/auth/sessions/" + other.sessionId(), bearer));
        Identities.Session third = Identities.signIn(wallet);
        meter.of("PostV1AuthLogout", () -> post("/v1/auth/logout", "", "Authorization", third.bearer()));
        meter.of("PostApiV1AuthLogout", () -> post("/api/v1/auth/logout", "", "Authorization", bearer));
        Identities.Session last = Identities.signIn(wallet);
        meter.of("DeleteV1AuthSessionsAlias1", () -> delete("/v1/auth/sessions", last.bearer()));
    }

    private void keys(String bearer) {
        meter.of("GetApiV1MeApiKey", () -> get("/api/v1/me/api-key", "Authorization", bearer));
        meter.of("GetApiV1MeApiKeyLastIssued", () -> get("/api/v1/me/api-key/last-issued", "Authorization", bearer));
        meter.of("PostApiV1MeApiKeyDisable", () -> post("/api/v1/me/api-key/disable", "", "Authorization", bearer));
        meter.of("PostApiV1MeApiKey", () -> post("/api/v1/me/api-key", "", "Authorization", bearer));
        post("/api/v1/me/api-key/disable", "", "Authorization", bearer);
        String key = meter.of("PostV1Keys", () -> post("/v1/keys", WISH, "Authorization", bearer))
                .json()
                .at("/key/key_id")
                .asText();
        meter.of("GetV1Keys", () -> get("/v1/keys", "Authorization", bearer));
        meter.of("DeleteV1Keys", () -> delete("/v1/keys/" + key, bearer));
    }

    private Http.Answer get(String path, String... headers) {
        return node.get(path, from(headers));
    }

    private Http.Answer post(String path, String body, String... headers) {
        return node.post(path, body, from(headers));
    }

    private Http.Answer delete(String path, String bearer) {
        return node.send("DELETE", path, new byte[0], from("Authorization", bearer));
    }

    private static String[] from(String... headers) {
        String[] all = Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = "X-Real-IP";
        all[headers.length + 1] = Identities.address();
        return all;
    }
}
