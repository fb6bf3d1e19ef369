package io.lotabots.organizations;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list: what was asked for, and the rows that were found.
 *
 * @param limit at most this many rows
 * @param after the place in the list after which the page begins; empty for the first page
 */
record Page(int limit, String after) {
    /** Rows of a page when none are asked for; as many as Haithe's clients ever show. */
    static final int USUAL = 100;

    static final int MOST = 100;
    private static final int MOST_CURSOR = 200;

    /** @throws io.lotabots.platform.Refusal 400 when they are out of range */
    static Page of(@Nullable Long limit, @Nullable String after) {
        long rows = limit == null ? USUAL : limit;
        if (rows < 1 || rows > MOST) {
            throw Fields.invalid("limit", "must be from 1 to " + MOST + ", got " + rows);
        }
        String from = after == null ? "" : after;
        if (from.length() > MOST_CURSOR || !from.matches("[0-9a-z_#-]*")) {
            throw Fields.invalid("after", "must be the 'next' of another page");
        }
        return new Page(Math.toIntExact(rows), from);
    }

    /**
     * Rows of a page.
     *
     * @param next what to send as {@code after} for the page behind it; empty at the end
     */
    record Rows<T extends Object>(List<T> rows, Optional<String> next) {
        /** Those rows of the page that are to be shown. */
        Rows<T> where(Predicate<T> shown) {
            return new Rows<>(rows.stream().filter(shown).toList(), next);
        }
    }
}
