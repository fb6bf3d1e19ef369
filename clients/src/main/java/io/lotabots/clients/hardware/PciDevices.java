package io.lotabots.clients.hardware;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Vendor numbers of PCI devices from the two tools that list them. */
final class PciDevices {
    private static final Pattern LSPCI = Pattern.compile("^\\S+ [0-9a-f]{4}: ([0-9a-f]{4}):[0-9a-f]{4}.*");
    private static final Pattern VENDOR = Pattern.compile("\\bvendor=0x([0-9a-f]{4})\\b");

    /** Before FreeBSD 13: the device's number in the upper half, the vendor's in the lower. */
    private static final Pattern CHIP = Pattern.compile("\\bchip=0x[0-9a-f]{4}([0-9a-f]{4})\\b");

    private PciDevices() {}

    /** From {@code lspci -n}: {@code 00:1f.2 0106: 8086:a352 (rev 10)}. */
    static List<Integer> lspci(String text) {
        return vendors(text.lines(), LSPCI);
    }

    /** From {@code pciconf -l}, old and new form. */
    static List<Integer> pciconf(String text) {
        return Stream.concat(vendors(text.lines(), VENDOR).stream(), vendors(text.lines(), CHIP).stream())
                .toList();
    }

    private static List<Integer> vendors(Stream<String> lines, Pattern pattern) {
        return lines.map(pattern::matcher)
                .filter(matcher -> matcher.find())
                .map(matcher -> Integer.parseInt(matcher.group(1), 16))
                .toList();
    }
}
