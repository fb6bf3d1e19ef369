package io.lotabots.clients.hardware;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Linux on PowerPC, from Macs to POWER servers: {@code /proc/cpuinfo} and the device tree. */
public final class LinuxPowerPcCollector implements Collector {
    private static final Pattern POWER = Pattern.compile("power(\\d{1,2})");
    private static final Pattern G5 = Pattern.compile("ppc970|970");
    private static final Pattern G4 = Pattern.compile("\\b74[0-9]{2}|g4");
    private static final Pattern G3 = Pattern.compile("\\b7[45]0|g3");

    @Override
    public String platform() {
        return "Linux PowerPC";
    }

    @Override
    public Machine collect(Sources sources) {
        var info = Linux.cpuinfo(sources);
        var cpu = info.first("cpu").orElse(Machine.UNKNOWN);
        var serial = Serials.real(Linux.deviceTree(sources, "system-id"))
                .or(() -> Serials.real(Linux.deviceTree(sources, "serial-number")));
        return new Machine(
                "PowerPC",
                generation(cpu),
                info.first("machine", "model")
                        .or(() -> Linux.deviceTree(sources, "model"))
                        .orElse(Machine.UNKNOWN),
                cpu,
                info.count("processor"),
                Linux.memoryGb(sources),
                serial,
                Linux.machine(sources, "ppc64le"),
                Linux.hostname(sources),
                Linux.macs(sources),
                features(cpu),
                Linux.caches(sources),
                Linux.scan(sources)
                        .text("/proc/cpuinfo", info.first("machine"))
                        .fact("/proc/ppc64/lparcfg", sources.exists("/proc/ppc64/lparcfg"), "powervm partition")
                        .evidence(),
                sources.notes());
    }

    /** The protocol's word for the processor's generation. */
    static String generation(String cpu) {
        var name = cpu.toLowerCase(Locale.ROOT);
        var power = POWER.matcher(name);
        if (power.find()) {
            return "power" + power.group(1);
        }
        return G5.matcher(name).find()
                ? "G5"
                : G4.matcher(name).find() ? "G4" : G3.matcher(name).find() ? "G3" : "default";
    }

    /** The kernel prints AltiVec beside the name; VSX came with POWER7. */
    private static List<String> features(String cpu) {
        var features = new ArrayList<String>();
        var name = cpu.toLowerCase(Locale.ROOT);
        if (name.contains("altivec supported")) {
            features.add("altivec");
        }
        var power = POWER.matcher(name);
        if (power.find() && Integer.parseInt(power.group(1)) >= 7) {
            features.add("vsx");
        }
        return features;
    }
}
