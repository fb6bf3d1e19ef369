package io.lotabots.access;

import io.lotabots.aws.Item;
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

    /**
     * Whether the credential is for this: anything when it is for no organisation or project alone, else that one, and of the
     * organisation around its project what a viewer sees.
     *
     * @param itself the organisation's row
     * @param inIt the row of the project; where the organisation itself is asked for, that of the credential's only project
     */
    public boolean reaches(Item itself, Item inIt) {
        return isFor(organization, itself) && isFor(project, inIt);
    }

    private static boolean isFor(@Nullable String only, Item row) {
        return only == null || row.findText("uid").filter(only::equals).isPresent();
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
     * Demands a credential by which its account may give up what it is somewhere: one with this scope, and not for one
     * project alone.
     */
    public Caller requireMayLeave(String scope) {
        if (project != null) {
            throw new Refusal(403, "FORBIDDEN", "A key for one project does not end what its account is there");
        }
        return require(scope);
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
