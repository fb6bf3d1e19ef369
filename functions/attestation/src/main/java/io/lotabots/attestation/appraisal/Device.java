package io.lotabots.attestation.appraisal;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a client says about its machine, as said: each text trimmed and at most 256 UTF-16 units, empty when absent.
 *
 * @param family claimed family, such as {@code PowerPC}
 * @param arch claimed architecture within the family, such as {@code G4}
 * @param model product name
 * @param cpu brand string of the processor
 * @param machine {@code uname -m}
 * @param platformSystem operating system, as Python's {@code platform.system()}
 * @param serial serial number of the machine
 * @param cores number of cores, 0 when absent or not an integer
 */
public record Device(
        String family,
        String arch,
        String model,
        String cpu,
        String machine,
        String platformSystem,
        String serial,
        int cores) {

    /** Reads a {@code device} object; any other JSON gives a device without facts. */
    public static Device of(JsonNode device) {
        JsonNode cores = device.path("cores");
        return new Device(
                Facts.text(device, "family", "device_family"),
                Facts.text(device, "arch", "device_arch"),
                Facts.text(device, "model", "device_model"),
                Facts.text(device, "cpu"),
                Facts.text(device, "machine"),
                Facts.text(device, "platform_system", "system"),
                Facts.text(device, "serial", "cpu_serial"),
                cores.isIntegralNumber() && cores.canConvertToInt() ? cores.intValue() : 0);
    }
}
