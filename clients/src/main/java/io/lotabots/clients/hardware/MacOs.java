package io.lotabots.clients.hardware;

import java.util.List;
import java.util.Optional;

/**
 * What every macOS tells in the same places.
 *
 * @param sysctl the keys {@code hw}, {@code machdep.cpu} and {@code kern} that matter
 * @param profile the hardware overview of {@code system_profiler}
 */
record MacOs(KeyedText sysctl, KeyedText profile) {
    static MacOs read(Sources sources) {
        var keys = new StringBuilder();
        for (var name :
                List.of("hw", "machdep.cpu", "kern.hostname", "kern.hv_vmm_present", "sysctl.proc_translated")) {
            sources.run("sysctl", name).ifPresent(text -> keys.append(text).append('\n'));
        }
        var profile = sources.run("system_profiler", "SPHardwareDataType");
        return new MacOs(
                KeyedText.parse(keys.toString(), ':'),
                profile.map(text -> KeyedText.parse(text, ':')).orElse(KeyedText.empty()));
    }

    String brand() {
        return sysctl.first("machdep.cpu.brand_string")
                .or(() -> profile.first("Chip", "Processor Name"))
                .orElse(Machine.UNKNOWN);
    }

    String model() {
        return sysctl.first("hw.model")
                .or(() -> profile.first("Model Identifier"))
                .orElse(Machine.UNKNOWN);
    }

    int cores() {
        return Numbers.count(sysctl.number("hw.logicalcpu").or(() -> sysctl.number("hw.ncpu")));
    }

    int memoryGb() {
        return sysctl.number("hw.memsize").map(Numbers::gib).orElse(1);
    }

    Optional<String> serial() {
        return Serials.real(profile.first("Serial Number (system)"));
    }

    String hostname() {
        return sysctl.first("kern.hostname").orElse("localhost");
    }

    Caches caches() {
        return new Caches(
                sysctl.number("hw.l1dcachesize").orElse(0L),
                sysctl.number("hw.l2cachesize").orElse(0L),
                sysctl.number("hw.l3cachesize").orElse(0L));
    }

    static List<String> macs(Sources sources) {
        return sources.run("ifconfig", "-a")
                .map(text -> Macs.ifconfig(text, name -> name.startsWith("en")))
                .orElse(List.of());
    }

    VirtualEvidence evidence(Sources sources) {
        return new VirtualEvidence.Scan(sources)
                .fact(
                        "kern.hv_vmm_present",
                        sysctl.first("kern.hv_vmm_present").filter("1"::equals).isPresent(),
                        "1")
                .fact(
                        "sysctl.proc_translated",
                        sysctl.first("sysctl.proc_translated")
                                .filter("1"::equals)
                                .isPresent(),
                        "rosetta")
                .text("hw.model", sysctl.first("hw.model"))
                .text("machdep.cpu.brand_string", sysctl.first("machdep.cpu.brand_string"))
                .text("system_profiler", profile.first("Model Name"))
                .fact(
                        "machdep.cpu.features",
                        CpuFlags.split(sysctl.first("machdep.cpu.features").orElse(""))
                                .contains("vmm"),
                        "vmm flag")
                .evidence();
    }
}
