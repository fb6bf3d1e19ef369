package io.lotabots.cdk.services;

import static io.lotabots.cdk.model.Declaration.authorizer;
import static io.lotabots.cdk.model.Declaration.delete;
import static io.lotabots.cdk.model.Declaration.get;
import static io.lotabots.cdk.model.Declaration.post;
import static io.lotabots.cdk.model.Declaration.rotating;
import static io.lotabots.cdk.services.Operations.SIGNING_KEYS;
import static io.lotabots.cdk.services.Shared.AUDIT;
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

    /** A row for everybody who ever signed in. */
    public static final Table ACCOUNTS = Table.keyed("accounts", "account");

    /** What was handed out to be shown once: nonces of wallets, and whatever else is taken once, each by its prefix. */
    public static final Table NONCES = Table.keyed("nonces", "nonce").expiring();

    /** E-mail addresses that want to be told. */
    public static final Table WAITLIST = Table.keyed("waitlist", "email");

    /** Access tokens are signed with keys derived from it. */
    public static final Secret TOKEN_KEYS = new Secret(
                    "token-keys",
                    "The key material from which the keys that sign access tokens are derived",
                    "its rotation stands beside the function that rotates it, in the stack of functions")
            .as("current");

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

    /** Recovering a signer is arithmetic: a whole processor comes with 1769 megabytes. */
    private static final int SIGNATURE_MEGABYTES = 1024;

    private static final int ROTATED_DAYS = 30;

    private Identity() {}

    /** The service. */
    public static Service service() {
        return new Service(
                        "identity",
                        "identity",
                        List.of(SESSIONS, API_KEYS, ACCOUNTS, NONCES, WAITLIST, TOKEN_KEYS, SESSION_KEY, KEY_PEPPER),
                        List.of(
                                authorizer("Authorize", "Says who shows a token or a key")
                                        .asksWho(PROOFS),
                                rotating(
                                                TOKEN_KEYS,
                                                ROTATED_DAYS,
                                                "RotateTokenKeys",
                                                "Follows the key that signs access tokens with a new one")
                                        .gets(SIGNING_KEYS)
                                        .puts(SIGNING_KEYS)
                                        .updates(SIGNING_KEYS)
                                        .settings("walletTokenSeconds", "publicUrl"),

                                // Wallets, on the wire of Haithe.
                                get("/api/v1/auth/nonce", "GetApiV1AuthNonce", "A nonce for a wallet to sign")
                                        .gets(NONCES)
                                        .batchGets(NONCES)
                                        .puts(NONCES)
                                        .updates(NONCES)
                                        .counts("signInsPerAddressPerMinute", LIMITS)
                                        .settings("nonceSeconds"),
                                signsIn(post(
                                                "/api/v1/auth/login",
                                                "PostApiV1AuthLogin",
                                                "A wallet signs in by a signature"))
                                        .gets(NONCES)
                                        .deletes(NONCES)
                                        .gets(ACCOUNTS)
                                        .puts(ACCOUNTS)
                                        .megabytes(SIGNATURE_MEGABYTES)
                                        .settings(
                                                "walletTokenSeconds",
                                                "nonceSeconds",
                                                "nonceSignIn",
                                                "signInDomains",
                                                "signInChains",
                                                "ethereumRpcUrl"),
                                lasting(owns(post(
                                                "/api/v1/auth/logout",
                                                "PostApiV1AuthLogout",
                                                "Ends the session that asks"))
                                        .signedIn(PROOFS)
                                        .puts(AUDIT)
                                        .deletes(SESSIONS)),
                                post(
                                                "/api/v1/auth/waitlist",
                                                "PostApiV1AuthWaitlist",
                                                "Puts an e-mail on the waiting list")
                                        .puts(WAITLIST)
                                        .counts("signInsPerAddressPerMinute", LIMITS),

                                // API keys.
                                issuesKeys(get(
                                                "/api/v1/me/api-key",
                                                "GetApiV1MeApiKey",
                                                "Issues the caller's one key without a name")
                                        .signedIn(PROOFS)
                                        .updates(ACCOUNTS)),
                                issuesKeys(post(
                                                "/api/v1/me/api-key",
                                                "PostApiV1MeApiKey",
                                                "Issues the caller's one key without a name")
                                        .signedIn(PROOFS)
                                        .updates(ACCOUNTS)),
                                owns(post(
                                                "/api/v1/me/api-key/disable",
                                                "PostApiV1MeApiKeyDisable",
                                                "Deletes the caller's one key without a name"))
                                        .signedIn(PROOFS)
                                        .gets(ACCOUNTS)
                                        .updates(ACCOUNTS)
                                        .puts(AUDIT)
                                        .deletes(API_KEYS),
                                owns(get(
                                                "/api/v1/me/api-key/last-issued",
                                                "GetApiV1MeApiKeyLastIssued",
                                                "When the caller's one key without a name was issued"))
                                        .signedIn(PROOFS)
                                        .gets(ACCOUNTS),
                                owns(get("/v1/keys", "GetV1Keys", "The caller's API keys, newest first"))
                                        .authorized()
                                        .queries(API_KEYS),
                                lasting(reaches(owns(issuesKeys(
                                                        post("/v1/keys", "PostV1Keys", "Makes a named API key")))
                                                .authorized()))
                                        .gets(ACCOUNTS)
                                        .queries(API_KEYS)
                                        .deletes(API_KEYS)
                                        .tells(People.MAIL),
                                owns(delete("/v1/keys/{key_id}", "DeleteV1Keys", "Deletes an API key"))
                                        .authorized()
                                        .gets(API_KEYS, ACCOUNTS)
                                        .updates(ACCOUNTS)
                                        .puts(AUDIT)
                                        .deletes(API_KEYS),

                                // Sessions.
                                signsIn(post(
                                        "/v1/auth/refresh",
                                        "PostV1AuthRefresh",
                                        "Exchanges a refresh token for the next pair of tokens")),
                                endsSessions(post("/v1/auth/logout", "PostV1AuthLogout", "Ends the session of a token")
                                                .signedIn(PROOFS))
                                        .knows(SESSION_KEY)
                                        .counts("signInsPerAddressPerMinute", LIMITS),
                                lasting(owns(get(
                                                "/v1/auth/sessions",
                                                "GetV1AuthSessions",
                                                "Where the caller is signed in, newest first"))
                                        .authorized()
                                        .queries(SESSIONS)),
                                endsSessions(owns(delete(
                                                "/v1/auth/sessions/{session_id}",
                                                "DeleteV1AuthSessions",
                                                "Ends a session of the caller, or all of them"))
                                        .alsoAt("/v1/auth/sessions")
                                        .authorized())))
                .on("platform", "crypto", "access", "aws");
    }

    /** What every function needs that opens sessions and issues tokens: of this service, and of the one for people. */
    static Declaration signsIn(Declaration function) {
        return lasting(function)
                .queries(SESSIONS)
                .deletes(SESSIONS)
                .puts(SESSIONS, SIGNING_KEYS, AUDIT)
                .updates(SESSIONS)
                .knows(TOKEN_KEYS, SESSION_KEY)
                .counts("signInsPerAddressPerMinute", LIMITS)
                .settings("publicUrl");
    }

    /** What every function needs that ends sessions and opens none: no key that signs, nor the one of refresh tokens. */
    static Declaration endsSessions(Declaration function) {
        return lasting(function).queries(SESSIONS).deletes(SESSIONS).puts(AUDIT);
    }

    /** For who manages what is their own; no account may do it often. */
    static Declaration owns(Declaration function) {
        return function.counts("accountRequestsPerMinute", LIMITS);
    }

    /** Looks an organisation or a project up, for a key or a program that is for one alone. */
    static Declaration reaches(Declaration function) {
        return function.gets(Organizations.INDEX)
                .batchGets(Organizations.ORGANIZATIONS)
                .puts(AUDIT);
    }

    /** What every function needs that makes API keys. */
    private static Declaration issuesKeys(Declaration function) {
        return function.puts(API_KEYS, SIGNING_KEYS, AUDIT)
                .knows(SESSION_KEY, KEY_PEPPER)
                .megabytes(SIGNATURE_MEGABYTES)
                .counts("signInsPerAddressPerMinute", LIMITS);
    }

    /** How long sessions last. */
    static Declaration lasting(Declaration function) {
        return function.settings("accessTokenSeconds", "refreshIdleSeconds", "refreshAbsoluteSeconds");
    }
}
