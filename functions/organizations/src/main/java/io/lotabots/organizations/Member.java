package io.lotabots.organizations;

import io.lotabots.aws.Item;

/**
 * A member of an organisation as Haithe's clients read it; its owner is none.
 *
 * @param walletAddress an account
 * @param role {@code admin} or {@code member}
 * @param createdAt since when
 */
public record Member(long orgId, String walletAddress, String role, String createdAt) {
    static Member of(Item row) {
        return new Member(
                Long.parseLong(row.text("organization")),
                row.text("entry").replaceFirst("^person#", ""),
                row.text("role"),
                Fields.time(Math.floorDiv(row.number("joined_at"), 1000L)));
    }
}
