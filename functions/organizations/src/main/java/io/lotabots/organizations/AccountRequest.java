package io.lotabots.organizations;

import org.jspecify.annotations.Nullable;

/**
 * An account in an organisation or a project.
 *
 * @param id the organisation or the project, from the path
 * @param walletAddress an account
 */
public record AccountRequest(@Nullable Long id, @Nullable String walletAddress) {}
