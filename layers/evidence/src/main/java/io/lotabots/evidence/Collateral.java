package io.lotabots.evidence;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What vendors publish about their parts, found by a key that each format names, as {@code amd/milan/vcek/crl}. It is looked up
 * here and never fetched while evidence is verified; it is as untrusted as evidence and verified each time it is used.
 */
@FunctionalInterface
public interface Collateral {
    /** No collateral at all. */
    Collateral NONE = key -> Optional.empty();

    /** What stands behind the key of a piece that does not say its own term: until when it is current. */
    String TERM = "/fresh_until";

    /**
     * The claim that lists the keys of what was looked for and not there. Behind the key of an OCSP response stands, after a
     * question mark, the request for it in base64url.
     */
    String MISSING = "collateral_missing";

    /** The bytes under a key, or empty when nobody brought them. */
    Optional<byte[]> find(String key);

    /**
     * Whether whoever brought a piece called it current until a time before {@code at}: decimal seconds since 1970 under its
     * key and {@link #TERM}.
     */
    default boolean isPast(String key, Instant at) {
        return find(key + TERM)
                .map(seconds -> new String(seconds, StandardCharsets.US_ASCII))
                .filter(seconds -> !seconds.matches("[0-9]{1,18}") || Long.parseLong(seconds) <= at.getEpochSecond())
                .isPresent();
    }

    static Collateral of(Map<String, byte[]> entries) {
        Map<String, byte[]> copy = Map.copyOf(entries);
        return key -> Optional.ofNullable(copy.get(key));
    }
}
