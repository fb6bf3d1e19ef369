package io.lotabots.evidence;

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

    /** The bytes under a key, or empty when nobody brought them. */
    Optional<byte[]> find(String key);

    static Collateral of(Map<String, byte[]> entries) {
        Map<String, byte[]> copy = Map.copyOf(entries);
        return key -> Optional.ofNullable(copy.get(key));
    }
}
