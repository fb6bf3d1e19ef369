package io.lotabots.clients.hardware;

/** Machines for tests, from recordings. */
public final class Machines {
    private Machines() {}

    /** A desktop on bare metal. */
    public static Machine desktop() {
        return new LinuxX86Collector().collect(Recordings.of("linux-haswell-desktop"));
    }

    /** A guest of a hypervisor, with a host name that is no label. */
    public static Machine guest() {
        return new LinuxX86Collector().collect(Recordings.of("linux-qemu-guest"));
    }

    /** A PowerPC server. */
    public static Machine power8() {
        return new LinuxPowerPcCollector().collect(Recordings.of("linux-power8"));
    }
}
