package io.lotabots.clients.hardware;

import java.util.List;
import java.util.regex.Pattern;

/** macOS on Apple's own processors: {@code sysctl}, {@code system_profiler}, {@code ifconfig}. */
public final class MacAppleSiliconCollector implements Collector {
    private static final Pattern GENERATION = Pattern.compile("Apple (M\\d{1,2})\\b");

    /** Advanced SIMD is part of every 64-bit Arm processor for applications; macOS no longer lists it by itself. */
    private static final List<String> ALWAYS = List.of("neon", "asimd");

    @Override
    public String platform() {
        return "macOS Apple Silicon";
    }

    @Override
    public Machine collect(Sources sources) {
        var mac = MacOs.read(sources);
        var brand = mac.brand();
        var generation = GENERATION.matcher(brand);
        return new Machine(
                "Apple Silicon",
                generation.find() ? generation.group(1) : "default",
                mac.model(),
                brand,
                mac.cores(),
                mac.memoryGb(),
                mac.serial(),
                "arm64",
                mac.hostname(),
                MacOs.macs(sources),
                ALWAYS,
                mac.caches(),
                mac.evidence(sources),
                sources.notes());
    }
}
