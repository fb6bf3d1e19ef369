package io.lotabots.clients.hardware;

/** macOS on Intel: {@code sysctl}, {@code system_profiler}, {@code ifconfig}. */
public final class MacIntelCollector implements Collector {
    @Override
    public String platform() {
        return "macOS Intel";
    }

    @Override
    public Machine collect(Sources sources) {
        var mac = MacOs.read(sources);
        var generation = X86Generation.of(
                mac.sysctl()
                        .first("machdep.cpu.vendor")
                        .filter("GenuineIntel"::equals)
                        .isPresent(),
                mac.sysctl().number("machdep.cpu.family").orElse(0L),
                mac.sysctl().number("machdep.cpu.model").orElse(0L));
        var features = mac.sysctl().first("machdep.cpu.features").orElse("") + " "
                + mac.sysctl().first("machdep.cpu.leaf7_features").orElse("");
        return new Machine(
                X86Generation.family(generation),
                generation,
                mac.model(),
                mac.brand(),
                mac.cores(),
                mac.memoryGb(),
                mac.serial(),
                "x86_64",
                mac.hostname(),
                MacOs.macs(sources),
                CpuFlags.split(features),
                mac.caches(),
                mac.evidence(sources),
                sources.notes());
    }
}
