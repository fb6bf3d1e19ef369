package io.lotabots.organizations;

import io.lotabots.aws.Item;

/**
 * A member of a project as Haithe's clients read it.
 *
 * @param walletAddress an account
 * @param role {@code admin}, {@code developer} or {@code viewer}
 */
public record ProjectMember(long projectId, String walletAddress, String role) {
    static ProjectMember of(Item row) {
        String[] parts = row.text("entry").split("#", 3);
        return new ProjectMember(Long.parseLong(parts[1]), parts[2], row.text("role"));
    }
}
