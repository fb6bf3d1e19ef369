package io.lotabots.organizations;

import io.lotabots.aws.Item;

/**
 * An organisation as Haithe's clients read it.
 *
 * @param organizationUid 32 hexadecimal digits, as {@code Haithe-Organization: org-<uid>} names it
 * @param address its contract: the zero address, because none is on a chain
 * @param orchestratorIdx its place in the contracts' list: 0, because none is on a chain
 * @param owner an account
 * @param createdAt {@code 2026-01-31 23:59:59}, UTC
 */
public record Organization(
        long id,
        String organizationUid,
        String address,
        long orchestratorIdx,
        String name,
        String owner,
        String createdAt) {
    private static final String NO_CONTRACT = "0x" + "0".repeat(40);

    static Organization of(Item row) {
        return new Organization(
                Long.parseLong(row.text("organization")),
                row.text("uid"),
                NO_CONTRACT,
                0,
                row.text("name"),
                row.text("owner"),
                Fields.time(row.number("created_at")));
    }
}
