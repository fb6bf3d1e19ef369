package io.lotabots.organizations;

import io.lotabots.aws.Item;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * A project as Haithe's clients read it. The tokens of bots are never told: those fields are always null.
 *
 * @param projectUid 32 hexadecimal digits, as {@code Haithe-Project: proj-<uid>} names it
 * @param createdAt {@code 2026-01-31 23:59:59}, UTC
 * @param pricePerCall what its owner takes for a call beside models and products, in units of 10<sup>-18</sup>
 * @param pricePerCallAtomic the same as text, for clients whose numbers are not exact
 */
public record Project(
        long id,
        long orgId,
        String projectUid,
        String name,
        String createdAt,
        boolean searchEnabled,
        boolean memoryEnabled,
        long defaultModelId,
        BigInteger pricePerCall,
        String pricePerCallAtomic,
        @Nullable String teloxideToken,
        @Nullable String discordToken) {

    static Project of(Item row) {
        BigInteger price = row.integer("price_per_call");
        return new Project(
                id(row),
                Long.parseLong(row.text("organization")),
                row.text("uid"),
                row.text("name"),
                Fields.time(row.number("created_at")),
                row.number("search_enabled", 0) == 1,
                row.number("memory_enabled", 0) == 1,
                row.number("default_model_id"),
                price,
                price.toString(),
                null,
                null);
    }

    static long id(Item row) {
        return Long.parseLong(row.text("entry").replaceFirst("^project#", ""));
    }
}
