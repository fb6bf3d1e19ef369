package io.lotabots.clients.hardware;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds out what machine this is, on one platform. */
public interface Collector {
    /** The platform, for people. */
    String platform();

    /** Reads the machine. Never fails for what is missing: that is told in {@link Machine#notes()}. */
    Machine collect(Sources sources);

    /**
     * The collector for a Java platform.
     *
     * @param osName as {@code os.name}: {@code Linux}, {@code Mac OS X}, {@code FreeBSD}
     * @param osArch as {@code os.arch}: {@code amd64}, {@code aarch64}, {@code arm}, {@code ppc64le}
     * @return nothing for a platform that has no collector
     */
    static Optional<Collector> of(String osName, String osArch) {
        var os = osName.toLowerCase(Locale.ROOT);
        var arch = osArch.toLowerCase(Locale.ROOT);
        boolean x86 =
                Stream.of("amd64", "x86_64", "x86", "i386", "i586", "i686").anyMatch(arch::equals);
        boolean arm = arch.startsWith("arm") || arch.equals("aarch64");
        boolean power = arch.startsWith("ppc") || arch.startsWith("powerpc");
        if (os.startsWith("linux")) {
            return x86
                    ? Optional.of(new LinuxX86Collector())
                    : arm
                            ? Optional.of(new LinuxArmCollector())
                            : power ? Optional.of(new LinuxPowerPcCollector()) : Optional.empty();
        }
        if (os.startsWith("mac")) {
            return x86
                    ? Optional.of(new MacIntelCollector())
                    : arm ? Optional.of(new MacAppleSiliconCollector()) : Optional.empty();
        }
        return os.equals("freebsd") ? Optional.of(new FreeBsdCollector()) : Optional.empty();
    }

    /** Every platform that has a collector, for people. */
    static List<String> platforms() {
        return Stream.of(
                        new LinuxX86Collector(),
                        new LinuxArmCollector(),
                        new LinuxPowerPcCollector(),
                        new MacIntelCollector(),
                        new MacAppleSiliconCollector(),
                        new FreeBsdCollector())
                .map(Collector::platform)
                .toList();
    }
}
