package io.lotabots.cdk.services;

import static io.lotabots.cdk.model.Declaration.authorizer;
import static io.lotabots.cdk.model.Declaration.delete;
import static io.lotabots.cdk.model.Declaration.get;
import static io.lotabots.cdk.model.Declaration.post;
import static io.lotabots.cdk.services.Operations.SIGNING_KEYS;
import static io.lotabots.cdk.services.Shared.LIMITS;

import io.lotabots.cdk.model.Declaration;
import io.lotabots.cdk.model.Proofs;
import io.lotabots.cdk.model.Secret;
import io.lotabots.cdk.model.Service;
import io.lotabots.cdk.model.Table;
import java.util.List;

/** Wallets sign in; sessions and API keys say who calls, and are ended. */
public final class Identity {

    /** Sessions by account: a device each, and the family of its refresh tokens. */
    public static final Table SESSIONS =
            Table.keyed("account-sessions", "account").sortedBy("session").expiring();

    /** API keys by account; of each only a digest. */
    public static final Table API_KEYS = Table.keyed("api-keys", "account").sortedBy("key_id");

    /** Access tokens are signed with keys derived from it. */
    public static final Secret TOKEN_KEYS = new Secret(
            "token-keys",
            "The key material from which the keys that sign access tokens are derived",
            "a new value may be put at any time: its first key is published before it signs");

    /** Refresh tokens are tagged and follow one another under it. */
    public static final Secret SESSION_KEY = new Secret(
            "session-key",
            "The key material of refresh tokens",
            "a new value would end every session, which is what it is for");

    /** API keys are digested under it. */
    public static final Secret KEY_PEPPER = new Secret(
            "key-pepper", "The pepper under which API keys are digested", "a new value would end every API key");

    /** What a function of any service needs that asks who calls. */
    public static final Proofs PROOFS = new Proofs(SESSIONS, API_KEYS, SIGNING_KEYS, KEY_PEPPER);

    private Identity() {}

    /** The service. */
    public static Service service() {
        return new Service(
                        "identity",
                        "identity",
                        List.of(SESSIONS, API_KEYS, TOKEN_KEYS, SESSION_KEY, KEY_PEPPER),
                        List.of(
                                authorizer("Authorize", "Says who shows a token or a key")
                                        .asksWho(PROOFS),

                                // Sessions.
                                signsIn(post(
                                        "/v1/auth/refresh",
                                        "PostV1AuthRefresh",
                                        "Exchanges a refresh token for the next pair of tokens")),
                                signsIn(post("/v1/auth/logout", "PostV1AuthLogout", "Ends the session of a token")
                                        .signedIn(PROOFS)),
                                lasting(get(
                                                "/v1/auth/sessions",
                                                "GetV1AuthSessions",
                                                "Where the caller is signed in, newest first")
                                        .authorized()
                                        .queries(SESSIONS)),
                                lasting(delete(
                                                "/v1/auth/sessions/{session_id}",
                                                "DeleteV1AuthSessions",
                                                "Ends a session of the caller, or all of them")
                                        .alsoAt("/v1/auth/sessions")
                                        .authorized()
                                        .queries(SESSIONS)
                                        .deletes(SESSIONS))))
                .on("platform", "crypto", "access", "aws");
    }

    /** What every function needs that opens sessions and issues tokens: of this service, and of the one for people. */
    static Declaration signsIn(Declaration function) {
        return lasting(function)
                .queries(SESSIONS)
                .deletes(SESSIONS)
                .puts(SESSIONS, SIGNING_KEYS)
                .updates(SESSIONS)
                .knows(TOKEN_KEYS, SESSION_KEY)
                .counts("signInsPerAddressPerMinute", LIMITS)
                .settings("publicUrl");
    }

    /** How long sessions last. */
    private static Declaration lasting(Declaration function) {
        return function.settings("accessTokenSeconds", "refreshIdleSeconds", "refreshAbsoluteSeconds");
    }
}
