package io.lotabots.identity;

import io.lotabots.aws.Item;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of the table {@code clients}: a program that gets tokens with a secret of its own (RFC 6749, section 4.4).
 *
 * @param account whose it is: it may what that account may, within its scopes
 * @param clientId {@code cli_} and 26 letters and digits
 * @param scopes at least one; a token has them or fewer
 * @param organization the uid of the one organisation that it is for; null for any
 * @param project the uid of the one project that it is for; null for any
 * @param secrets at most two live ones, so that one is replaced while the other works
 * @param generation how often its tokens were ended
 * @param createdAt seconds since 1970
 */
record Client(
        String account,
        String clientId,
        String name,
        List<String> scopes,
        @Nullable String organization,
        @Nullable String project,
        List<Secret> secrets,
        long generation,
        long createdAt) {
    /** Most secrets that work at a time. */
    static final int MOST_SECRETS = 2;

    /**
     * One secret, of which only a digest is kept.
     *
     * @param id eight hexadecimal digits
     * @param digest 64 hexadecimal digits
     */
    record Secret(String id, String digest, long createdAt) {
        String text() {
            return id + ":" + digest + ":" + createdAt;
        }

        static Secret of(String text) {
            String[] parts = text.split(":", 3);
            return new Secret(parts[0], parts[1], Long.parseLong(parts[2]));
        }
    }

    static Item key(String account, String clientId) {
        return Item.of("account", account).with("client_id", clientId);
    }

    Item item() {
        Item.Builder row = key(account, clientId).toBuilder()
                .with("name", name)
                .with("scopes", scopes)
                .with("secrets", secrets.stream().map(Secret::text).toList())
                .with("generation", generation)
                .with("created_at", createdAt);
        if (organization != null) {
            row.with("organization", organization);
        }
        if (project != null) {
            row.with("project", project);
        }
        return row.build();
    }

    static Client of(Item row) {
        return new Client(
                row.text("account"),
                row.text("client_id"),
                row.text("name"),
                row.texts("scopes"),
                row.findText("organization").orElse(null),
                row.findText("project").orElse(null),
                row.texts("secrets").stream().map(Secret::of).toList(),
                row.number("generation", 0),
                row.number("created_at"));
    }

    /** With one more secret. */
    Client plus(Secret secret) {
        List<Secret> more = new ArrayList<>(secrets);
        more.add(secret);
        return with(more);
    }

    /** Without a secret. */
    Client minus(String secretId) {
        return with(
                secrets.stream().filter(secret -> !secret.id.equals(secretId)).toList());
    }

    private Client with(List<Secret> changed) {
        return new Client(account, clientId, name, scopes, organization, project, changed, generation, createdAt);
    }
}
