package io.lotabots.cdk.services;

import static io.lotabots.cdk.model.Declaration.delete;
import static io.lotabots.cdk.model.Declaration.get;
import static io.lotabots.cdk.model.Declaration.post;
import static io.lotabots.cdk.services.Identity.ACCOUNTS;
import static io.lotabots.cdk.services.Identity.KEY_PEPPER;
import static io.lotabots.cdk.services.Identity.NONCES;
import static io.lotabots.cdk.services.Identity.PROOFS;
import static io.lotabots.cdk.services.Identity.endsSessions;
import static io.lotabots.cdk.services.Identity.lasting;
import static io.lotabots.cdk.services.Identity.owns;
import static io.lotabots.cdk.services.Identity.reaches;
import static io.lotabots.cdk.services.Identity.signsIn;
import static io.lotabots.cdk.services.Operations.SIGNING_KEYS;
import static io.lotabots.cdk.services.Shared.ADMIN_KEY;
import static io.lotabots.cdk.services.Shared.AUDIT;
import static io.lotabots.cdk.services.Shared.LIMITS;

import io.lotabots.cdk.model.Bus;
import io.lotabots.cdk.model.Declaration;
import io.lotabots.cdk.model.Secret;
import io.lotabots.cdk.model.Service;
import io.lotabots.cdk.model.Table;
import java.util.List;

/** People sign in with passwords, second factors and passkeys, and programs with credentials of their own. */
public final class People {

    /** Names that only one account has: user names, verified addresses, passkeys, programs. */
    public static final Table NAMES = Table.keyed("names", "name");

    /** Second factors, recovery codes and passkeys by account. */
    public static final Table CREDENTIALS =
            Table.keyed("credentials", "account").sortedBy("credential");

    /** Programs by account. */
    public static final Table CLIENTS = Table.keyed("clients", "account").sortedBy("client_id");

    /** Passwords are hashed with it before bcrypt sees them. */
    public static final Secret PASSWORD_PEPPER = new Secret(
            "password-pepper",
            "The pepper of passwords: one, or several parted by commas with the newest first",
            "a new one is put before the old, which stays until nobody's password was stored with it");

    /** Seeds of one-time passwords are sealed under it. */
    public static final Secret SEAL_KEY = new Secret(
            "seal-key",
            "The key material under which the seeds of one-time passwords are sealed",
            "a new value would leave every seed that is sealed unreadable");

    /** Mails that are to be sent. */
    public static final Bus MAIL = new Bus("mail", "Mails that the platform asks to be sent; some hold tokens");

    /** Hashing a password is arithmetic: a function has a whole processor from 1769 megabytes on. */
    private static final int HASH_MEGABYTES = 1769;

    private People() {}

