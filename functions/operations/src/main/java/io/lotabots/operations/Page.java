package io.lotabots.operations;

import io.lotabots.platform.Refusal;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a list is asked for.
 *
 * @param limit 1 to 50; a whole number outside becomes the nearer end
 * @param offset 0 to 1000000
 */
record Page(int limit, int offset) {
    static final int MAX_LIMIT = 50;
    static final int MAX_OFFSET = 1_000_000;

    private static final int DEFAULT_LIMIT = 20;
    private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]{1,18}");
    private static final int MAX_SHOWN = 40;

    /** @throws Refusal 400 naming the field, its range and what was got */
    static Page of(@Nullable String limit, @Nullable String offset) {
        long asked = limit == null ? DEFAULT_LIMIT : whole("limit", limit, 1, MAX_LIMIT);
        long from = offset == null ? 0 : whole("offset", offset, 0, MAX_OFFSET);
        if (from < 0 || from > MAX_OFFSET) {
            throw refused("offset", String.valueOf(offset), 0, MAX_OFFSET);
        }
        return new Page(Math.clamp(asked, 1, MAX_LIMIT), (int) from);
    }

    private static long whole(String field, String text, long least, long most) {
        if (!WHOLE.matcher(text).matches()) {
            throw refused(field, text, least, most);
        }
        return Long.parseLong(text);
    }

    private static Refusal refused(String field, String got, long least, long most) {
        String shown = got.length() > MAX_SHOWN ? got.substring(0, MAX_SHOWN) + "..." : got;
        return new Refusal(
                        400,
                        "INVALID_" + field.toUpperCase(Locale.ROOT),
                        field + " must be a whole number from " + least + " to " + most + ", got: " + shown)
                .with("field", field);
    }
}
