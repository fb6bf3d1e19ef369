package io.lotabots.platform;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HexFormat;

/**
 * What a limit per client address counts by: the whole IPv4 address, or the first 64 bits of an IPv6 address.
 *
 * <p>A single host is given 2<sup>64</sup> IPv6 addresses (RFC 4291, section 2.5.1; RFC 6177): counted one by one they
 * would be no limit.
 */
final class SourceNetwork {
    private static final int PREFIX_BYTES = 8;

    private SourceNetwork() {}

    /**
     * The network of an address in text.
     *
     * @return an IPv4 address as it was given, also when IPv6 carries it ({@code ::ffff:192.0.2.1}); 16 hexadecimal
     *     digits and {@code /64} for IPv6; any other text as it is, never looked up
     */
    static String of(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        try {
            InetAddress literal = InetAddress.ofLiteral(address);
            return literal instanceof Inet6Address
                    ? HexFormat.of().formatHex(literal.getAddress(), 0, PREFIX_BYTES) + "/64"
                    : literal.getHostAddress();
        } catch (IllegalArgumentException noAddress) {
            return address;
        }
    }
}
