package io.lotabots.access;

import io.lotabots.aws.Item;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of the table {@code api-keys}: one key, of which only a digest is kept.
 *
 * @param account partition key: whose it is
 * @param keyId sort key: the UUID in the middle of the key
 * @param digest see {@link ApiKey#digest}
 * @param name what its owner calls it; empty for the one key of Haithe's wire
 * @param hint the key's first and last characters, to be recognised by
 * @param scopes at least one of {@link Scopes}
 * @param createdAt seconds since 1970, as are all times
 * @param expiresAt when it stops working; 0 for never
 * @param lastUsedAt when it was last used, at most {@value Callers#USE_NOTED_SECONDS} s late; 0 for never
 */
public record KeyRow(
        String account,
        String keyId,
        byte[] digest,
        String name,
        String hint,
        List<String> scopes,
        @Nullable String organization,
        @Nullable String project,
        long createdAt,
        long expiresAt,
        long lastUsedAt) {

    /** The key of a key's row. */
    public static Item key(String account, String keyId) {
        return Item.of("account", account).with("key_id", keyId);
    }

    /** The row as it is stored. */
    public Item item() {
        Item.Builder row = key(account, keyId).toBuilder()
                .with("digest", digest)
                .with("name", name)
                .with("hint", hint)
                .with("scopes", scopes)
                .with("created_at", createdAt)
                .with("expires_at", expiresAt)
                .with("last_used_at", lastUsedAt);
        if (organization != null) {
            row.with("organization", organization);
        }
        if (project != null) {
            row.with("project", project);
        }
        return row.build();
    }

    /** Reads a stored row. */
    public static KeyRow of(Item row) {
        return new KeyRow(
                row.text("account"),
                row.text("key_id"),
                row.bytes("digest"),
                row.text("name"),
                row.text("hint"),
                row.texts("scopes"),
                row.findText("organization").orElse(null),
                row.findText("project").orElse(null),
                row.number("created_at"),
                row.number("expires_at", 0),
                row.number("last_used_at", 0));
    }

    /** Whether it still works. */
    public boolean live(long now) {
        return expiresAt == 0 || now < expiresAt;
    }

    /** Who calls with it. */
    public Caller caller() {
        return new Caller(account, How.API_KEY, keyId, new HashSet<>(scopes), organization, project, createdAt, false);
    }
}
