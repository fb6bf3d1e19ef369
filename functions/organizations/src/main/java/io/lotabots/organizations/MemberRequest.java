package io.lotabots.organizations;

import org.jspecify.annotations.Nullable;

/**
 * A role for an account.
 *
 * @param id the organisation or the project, from the path
 * @param walletAddress an account
 * @param role {@code admin} or {@code member}; of a project {@code admin}, {@code developer} or {@code viewer}
 */
public record MemberRequest(
        @Nullable Long id,
        @Nullable String walletAddress,
        @Nullable String role) {}
