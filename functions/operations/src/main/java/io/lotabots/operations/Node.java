package io.lotabots.operations;

import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One node of the network. An address that only a private network reaches, or that carries a password, is told to
 * operators alone; then nothing of it shows in the other fields either.
 *
 * @param wallet null: nodes hold no wallets here
 * @param registeredAt null: nodes are listed by the deployment, which keeps no time of it
 * @param online null: nobody measures it
 */
public record Node(
        String nodeId,
        @Nullable String wallet,
        @Nullable String url,
        String name,
        @Nullable Long registeredAt,
        boolean isActive,
        @Nullable Boolean online,
        boolean urlRedacted) {
    private static final Set<String> PRIVATE_SUFFIXES = Set.of(
            "localhost", "local", "localdomain", "internal", "lan", "home", "intranet", "corp", "private", "test");

    static Node of(int index, URI address, boolean operator) {
        String id = "node-" + (index + 1);
        boolean redacted = !operator && !isPublic(address);
        return new Node(
                id,
                null,
                redacted ? null : address.toString(),
                redacted ? id : address.getHost(),
                null,
                true,
                null,
                redacted);
    }

    /** Whether an address may be shown to anyone; decided from its text, without asking a name server. */
    static boolean isPublic(URI address) {
        String host = address.getHost().toLowerCase(Locale.ROOT);
        return address.getRawUserInfo() == null && (isLiteral(host) ? isPublicLiteral(host) : isPublicName(host));
    }

    private static boolean isPublicName(String host) {
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        String last = name.substring(name.lastIndexOf('.') + 1);
        return name.contains(".") && !PRIVATE_SUFFIXES.contains(last);
    }

    /** Names end in a letter's label (RFC 3696, 2); what ends otherwise is meant as a number. */
    private static boolean isLiteral(String host) {
        return host.startsWith("[") || host.matches("(.*\\.)?(0x[0-9a-f]*|[0-9]+)\\.?");
    }

    /** The blocks that no router of the Internet carries (RFC 6890). */
    private static boolean isPublicLiteral(String host) {
        InetAddress literal;
        try {
            literal = InetAddress.ofLiteral(host);
        } catch (IllegalArgumentException unusual) {
            return false;
        }
        byte[] bytes = literal.getAddress();
        int first = Byte.toUnsignedInt(bytes[0]);
        int second = Byte.toUnsignedInt(bytes[1]);
        boolean reserved = literal.isAnyLocalAddress()
                || literal.isLoopbackAddress()
                || literal.isLinkLocalAddress()
                || literal.isSiteLocalAddress()
                || literal.isMulticastAddress();
        boolean block = bytes.length == 4
                ? first == 0 || first >= 240 || (first == 100 && second >= 64 && second < 128)
                : (first & 0xfe) == 0xfc;
        return !reserved && !block;
    }
}
