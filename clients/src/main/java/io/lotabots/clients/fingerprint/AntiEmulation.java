package io.lotabots.clients.fingerprint;

import io.lotabots.clients.hardware.Machine;

/** {@code anti_emulation}: what speaks for a virtual machine, an emulator or a container, told as it was found. */
final class AntiEmulation {
    private AntiEmulation() {}

    static Check measure(Machine machine) {
        var evidence = machine.virtual();
        var data = Check.measured();
        var indicators = data.putArray("vm_indicators");
        evidence.indicators().forEach(indicators::add);
        data.put("indicator_count", evidence.indicators().size());
        data.put("is_likely_vm", evidence.isVirtual());
        var paths = data.putArray("paths_checked");
        evidence.pathsChecked().forEach(paths::add);
        data.put("dmesg_scanned", evidence.kernelLogScanned());
        if (evidence.isVirtual()) {
            data.put("fail_reason", "vm_detected");
        }
        return new Check("anti_emulation", !evidence.isVirtual(), data);
    }
}
