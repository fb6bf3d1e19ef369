package io.lotabots.identity;

import io.lotabots.access.How;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a session is opened with. Immutable; each method answers a copy that says more.
 *
 * @param accessSeconds how long its first access token counts; 0 for as long as the stage says
 * @param refreshed whether there is a refresh token; without one the session ends with its access token
 * @param scopes what it is limited to; none for all that the account may do
 */
record Opening(
        String account,
        How how,
        long accessSeconds,
        boolean refreshed,
        boolean secondFactor,
        List<String> scopes,
        @Nullable String organization,
        @Nullable String project) {
    /** A session of a person. */
    static Opening of(String account, How how) {
        return new Opening(account, how, 0, true, false, List.of(), null, null);
    }

    /** The first access token counts so many seconds. */
    Opening lasting(long seconds) {
        return new Opening(account, how, seconds, refreshed, secondFactor, scopes, organization, project);
    }

    /** A second factor was shown too. */
    Opening withSecondFactor() {
        return new Opening(account, how, accessSeconds, refreshed, true, scopes, organization, project);
    }

    /** There is no refresh token. */
    Opening withoutRefresh() {
        return new Opening(account, how, accessSeconds, false, secondFactor, scopes, organization, project);
    }

    /** It reaches no further than this. @param scopes at least one */
    Opening limitedTo(List<String> scopes, @Nullable String organization, @Nullable String project) {
        if (scopes.isEmpty()) {
            throw new IllegalArgumentException("a session without scopes is not limited");
        }
        return new Opening(account, how, accessSeconds, refreshed, secondFactor, scopes, organization, project);
    }
}
