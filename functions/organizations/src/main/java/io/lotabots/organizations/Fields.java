package io.lotabots.organizations;

import io.lotabots.access.Accounts;
import io.lotabots.access.Role;
import io.lotabots.platform.Refusal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The fields of requests and answers that many endpoints share. */
final class Fields {
    /** Greatest id: JavaScript's greatest exact whole number. */
    static final long MOST_ID = (1L << 53) - 1;

    /** The store's numbers have 38 digits, of which two are left to sums. */
    private static final int MOST_PRICE_POWER = 36;

    private static final BigInteger MOST_PRICE = BigInteger.TEN.pow(MOST_PRICE_POWER);

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    private Fields() {}

    /** An id from a path. One that cannot be is like one that is not there, which reading it shows. */
    static long id(@Nullable Long id) {
        return id == null ? 0 : id;
    }

    /** An id that a field gives. */
    static long id(String field, @Nullable Long id) {
        if (id == null || id < 1 || id > MOST_ID) {
            throw invalid(field, "must be a whole number from 1 to " + MOST_ID);
        }
        return id;
    }

    /** A price in units of 10<sup>-18</sup>; null when none is given. */
    static @Nullable BigInteger price(String field, @Nullable BigInteger given) {
        if (given != null && (given.signum() < 0 || given.compareTo(MOST_PRICE) > 0)) {
            throw invalid(field, "must be a whole number from 0 to 10^" + MOST_PRICE_POWER);
        }
        return given;
    }

    /** An account, of a wallet or of a person. */
    static String account(@Nullable String given) {
        if (given == null) {
            throw invalid("wallet_address", "is missing; give 0x and 40 hexadecimal digits, or a person's usr_...");
        }
        return Accounts.of(given.strip())
                .orElseThrow(() -> invalid(
                        "wallet_address", "must be 0x and 40 hexadecimal digits, or usr_ and 26 letters and digits"));
    }

    /** A role among those that may be given there. */
    static Role role(List<Role> some, @Nullable String word) {
        return Role.among(some, word == null ? "" : word)
                .orElseThrow(() -> invalid(
                        "role",
                        "must be one of " + some.stream().map(Role::word).collect(Collectors.joining(", "))));
    }

    /** A second as Haithe's clients read it: {@code 2026-01-31 23:59:59}, UTC. */
    static String time(long epochSecond) {
        return TIME.format(Instant.ofEpochSecond(epochSecond));
    }

    static Refusal invalid(String field, String what) {
        return new Refusal(400, "INVALID_FIELD", "Field '" + field + "' " + what).with("field", field);
    }
}
