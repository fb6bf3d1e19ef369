package io.lotabots.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotabots.crypto.WalletKey;
import io.lotabots.local.aws.Meter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What an endpoint of identity costs in units of the store, metered at its door. */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(Identities.CLOCK)
class IdentityCostTest {
    private final Http node = Identities.node();
    private final Map<String, Meter.Snapshot> costs = new LinkedHashMap<>();

    @Test
    void every_endpoint_of_identity_costs_what_it_should() {
        // Instances are warm, keys published and read: that is not any one request's. An account's first event of an
        // hour
        // costs each instance one write more.
        WalletKey wallet = Identities.wallet();
        Identities.Session session = Identities.signIn(wallet);
        Identities.Session second = Identities.signIn(wallet);
        String address = wallet.address().checksummed();
        String bearer = session.bearer();
        String wish = "{\"name\":\"costs\",\"scopes\":[\"ai:call\"]}";
        Identities.refresh(second.refreshToken());
        Identities.asks(bearer);
        node.post("/v1/keys", wish, "Authorization", Identities.signIn().bearer());

        String nonce = metered("GetApiV1AuthNonce", () -> node.get("/api/v1/auth/nonce?address=" + address))
                .json()
                .at("/data/nonce")
                .asText();
        byte[] signature = wallet.signMessage(nonce);
        metered("PostApiV1AuthLogin", () -> Identities.login(address, signature));
        metered("PostV1AuthRefresh", () -> Identities.refresh(session.refreshToken()));
        node.send("GET", "/api/v1/me/api-key", new byte[0], "Authorization", bearer);
        node.post("/api/v1/me/api-key/disable", "", "Authorization", bearer);
        String key = metered("GetApiV1MeApiKey", () -> node.get("/api/v1/me/api-key", "Authorization", bearer))
                .json()
                .at("/data/api_key")
                .asText();
        metered("GetApiV1MeApiKeyLastIssued", () -> Identities.asks(bearer));
        costs.put("an API key, first", asked("GetApiV1MeApiKeyLastIssued", () -> Identities.asks("Bearer " + key)));
        costs.put("an API key, again", asked("GetApiV1MeApiKeyLastIssued", () -> Identities.asks("Bearer " + key)));
        metered("PostApiV1MeApiKeyDisable", () -> node.post("/api/v1/me/api-key/disable", "", "Authorization", bearer));
        metered("PostV1Keys", () -> node.post("/v1/keys", wish, "Authorization", bearer));
        String id = metered("GetV1Keys", () -> node.get("/v1/keys", "Authorization", bearer))
                .json()
                .at("/keys/0/key_id")
                .asText();
        costs.put("Authorize", asked("Authorize", () -> node.get("/v1/keys", "Authorization", second.bearer())));
        metered("DeleteV1Keys", () -> node.send("DELETE", "/v1/keys/" + id, new byte[0], "Authorization", bearer));
        metered("GetV1AuthSessions", () -> node.get("/v1/auth/sessions", "Authorization", bearer));
        metered(
                "DeleteV1AuthSessions",
                () -> node.send(
                        "DELETE", "/v1/auth/sessions/" + second.sessionId(), new byte[0], "Authorization", bearer));
        metered("PostApiV1AuthLogout", () -> node.post("/api/v1/auth/logout", "", "Authorization", bearer));
        costs.forEach((what, units) ->
                System.out.printf("%-34s %5.1f writes %5.1f reads%n", what, units.writeUnits(), units.readUnits()));

        within("GetApiV1AuthNonce", 3, 1);
        within("PostApiV1AuthLogin", 5, 2);
        within("PostV1AuthRefresh", 2, 0);
        within("GetApiV1MeApiKey", 6, 1);
        within("GetApiV1MeApiKeyLastIssued", 1, 2);
        within("an API key, first", 1, 1);
        within("an API key, again", 0, 1);
        within("PostApiV1MeApiKeyDisable", 6, 2);
        within("PostV1Keys", 5, 2);
        within("GetV1Keys", 1, 1);
        within("Authorize", 0, 1);
        within("DeleteV1Keys", 4, 1);
        within("GetV1AuthSessions", 1, 1);
        within("DeleteV1AuthSessions", 4, 0);
        within("PostApiV1AuthLogout", 4, 2);
    }

    private void within(String what, double writes, double reads) {
        Meter.Snapshot units = Objects.requireNonNull(costs.get(what), what);
        assertThat(units.writeUnits()).as("write units of " + what).isLessThanOrEqualTo(writes);
        assertThat(units.readUnits()).as("read units of " + what).isLessThanOrEqualTo(reads);
    }

    private Http.Answer metered(String handler, Supplier<Http.Answer> call) {
        Meter meter = Identities.platform().port().meter();
        meter.reset();
        Http.Answer answer = call.get();
        assertThat(answer.status()).as(answer.text()).isBetween(200, 299);
        costs.put(handler, of(handler));
        return answer;
    }

    private Meter.Snapshot asked(String handler, Supplier<Http.Answer> call) {
        Identities.platform().port().meter().reset();
        assertThat(call.get().status()).isPositive();
        return of(handler);
    }

    private static Meter.Snapshot of(String handler) {
        return Identities.platform()
                .port()
                .meter()
                .snapshot()
                .ofPrincipal(Node.function(Identities.platform(), handler).name());
    }
}
