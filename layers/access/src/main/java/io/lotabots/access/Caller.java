package io.lotabots.access;

import io.lotabots.platform.Refusal;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who calls. What they may do is decided where it is done, from the partition that is touched.
 *
 * @param account see {@link Accounts}
 * @param credential the id of the session, or of the API key
 * @param scopes what the credential is limited to; empty for all that the account may do, which sessions of people have
 * @param organization the uid of the one organisation that the credential is for; null for any
 * @param project the uid of the one project that the credential is for; null for any
 * @param authenticatedAt when the caller last proved who they are, seconds since 1970
 * @param secondFactor whether a second factor was shown then
 */
public record Caller(
        String account,
        How how,
        String credential,
        Set<String> scopes,
        @Nullable String organization,
        @Nullable String project,
        long authenticatedAt,
        boolean secondFactor) {
    public Caller {
        scopes = Set.copyOf(scopes);
    }

    /** Whether the credential reaches as far as {@code scope}, one of {@link Scopes}. */
    public boolean may(String scope) {
        return scopes.isEmpty() || scopes.contains(scope);
    }

    /** Demands a scope. @throws Refusal 403 when the credential is limited to others */
    public Caller require(String scope) {
        if (!may(scope)) {
            throw new Refusal(
                            403,
                            "INSUFFICIENT_SCOPE",
                            "This credential lacks the scope " + scope + "; it has " + String.join(" ", scopes))
                    .with("scope", scope);
        }
        return this;
    }

    /**
     * Demands a session of a person: what manages the account itself is not for keys and programs.
     *
     * @throws Refusal 403 for any other credential
     */
    public Caller requireSession() {
        if (how == How.API_KEY || how == How.CLIENT) {
            throw new Refusal(403, "SESSION_REQUIRED", "Sign in for this: a key or a program may not do it");
        }
        return this;
    }
}
