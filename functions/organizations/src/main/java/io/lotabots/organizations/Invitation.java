package io.lotabots.organizations;

import io.lotabots.access.Role;
import io.lotabots.aws.Item;
import org.jspecify.annotations.Nullable;

/**
 * What an account was invited to be: a member of an organisation, or of one of its projects, or its owner.
 *
 * @param orgName as it is called now; null where it is asked from inside
 * @param walletAddress the invited account
 * @param role {@code admin} or {@code member} of the organisation; {@code admin}, {@code developer} or {@code viewer} of
 *     the project; {@code owner} of an organisation that is offered, which is taken by its own endpoint
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

    /** An organisation that is offered to an account, of its own row. */
    static Invitation ofOffer(Item row) {
        long until = row.number("transfer_until");
        return new Invitation(
                Long.parseLong(row.text("organization")),
                row.text("name"),
                row.text("transfer_to"),
                Role.OWNER.word(),
                null,
                row.text("owner"),
                Fields.time(until - Transfers.OPEN_SECONDS),
                Fields.time(until));
    }

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
