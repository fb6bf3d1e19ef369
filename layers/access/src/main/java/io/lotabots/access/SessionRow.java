package io.lotabots.access;

import io.lotabots.aws.Item;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of the table {@code account-sessions}: one signed-in device, and the family of all its refresh tokens.
 *
 * @param account partition key
 * @param session sort key, the {@code sid} of its access tokens: 32 hexadecimal digits; of programs a {@code p} and 64
 * @param createdAt when it was opened, as are all times in seconds since 1970
 * @param seenAt when it was opened or last refreshed
 * @param expiresAt when it ends unless it is refreshed before; the row may go then
 * @param endsAt when it ends whatever happens
 * @param network where it was opened from: an IPv4 address, or the first 64 bits of an IPv6 address
 * @param agent what the client called itself, abridged
 */
public record SessionRow(
        String account,
        String session,
        How how,
        long createdAt,
        long seenAt,
        long expiresAt,
        long endsAt,
        List<String> scopes,
        @Nullable String organization,
        @Nullable String project,
        long authenticatedAt,
        boolean secondFactor,
        String network,
        String agent) {

    /** The key of a session's row. */
    public static Item key(String account, String session) {
        return Item.of("account", account).with("session", session);
    }

    /** The row as it is stored, without what refreshing keeps beside it. */
    public Item item() {
        Item.Builder row = key(account, session).toBuilder()
                .with("how", how.name())
                .with("created_at", createdAt)
                .with("seen_at", seenAt)
                .with("expires_at", expiresAt)
                .with("ends_at", endsAt)
                .with("authenticated_at", authenticatedAt)
                .with("second_factor", secondFactor ? 1 : 0)
                .with("network", network)
                .with("agent", agent);
        if (!scopes.isEmpty()) {
            row.with("scopes", scopes);
        }
        if (organization != null) {
            row.with("organization", organization);
        }
        if (project != null) {
            row.with("project", project);
        }
        return row.build();
    }

    /** Reads a stored row. */
    public static SessionRow of(Item row) {
        return new SessionRow(
                row.text("account"),
                row.text("session"),
                How.valueOf(row.text("how")),
                row.number("created_at"),
                row.number("seen_at"),
                row.number("expires_at"),
                row.number("ends_at"),
                row.texts("scopes"),
                row.findText("organization").orElse(null),
                row.findText("project").orElse(null),
                row.number("authenticated_at"),
                row.number("second_factor") == 1,
                row.text("network"),
                row.text("agent"));
    }

    /** Whether it still counts. */
    public boolean live(long now) {
        return now < expiresAt && now < endsAt;
    }

    /** Who calls with it. */
    public Caller caller() {
        return new Caller(
                account, how, session, new HashSet<>(scopes), organization, project, authenticatedAt, secondFactor);
    }
}
