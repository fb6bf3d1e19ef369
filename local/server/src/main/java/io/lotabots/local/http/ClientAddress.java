package io.lotabots.local.http;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Who called: the peer, or whom a trusted proxy names. */
final class ClientAddress {
    /** Shaped as an IPv4 or IPv6 address; names are never looked up. */
    private static final Pattern ADDRESS = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F:.]{2,45}");

    private final boolean trustProxy;

    ClientAddress(boolean trustProxy) {
        this.trustProxy = trustProxy;
    }

    /** {@code X-Real-IP}, else the first hop of {@code X-Forwarded-For}, else {@code peer}. */
    String of(String peer, Map<String, List<String>> headers) {
        if (!trustProxy) {
            return peer;
        }
        String real = first(headers, "x-real-ip");
        String named = real.isEmpty()
                ? first(headers, "x-forwarded-for").split(",", 2)[0].strip()
                : real;
        return ADDRESS.matcher(named).matches() ? named : peer;
    }

    private static String first(Map<String, List<String>> headers, String name) {
        return headers.getOrDefault(name, List.of("")).getFirst().strip();
    }
}
