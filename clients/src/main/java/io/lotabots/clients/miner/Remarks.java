package io.lotabots.clients.miner;

import java.util.ArrayList;
import java.util.List;

/** What a miner's owner should know about a cycle beside its line. */
final class Remarks {
    private static final int MAX_INDICATORS = 4;

    private Remarks() {}

    /** Whole lines, the most important first. */
    static List<String> of(CycleReport report) {
        var remarks = new ArrayList<String>();
        var virtual = report.machine().virtual();
        if (virtual.isVirtual()) {
            var shown = virtual.indicators().stream().limit(MAX_INDICATORS).toList();
            remarks.add(
                    "  note: this is a virtual machine, an emulator or a container (" + String.join("; ", shown)
                            + "). A production node gives it weight 0; a dev stage gives it a small weight, so that the whole loop can be seen.");
        }
        if (report.weighsNothing()) {
            remarks.add("  note: weight 0 earns nothing in this epoch.");
        }
        report.failed().stream()
                .filter(check -> !check.equals("anti_emulation"))
                .map(check -> "  note: the check " + check + " did not pass on this machine.")
                .forEach(remarks::add);
        if (report.machine().macs().isEmpty()) {
            remarks.add(
                    "  note: no hardware address of a network card was found; some nodes do not enrol a machine without one.");
        }
        report.machine().notes().stream().map(note -> "  note: " + note + ".").forEach(remarks::add);
        return remarks;
    }
}
