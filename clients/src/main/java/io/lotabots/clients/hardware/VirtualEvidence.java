package io.lotabots.clients.hardware;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What speaks for a virtual machine, an emulator or a container, and where it was looked for.
 *
 * @param indicators one {@code where:what} each; none on bare metal
 * @param pathsChecked files, keys and commands that were looked at, found or not
 * @param kernelLogScanned whether the kernel's log could be read
 */
public record VirtualEvidence(List<String> indicators, List<String> pathsChecked, boolean kernelLogScanned) {
    /** Whether anything at all speaks for it. */
    public boolean isVirtual() {
        return !indicators.isEmpty();
    }

    /** Gathers evidence from one machine's sources. */
    static final class Scan {
        private static final int MAX_INDICATORS = 32;

        private final Sources sources;
        private final Set<String> indicators = new LinkedHashSet<>();
        private final Set<String> checked = new LinkedHashSet<>();
        private boolean kernelLog;

        Scan(Sources sources) {
            this.sources = sources;
        }

        /** Looks for a hypervisor's name in a file. */
        Scan file(String path) {
            checked.add(path);
            sources.file(path).flatMap(Hypervisors::named).ifPresent(name -> indicate(path + ":" + name));
            return this;
        }

        /** A file or folder that only a virtual machine or a container has. */
        Scan mark(String path) {
            checked.add(path);
            if (sources.exists(path)) {
                indicate(path);
            }
            return this;
        }

        /** Looks for a hypervisor's name in a text that was read elsewhere. */
        Scan text(String where, Optional<String> text) {
            checked.add(where);
            text.flatMap(Hypervisors::named).ifPresent(name -> indicate(where + ":" + name));
            return this;
        }

        /** A fact that speaks for itself. */
        Scan fact(String where, boolean found, String what) {
            checked.add(where);
            if (found) {
                indicate(where + ":" + what);
            }
            return this;
        }

        /** Looks at what the kernel said while it started. */
        Scan kernelLog(Optional<String> log) {
            checked.add("dmesg");
            kernelLog = log.isPresent();
            log.orElse("")
                    .lines()
                    .flatMap(line -> Hypervisors.detected(line).stream())
                    .forEach(name -> indicate("dmesg:" + name));
            return this;
        }

        VirtualEvidence evidence() {
            return new VirtualEvidence(List.copyOf(indicators), List.copyOf(checked), kernelLog);
        }

        private void indicate(String indicator) {
            if (indicators.size() < MAX_INDICATORS) {
                indicators.add(indicator.toLowerCase(Locale.ROOT));
            }
        }
    }
}
