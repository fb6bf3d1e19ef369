package io.lotabots.clients.node;

import io.lotabots.clients.PlainError;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;

/** Where a node is. */
public final class NodeAddress {
    /** The node that runs on this machine. */
    public static final URI HERE = URI.create("http://127.0.0.1:8099");

    private NodeAddress() {}

    /**
     * An {@code http} or {@code https} address of a host, with a path at most.
     *
     * @param where which option or key gave it, for the message
     * @throws PlainError when it is anything else
     */
    public static URI of(String where, String given) {
        try {
            var uri = new URI(given.replaceAll("/+$", ""));
            var scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            boolean web = scheme.equals("http") || scheme.equals("https");
            boolean plain = uri.getUserInfo() == null && uri.getQuery() == null && uri.getFragment() == null;
            if (web && plain && uri.getHost() != null && uri.getPort() <= 65_535 && uri.getPort() != 0) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw new PlainError(range(where, given), e);
        }
        throw new PlainError(range(where, given));
    }

    /** A warning when the way to the node is open to others: plain HTTP that leaves this machine. */
    public static Optional<String> openWay(URI node) {
        if (!"http".equalsIgnoreCase(node.getScheme())) {
            return Optional.empty();
        }
        try {
            if (InetAddress.getByName(node.getHost()).isLoopbackAddress()) {
                return Optional.empty();
            }
        } catch (UnknownHostException e) {
            // The call itself will say that the host is unknown.
            return Optional.empty();
        }
        return Optional.of(
                "note: " + node + " is not encrypted: others on the way can read and change what is sent; use https");
    }

    private static String range(String where, String given) {
        return where
                + " must be an address like https://node.example or http://127.0.0.1:8099, without user, query or fragment, got "
                + (given.isEmpty() ? "nothing" : NodeAnswer.printable(given));
    }
}
