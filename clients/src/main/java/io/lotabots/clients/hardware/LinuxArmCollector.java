package io.lotabots.clients.hardware;

import java.util.List;

/** Linux on Arm, 64 and 32 bits: {@code /proc/cpuinfo} and the device tree; firmware tables on servers. */
public final class LinuxArmCollector implements Collector {
    private static final String DMI = "/sys/class/dmi/id/";

    @Override
    public String platform() {
        return "Linux ARM";
    }

    @Override
    public Machine collect(Sources sources) {
        var info = Linux.cpuinfo(sources);
        var machine = Linux.machine(sources, "aarch64");
        var part = ArmParts.name(
                info.number("CPU implementer").orElse(0L),
                info.number("CPU part").orElse(0L));
        var model = Linux.deviceTree(sources, "model")
                .or(() -> info.first("Model"))
                .or(() -> sources.file(DMI + "product_name"));
        var serial = Serials.real(Linux.deviceTree(sources, "serial-number"))
                .or(() -> Serials.real(info.first("Serial")))
                .or(() -> Serials.real(sources.file(DMI + "product_serial")));
        return new Machine(
                "ARM",
                ArmParts.generation(part, machine),
                model.orElse(Machine.UNKNOWN),
                part,
                info.count("processor"),
                Linux.memoryGb(sources),
                serial,
                machine,
                Linux.hostname(sources),
                Linux.macs(sources),
                info.first("Features").map(CpuFlags::split).orElse(List.of()),
                Linux.caches(sources),
                Linux.scan(sources)
                        .file("/proc/device-tree/model")
                        .file(DMI + "sys_vendor")
                        .file(DMI + "product_name")
                        .evidence(),
                sources.notes());
    }
}
