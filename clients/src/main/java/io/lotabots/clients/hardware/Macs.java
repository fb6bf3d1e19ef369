package io.lotabots.clients.hardware;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Hardware addresses of network interfaces. */
final class Macs {
    private static final Pattern MAC = Pattern.compile("[0-9a-f]{2}(:[0-9a-f]{2}){5}");
    private static final Pattern INTERFACE = Pattern.compile("^([A-Za-z][A-Za-z0-9._-]*):? .*");
    private static final Pattern ETHER = Pattern.compile("^\\s+ether ([0-9A-Fa-f:]{17}).*");

    private Macs() {}

    /** A usable address in lower case: well formed, neither all zero nor a group address. */
    static Optional<String> usable(String given) {
        var mac = given.strip().toLowerCase(Locale.ROOT);
        return Optional.of(mac)
                .filter(address -> MAC.matcher(address).matches())
                .filter(address -> !address.equals("00:00:00:00:00:00"))
                .filter(address -> (Integer.parseInt(address.substring(0, 2), 16) & 1) == 0);
    }

    /** Addresses from what {@code ifconfig -a} prints on macOS and FreeBSD, of the interfaces wanted. */
    static List<String> ifconfig(String text, Predicate<String> wanted) {
        var macs = new ArrayList<String>();
        var name = "";
        for (var line : text.split("\n", -1)) {
            var head = INTERFACE.matcher(line);
            var ether = ETHER.matcher(line);
            if (head.matches()) {
                name = head.group(1);
            } else if (ether.matches() && wanted.test(name)) {
                usable(ether.group(1)).filter(mac -> !macs.contains(mac)).ifPresent(macs::add);
            }
        }
        return macs.stream().limit(Machine.MAX_MACS).toList();
    }
}
