package io.lotabots.organizations;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list in the envelope of Haithe's clients, who do not look at the last field.
 *
 * @param data the list
 * @param next what to send as {@code after} for the next page; null at the end
 */
public record Listed<T extends Object>(
        boolean success, String message, T data, @Nullable String next) {
    static <R extends Object, T extends Object> Listed<List<T>> of(
            String message, Page.Rows<R> page, Function<R, T> shown) {
        List<T> data = page.rows().stream().map(shown).toList();
        return new Listed<>(true, message, data, page.next().orElse(null));
    }

    /** A list that is never long. */
    static <T extends Object> Listed<List<T>> whole(String message, List<T> rows) {
        return new Listed<>(true, message, rows, null);
    }
}
