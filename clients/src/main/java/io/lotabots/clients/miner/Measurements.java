package io.lotabots.clients.miner;

import io.lotabots.clients.PlainError;
import io.lotabots.clients.fingerprint.Entropy;
import io.lotabots.clients.fingerprint.Fingerprint;
import io.lotabots.clients.hardware.Collector;
import io.lotabots.clients.hardware.HostSources;
import io.lotabots.clients.hardware.Machine;
import java.util.function.Consumer;

/** Where a cycle gets its facts from: always measured for that cycle, never kept. */
public interface Measurements {
    /** Which machine the commands of one command line measure. */
    @FunctionalInterface
    interface Source {
        /**
         * Measurements for one command.
         *
         * @param progress told what is being measured
         */
        Measurements with(Consumer<String> progress);
    }

    /** Reads what machine this is. */
    Machine machine();

    /** Measures the fingerprint. */
    Fingerprint fingerprint(Machine machine);

    /** Measures the timings of the commitment. */
    Entropy entropy();

    /**
     * This machine.
     *
     * @param progress told what is being measured
     * @throws PlainError when there is no collector for this platform
     */
    static Measurements ofThisMachine(Consumer<String> progress) {
        var os = System.getProperty("os.name");
        var arch = System.getProperty("os.arch");
        var collector = Collector.of(os, arch)
                .orElseThrow(() -> new PlainError("a miner does not run on " + os + " " + arch + ", only on "
                        + String.join(", ", Collector.platforms())));
        return new Measurements() {
            @Override
            public Machine machine() {
                progress.accept("machine");
                return collector.collect(new HostSources());
            }

            @Override
            public Fingerprint fingerprint(Machine machine) {
                return Fingerprint.measure(machine, progress);
            }

            @Override
            public Entropy entropy() {
                progress.accept("entropy");
                return Entropy.measure();
            }
        };
    }
}