    /** The service. */
    public static Service service() {
        return new Service(
                        "people",
                        "identity",
                        List.of(NAMES, CREDENTIALS, CLIENTS, PASSWORD_PEPPER, SEAL_KEY, MAIL),
                        List.of(
                                // Passwords.
                                remembers(chooses(signsIn(post(
                                                "/v1/auth/register",
                                                "PostV1AuthRegister",
                                                "Makes an account with a password and signs in to it"))))
                                        .settings("registrationsPerAddressPerHour")
                                        .gets(NAMES)
                                        .puts(ACCOUNTS, NAMES, NONCES),
                                remembers(proves(signsIn(post(
                                        "/v1/auth/login",
                                        "PostV1AuthLogin",
                                        "Signs in with a password and, where there is one, a second factor")))),
                                chooses(proves(asked(endsSessions(
                                        post("/v1/auth/password", "PostV1AuthPassword", "Changes the caller's password")
                                                .authorized())))),
                                asked(post(
                                                "/v1/auth/password/reset",
                                                "PostV1AuthPasswordReset",
                                                "Asks for a mail that replaces a forgotten password"))
                                        .gets(NAMES, ACCOUNTS)
                                        .puts(NONCES)
                                        .tells(MAIL),
                                chooses(asked(endsSessions(post(
                                                "/v1/auth/password/reset/confirm",
                                                "PostV1AuthPasswordResetConfirm",
                                                "Replaces a password by the token of a mail"))))
                                        .gets(NONCES, ACCOUNTS)
                                        .deletes(NONCES)
                                        .updates(ACCOUNTS),
                                owns(post(
                                                "/v1/auth/email/verify",
                                                "PostV1AuthEmailVerify",
                                                "Asks for another mail that verifies the caller's address"))
                                        .authorized()
                                        .gets(ACCOUNTS)
                                        .updates(LIMITS)
                                        .puts(NONCES)
                                        .tells(MAIL),
                                asked(post(
                                                "/v1/auth/email/confirm",
                                                "PostV1AuthEmailConfirm",
                                                "Notes by the token of a mail that its reader has the address"))
                                        .gets(ACCOUNTS)
                                        .puts(NAMES, AUDIT)
                                        .updates(ACCOUNTS)
                                        .deletes(NONCES),

                                // Second factors.
                                owns(post("/v1/totp", "PostV1Totp", "A secret for the caller's authenticator"))
                                        .authorized()
                                        .gets(ACCOUNTS)
                                        .puts(CREDENTIALS)
                                        .knows(SEAL_KEY),
                                changesFactors(post(
                                                        "/v1/totp/confirm",
                                                        "PostV1TotpConfirm",
                                                        "Turns one-time passwords on by the first code")
                                                .authorized())
                                        .gets(CREDENTIALS)
                                        .puts(CREDENTIALS)
                                        .updates(CREDENTIALS)
                                        .knows(SEAL_KEY),
                                changesFactors(delete("/v1/totp", "DeleteV1Totp", "Turns one-time passwords off")
                                        .authorized()),
                                owns(post(
                                                "/v1/totp/recovery-codes",
                                                "PostV1TotpRecoveryCodes",
                                                "New recovery codes in place of all earlier ones"))
                                        .authorized()
                                        .gets(CREDENTIALS)
                                        .queries(CREDENTIALS)
                                        .updates(CREDENTIALS)
                                        .puts(CREDENTIALS, AUDIT)
                                        .deletes(CREDENTIALS),

                                // Passkeys.
                                passkeys(owns(post(
                                                "/v1/passkeys/options",
                                                "PostV1PasskeysOptions",
                                                "Begins the registration of a passkey"))
                                        .authorized()
                                        .gets(ACCOUNTS)
                                        .queries(CREDENTIALS)
                                        .puts(NONCES)),
                                lasting(passkeys(owns(post(
                                                "/v1/passkeys", "PostV1Passkeys", "Registers a passkey for the caller"))
                                        .authorized()
                                        .gets(ACCOUNTS, NAMES, CREDENTIALS)
                                        .queries(CREDENTIALS)
                                        .puts(NAMES, CREDENTIALS, AUDIT)
                                        .deletes(NONCES, NAMES, CREDENTIALS)
                                        .tells(MAIL))),
                                owns(get("/v1/passkeys", "GetV1Passkeys", "The caller's passkeys"))
                                        .authorized()
                                        .queries(CREDENTIALS),
                                endsSessions(owns(delete(
                                                        "/v1/passkeys/{passkey_id}",
                                                        "DeleteV1Passkeys",
                                                        "Removes a passkey of the caller"))
                                                .authorized())
                                        .gets(ACCOUNTS)
                                        .deletes(NAMES, CREDENTIALS)
                                        .tells(MAIL),
                                passkeys(asked(post(
                                                "/v1/auth/passkeys/options",
                                                "PostV1AuthPasskeysOptions",
                                                "Begins a sign-in with a passkey"))
                                        .puts(NONCES)),
                                passkeys(signsIn(post(
                                                "/v1/auth/passkeys", "PostV1AuthPasskeys", "Signs in with a passkey"))
                                        .gets(NAMES, CREDENTIALS)
                                        .updates(CREDENTIALS)
                                        .puts(AUDIT)
                                        .deletes(NONCES)),
                                endsSessions(delete(
                                                "/v1/accounts/{account}/sessions",
                                                "DeleteV1AccountsSessions",
                                                "Ends every session of an account, for operators")
                                        .admin(ADMIN_KEY, LIMITS)),

                                // Programs.
                                owns(get("/v1/clients", "GetV1Clients", "The caller's programs"))
                                        .authorized()
                                        .queries(CLIENTS),
                                reaches(owns(post(
                                                        "/v1/clients",
                                                        "PostV1Clients",
                                                        "Makes a program with a secret of its own"))
                                                .authorized())
                                        .queries(CLIENTS)
                                        .puts(CLIENTS, NAMES, AUDIT)
                                        .deletes(CLIENTS, NAMES)
                                        .knows(KEY_PEPPER),
                                endsTokens(delete(
                                                "/v1/clients/{client_id}",
                                                "DeleteV1Clients",
                                                "Removes a program of the caller"))
                                        .deletes(CLIENTS, NAMES),
                                owns(post(
                                                "/v1/clients/{client_id}/secrets",
                                                "PostV1ClientsSecrets",
                                                "A second secret of a program"))
                                        .authorized()
                                        .gets(CLIENTS)
                                        .updates(CLIENTS)
                                        .puts(AUDIT)
                                        .knows(KEY_PEPPER),
                                endsTokens(delete(
                                        "/v1/clients/{client_id}/secrets/{secret_id}",
                                        "DeleteV1ClientsSecrets",
                                        "Removes a secret of a program")),
                                knowsPrograms(signsIn(post(
                                                "/oauth/token", "PostOauthToken", "An access token for a program")))
                                        .puts(AUDIT),
                                knowsPrograms(asked(endsSessions(post(
                                                "/oauth/revoke",
                                                "PostOauthRevoke",
                                                "Ends the tokens of the program that calls"))))
                                        .gets(SIGNING_KEYS)
                                        .updates(CLIENTS)
                                        .settings("publicUrl"),
                                knowsPrograms(asked(post(
                                                "/oauth/introspect",
                                                "PostOauthIntrospect",
                                                "What a token says, and whether it counts")))
                                        .asksWho(PROOFS),
                                get(
                                                "/.well-known/oauth-authorization-server",
                                                "GetWellKnownOauthAuthorizationServer",
                                                "Where programs get tokens, and how")
                                        .settings("publicUrl")))
                .on("platform", "crypto", "access", "credentials", "aws");
    }

