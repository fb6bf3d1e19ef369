package io.lotabots.clients.hardware;

import java.util.List;
import java.util.Optional;

/** Linux on x86: {@code /proc/cpuinfo}, the firmware's tables in {@code /sys/class/dmi/id}, else {@code dmidecode}. */
public final class LinuxX86Collector implements Collector {
    private static final String DMI = "/sys/class/dmi/id/";
    private static final List<String> DMI_NAMES = List.of(
            "sys_vendor",
            "product_name",
            "product_version",
            "board_vendor",
            "board_name",
            "bios_vendor",
            "chassis_vendor");

    @Override
    public String platform() {
        return "Linux x86-64";
    }

    @Override
    public Machine collect(Sources sources) {
        var cpu = Linux.cpuinfo(sources);
        var product = sources.file(DMI + "product_name");
        // Only asked where the kernel's copy is missing: dmidecode wants root.
        var dmidecode =
                product.isPresent() && sources.file(DMI + "product_serial").isPresent()
                        ? KeyedText.empty()
                        : sources.run("dmidecode", "-t", "system")
                                .map(text -> KeyedText.parse(text, ':'))
                                .orElse(KeyedText.empty());
        var flags = cpu.first("flags").map(CpuFlags::split).orElse(List.of());
        var generation = X86Generation.of(
                cpu.first("vendor_id").filter("GenuineIntel"::equals).isPresent(),
                cpu.number("cpu family").orElse(0L),
                cpu.number("model").orElse(0L));
        return new Machine(
                X86Generation.family(generation),
                generation,
                product.or(() -> dmidecode.first("Product Name")).orElse(Machine.UNKNOWN),
                cpu.first("model name").orElse(Machine.UNKNOWN),
                cpu.count("processor"),
                Linux.memoryGb(sources),
                serial(sources, dmidecode),
                Linux.machine(sources, "x86_64"),
                Linux.hostname(sources),
                Linux.macs(sources),
                flags,
                Linux.caches(sources),
                evidence(sources, dmidecode, cpu, flags),
                sources.notes());
    }

    private static Optional<String> serial(Sources sources, KeyedText dmidecode) {
        return Serials.real(sources.file(DMI + "product_serial"))
                .or(() -> Serials.real(dmidecode.first("Serial Number")))
                .or(() -> Serials.real(sources.file(DMI + "board_serial")))
                .or(() -> Serials.real(sources.file(DMI + "chassis_serial")));
    }

    private static VirtualEvidence evidence(Sources sources, KeyedText dmidecode, KeyedText cpu, List<String> flags) {
        var scan = Linux.scan(sources)
                .fact("/proc/cpuinfo", flags.contains("hypervisor"), "hypervisor flag")
                .text("/proc/cpuinfo", cpu.first("model name"));
        boolean metal = sources.file(DMI + "product_name")
                .filter(name -> name.endsWith(".metal"))
                .isPresent();
        if (!metal) {
            DMI_NAMES.forEach(name -> scan.file(DMI + name));
            scan.text("dmidecode", dmidecode.first("Manufacturer")).text("dmidecode", dmidecode.first("Product Name"));
        }
        return scan.evidence();
    }
}
