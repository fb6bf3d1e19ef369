package io.lotabots.clients.hardware;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** FreeBSD: {@code sysctl}, {@code kenv}, {@code pciconf}, the start's log, {@code dmidecode} where it is installed. */
public final class FreeBsdCollector implements Collector {
    private static final Pattern FEATURES = Pattern.compile("Features\\d?=0x[0-9a-f]+<([^>]*)>");
    private static final Pattern FAMILY =
            Pattern.compile("Origin=\"(\\w+)\".*Family=0x([0-9a-f]{1,4})\\s+Model=0x([0-9a-f]{1,4})");
    private static final Set<String> VIRTUAL_INTERFACES =
            Set.of("bridge", "tap", "tun", "epair", "vlan", "lagg", "wg", "gif", "lo", "pflog", "ipfw");

    @Override
    public String platform() {
        return "FreeBSD";
    }

    @Override
    public Machine collect(Sources sources) {
        var keys = sysctl(sources);
        var log = sources.file("/var/run/dmesg.boot").or(() -> sources.run("dmesg"));
        var firmware = firmware(sources);
        var machine = keys.first("hw.machine_arch").orElse("amd64");
        var cpu = keys.first("hw.model").orElse(Machine.UNKNOWN);
        var kind = kind(machine, cpu, log);
        return new Machine(
                kind.family(),
                kind.arch(),
                firmware.first("smbios.system.product", "Product Name").orElse(Machine.UNKNOWN),
                cpu,
                Numbers.count(keys.number("hw.ncpu")),
                keys.number("hw.physmem").map(Numbers::gib).orElse(1),
                Serials.real(firmware.first("smbios.system.serial", "Serial Number"))
                        .or(() -> Serials.real(firmware.first("smbios.planar.serial"))),
                machine.equals("amd64") ? "x86_64" : machine,
                keys.first("kern.hostname").orElse("localhost"),
                sources.run("ifconfig", "-a")
                        .map(text -> Macs.ifconfig(text, FreeBsdCollector::physical))
                        .orElse(List.of()),
                flags(machine, log, sources),
                Caches.UNKNOWN,
                evidence(sources, keys, firmware, log),
                sources.notes());
    }

    private record Kind(String family, String arch) {}

    private static KeyedText sysctl(Sources sources) {
        var text = sources.run(
                "sysctl",
                "hw.model",
                "hw.ncpu",
                "hw.physmem",
                "hw.machine_arch",
                "kern.hostname",
                "kern.vm_guest",
                "security.jail.jailed");
        return text.map(keys -> KeyedText.parse(keys, ':')).orElse(KeyedText.empty());
    }

    /** {@code kenv} quotes its values and needs no rights; dmidecode is the second choice. */
    private static KeyedText firmware(Sources sources) {
        var kenv = sources.run("kenv")
                .map(text -> text.replace("\"", ""))
                .map(text -> KeyedText.parse(text, '='))
                .orElse(KeyedText.empty());
        return kenv.first("smbios.system.product").isPresent()
                ? kenv
                : sources.run("dmidecode", "-t", "system")
                        .map(text -> KeyedText.parse(text, ':'))
                        .orElse(KeyedText.empty());
    }

    private static Kind kind(String machine, String cpu, Optional<String> log) {
        if (machine.startsWith("powerpc")) {
            return new Kind("PowerPC", LinuxPowerPcCollector.generation(cpu));
        }
        if (machine.startsWith("a") && !machine.equals("amd64")) {
            return new Kind("ARM", machine.equals("aarch64") ? "aarch64" : "armv7");
        }
        var numbers = FAMILY.matcher(log.orElse(""));
        var generation = numbers.find()
                ? X86Generation.of(
                        numbers.group(1).equals("GenuineIntel"),
                        Long.parseLong(numbers.group(2), 16),
                        Long.parseLong(numbers.group(3), 16))
                : X86Generation.MODERN;
        return new Kind(X86Generation.family(generation), generation);
    }

    private static List<String> flags(String machine, Optional<String> log, Sources sources) {
        if (machine.equals("aarch64")) {
            return List.of("asimd");
        }
        if (machine.startsWith("powerpc")) {
            return sources.run("sysctl", "-n", "hw.altivec")
                    .filter("1"::equals)
                    .map(yes -> List.of("altivec"))
                    .orElse(List.of());
        }
        return CpuFlags.split(FEATURES.matcher(log.orElse(""))
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.joining(",")));
    }

    private static boolean physical(String name) {
        return !VIRTUAL_INTERFACES.contains(name.replaceAll("\\d+$", ""));
    }

    private static VirtualEvidence evidence(Sources sources, KeyedText keys, KeyedText firmware, Optional<String> log) {
        var guest = keys.first("kern.vm_guest").filter(kind -> !kind.equals("none"));
        var pci = sources.run("pciconf", "-l").map(PciDevices::pciconf).orElse(List.of());
        var jailed = keys.first("security.jail.jailed").filter("1"::equals);
        return new VirtualEvidence.Scan(sources)
                .fact("kern.vm_guest", guest.isPresent(), guest.orElse(""))
                .fact("security.jail.jailed", jailed.isPresent(), "jail")
                .text("smbios.system.maker", firmware.first("smbios.system.maker", "Manufacturer"))
                .text("smbios.system.product", firmware.first("smbios.system.product", "Product Name"))
                .fact("pci", pci.stream().anyMatch(Hypervisors::isVirtualVendor), "virtual device")
                .kernelLog(log)
                .evidence();
    }
}
