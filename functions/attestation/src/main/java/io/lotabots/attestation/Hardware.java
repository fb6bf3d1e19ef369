package io.lotabots.attestation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotabots.attestation.appraisal.Device;
import io.lotabots.attestation.appraisal.HardwareId;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The identity of a machine: by its serial number alone (with an architecture or family beside it, which are claims, one
 * machine could be many), else by its description.
 *
 * @param id 40 hexadecimal digits when made of a serial number, else 32
 * @param bySerial whether the machine names a serial number
 */
record Hardware(String id, boolean bySerial) {
    /** What firmware says when nobody gave the machine a serial number. */
    private static final Set<String> PLACEHOLDERS = Set.of(
            "0",
            "none",
            "n/a",
            "unknown",
            "default string",
            "not specified",
            "not applicable",
            "system serial number",
            "to be filled by o.e.m.",
            "0123456789",
            "123456789",
            "1234567890");

    private static final String ANY_ARCH = "*";

    static Hardware of(ObjectNode device, List<String> macs, String sourceAddress) {
        Device claimed = Device.of(device);
        String serial = claimed.serial();
        if (serial.isEmpty() || PLACEHOLDERS.contains(serial.toLowerCase(Locale.ROOT))) {
            return new Hardware(HardwareId.ofDescription(sourceAddress, claimed, macs), false);
        }
        return new Hardware(HardwareId.ofSerial(serial, ANY_ARCH), true);
    }
}
