package io.lotabots.attestation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotabots.crypto.Digests;
import java.util.List;
import java.util.Locale;

/**
 * The identity of a machine.
 *
 * @param id 40 hexadecimal digits when made of a serial number, else 32
 * @param bySerial whether the machine names a serial number
 */
record Hardware(String id, boolean bySerial) {
    static Hardware of(ObjectNode device, List<String> macs, String sourceAddress) {
        String arch = SubmitShape.textOf(device, "arch");
        String serial = SubmitShape.textOf(device, "serial").strip();
        if (!serial.isEmpty()) {
            return new Hardware(
                    Digests.sha256Hex(serial.toUpperCase(Locale.ROOT) + "|" + arch)
                            .substring(0, 40),
                    true);
        }
        String facts = String.join(
                "|",
                sourceAddress,
                SubmitShape.textOf(device, "model"),
                arch,
                SubmitShape.textOf(device, "family"),
                SubmitShape.textOf(device, "cores"),
                String.join(",", macs.stream().sorted().toList()),
                SubmitShape.textOf(device, "cpu_serial"));
        return new Hardware(Digests.sha256Hex(facts).substring(0, 32), false);
    }
}
