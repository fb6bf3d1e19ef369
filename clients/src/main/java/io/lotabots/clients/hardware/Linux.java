package io.lotabots.clients.hardware;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What every Linux tells in the same places. */
final class Linux {
    private static final String CACHES = "/sys/devices/system/cpu/cpu0/cache";
    private static final String NETWORK = "/sys/class/net";

    private Linux() {}

    static KeyedText cpuinfo(Sources sources) {
        return sources.file("/proc/cpuinfo")
                .map(text -> KeyedText.parse(text, ':'))
                .orElse(KeyedText.empty());
    }

    static String hostname(Sources sources) {
        return sources.file("/proc/sys/kernel/hostname")
                .or(() -> sources.run("hostname"))
                .orElse("localhost");
    }

    /** The instruction set, {@code fallback} where {@code uname} is missing. */
    static String machine(Sources sources, String fallback) {
        return sources.run("uname", "-m").orElse(fallback);
    }

    static int memoryGb(Sources sources) {
        return sources.file("/proc/meminfo")
                .map(text -> KeyedText.parse(text, ':'))
                .flatMap(text -> text.first("MemTotal"))
                .flatMap(Numbers::bytes)
                .map(Numbers::gib)
                .orElse(1);
    }

    /** Addresses of interfaces that have a device behind them: bridges, tunnels and containers' ends have none. */
    static List<String> macs(Sources sources) {
        return sources.list(NETWORK).stream()
                .filter(name -> sources.exists(NETWORK + "/" + name + "/device"))
                .flatMap(name -> sources.file(NETWORK + "/" + name + "/address").stream())
                .flatMap(address -> Macs.usable(address).stream())
                .distinct()
                .limit(Machine.MAX_MACS)
                .toList();
    }

    static Caches caches(Sources sources) {
        var sizes = new long[4];
        for (var index : sources.list(CACHES)) {
            var folder = CACHES + "/" + index + "/";
            var level = sources.file(folder + "level").flatMap(Numbers::whole).orElse(0L);
            var size = sources.file(folder + "size").flatMap(Numbers::bytes);
            boolean instructions =
                    sources.file(folder + "type").filter("Instruction"::equals).isPresent();
            if (level >= 1 && level <= 3 && size.isPresent() && !instructions) {
                sizes[level.intValue()] = Math.max(sizes[level.intValue()], size.get());
            }
        }
        return new Caches(sizes[1], sizes[2], sizes[3]);
    }

    /** Looks where every Linux shows hypervisors and containers, whatever its processor. */
    static VirtualEvidence.Scan scan(Sources sources) {
        var scan = new VirtualEvidence.Scan(sources)
                .file("/sys/hypervisor/type")
                .mark("/proc/xen/capabilities")
                .file("/proc/device-tree/hypervisor/compatible")
                .file("/proc/device-tree/compatible")
                .mark("/.dockerenv")
                .mark("/run/.containerenv")
                .file("/proc/1/cgroup")
                .kernelLog(sources.run("dmesg"));
        sources.run("systemd-detect-virt")
                .filter(answer -> !answer.equals("none"))
                .ifPresent(answer -> scan.fact(
                        "systemd-detect-virt", true, answer.lines().findFirst().orElse("yes")));
        scan.fact("pci", virtualPci(sources), "virtual device");
        return scan;
    }

    private static boolean virtualPci(Sources sources) {
        var listed = sources.run("lspci", "-n").map(PciDevices::lspci).orElseGet(() -> sysfsPci(sources));
        return listed.stream().anyMatch(Hypervisors::isVirtualVendor);
    }

    /** The same as lspci tells, where it is not installed. */
    private static List<Integer> sysfsPci(Sources sources) {
        var folder = "/sys/bus/pci/devices";
        var vendors = new ArrayList<Integer>();
        for (var device : sources.list(folder)) {
            sources.file(folder + "/" + device + "/vendor")
                    .flatMap(Numbers::whole)
                    .map(Long::intValue)
                    .ifPresent(vendors::add);
        }
        return vendors;
    }

    /** A text of the device tree. */
    static Optional<String> deviceTree(Sources sources, String property) {
        return sources.file("/proc/device-tree/" + property);
    }
}
