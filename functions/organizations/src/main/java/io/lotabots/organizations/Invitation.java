package io.lotabots.organizations;

import io.lotabots.aws.Item;
import org.jspecify.annotations.Nullable;

/**
 * What an account was invited to be: a member of an organisation, or of one of its projects.
 *
 * @param orgName as it is called now; null where it is asked from inside
 * @param walletAddress the invited account
 * @param role {@code admin} or {@code member} of the organisation; {@code admin}, {@code developer} or {@code viewer} of
 *     the project
 * @param projectId the project; null for the organisation itself
 * @param invitedBy the account that did
 * @param expiresAt until when it can be accepted
 */
public record Invitation(
        long orgId,
        @Nullable String orgName,
        String walletAddress,
        String role,
        @Nullable Long projectId,
        String invitedBy,
        String createdAt,
        String expiresAt) {

    static Invitation of(Item row, @Nullable String orgName) {
        return new Invitation(
                Long.parseLong(row.text("organization")),
                orgName,
                row.text("entry").replaceFirst("^invitation#", ""),
                row.text("role"),
                row.has("project") ? row.number("project") : null,
                row.text("invited_by"),
                Fields.time(row.number("created_at")),
                Fields.time(row.number("expires_at")));
    }
}