    /** Anyone may ask it, but no network often. */
    private static Declaration asked(Declaration function) {
        return function.counts("signInsPerAddressPerMinute", LIMITS);
    }

    /** Compares a password, and the code of a second factor. */
    private static Declaration proves(Declaration function) {
        return function.megabytes(HASH_MEGABYTES)
                .gets(NAMES, ACCOUNTS, CREDENTIALS, LIMITS)
                .updates(ACCOUNTS, CREDENTIALS)
                .deletes(CREDENTIALS, LIMITS)
                .puts(AUDIT)
                .knows(PASSWORD_PEPPER, SEAL_KEY)
                .tells(MAIL)
                .settings("passwordCost");
    }

    /** Stores a password that someone chose. */
    private static Declaration chooses(Declaration function) {
        return function.megabytes(HASH_MEGABYTES)
                .puts(AUDIT)
                .knows(PASSWORD_PEPPER)
                .tells(MAIL)
                .settings("passwordCost", "passwordRangeUrl");
    }

    /** Knows devices by the cookie that they were given. */
    private static Declaration remembers(Declaration function) {
        return function.knows(SEAL_KEY);
    }

    private static Declaration changesFactors(Declaration function) {
        return endsSessions(owns(function))
                .gets(ACCOUNTS)
                .queries(CREDENTIALS)
                .deletes(CREDENTIALS)
                .updates(ACCOUNTS)
                .puts(AUDIT)
                .tells(MAIL);
    }

    private static Declaration passkeys(Declaration function) {
        return function.settings("passkeyDomain", "passkeyOrigins");
    }

    private static Declaration endsTokens(Declaration function) {
        return endsSessions(owns(function)).authorized().gets(CLIENTS).updates(CLIENTS);
    }

    private static Declaration knowsPrograms(Declaration function) {
        return function.gets(NAMES, CLIENTS).puts(AUDIT).knows(KEY_PEPPER);
    }
}
