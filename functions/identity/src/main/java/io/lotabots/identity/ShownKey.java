package io.lotabots.identity;

import io.lotabots.access.KeyRow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A key as it is listed.
 *
 * @param name empty for the one of Haithe's wire
 * @param hint its first and last characters
 * @param createdAt seconds since 1970, as all times
 * @param expiresAt null for never
 * @param lastUsedAt at most ten minutes late; null for never
 */
public record ShownKey(
        String keyId,
        String name,
        String hint,
        List<String> scopes,
        @Nullable String organization,
        @Nullable String project,
        long createdAt,
        @Nullable Long expiresAt,
        @Nullable Long lastUsedAt) {
    static ShownKey of(KeyRow row) {
        return new ShownKey(
                row.keyId(),
                row.name(),
                row.hint(),
                row.scopes(),
                row.organization(),
                row.project(),
                row.createdAt(),
                row.expiresAt() == 0 ? null : row.expiresAt(),
                row.lastUsedAt() == 0 ? null : row.lastUsedAt());
    }
}
