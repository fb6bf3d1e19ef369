package io.lotabots.clients.hardware;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Numbers as system tools print them. */
final class Numbers {
    private static final Pattern SIZE =
            Pattern.compile("\\s*(\\d{1,15})\\s*([kmg]?)i?b?\\s*", Pattern.CASE_INSENSITIVE);
    private static final long GIB = 1L << 30;

    private Numbers() {}

    /** A decimal or {@code 0x} whole number that fits in 64 bits. */
    static Optional<Long> whole(String text) {
        try {
            return Optional.of(Long.decode(text.strip()));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** A size such as {@code 32K}, {@code 16317552 kB} or {@code 1024}, in bytes; powers of two. */
    static Optional<Long> bytes(String text) {
        var size = SIZE.matcher(text);
        if (!size.matches()) {
            return Optional.empty();
        }
        int shift = switch (size.group(2).toLowerCase(Locale.ROOT)) {
            case "k" -> 10;
            case "m" -> 20;
            case "g" -> 30;
            default -> 0;
        };
        long count = Long.parseLong(size.group(1));
        return count > Long.MAX_VALUE >> shift ? Optional.empty() : Optional.of(count << shift);
    }

    /** Bytes as GiB, rounded to the nearest, at least 1. */
    static int gib(long bytes) {
        return (int) Math.clamp((bytes + GIB / 2) / GIB, 1, Integer.MAX_VALUE);
    }

    /** A count that a machine can have, 1 when it is absent. */
    static int count(Optional<Long> number) {
        return (int) Math.clamp(number.orElse(1L), 1, Integer.MAX_VALUE);
    }
}
