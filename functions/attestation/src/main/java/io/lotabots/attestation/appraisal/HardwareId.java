package io.lotabots.attestation.appraisal;

import io.lotabots.crypto.Digests;
import java.util.Collection;
import java.util.Locale;

/** The name of a piece of hardware, to which one wallet is bound. */
public final class HardwareId {
    /** Hexadecimal digits of an identity that a serial number gives. */
    public static final int SERIAL_DIGITS = 40;

    /** Hexadecimal digits of an identity without a serial number. */
    public static final int LEGACY_DIGITS = 32;

    private HardwareId() {}

    /** The identity of a machine with a serial number: SHA-256 of {@code SERIAL|arch}, 40 hexadecimal digits. */
    public static String ofSerial(String serial, String arch) {
        return Digests.sha256Hex(serial.toUpperCase(Locale.ROOT) + "|" + arch).substring(0, SERIAL_DIGITS);
    }

    /**
     * The identity of a machine without a serial number: SHA-256 of address, model, architecture, family, cores, sorted
     * MACs and processor serial, 32 hexadecimal digits.
     *
     * <p>The address is part of it, as everywhere on the network: a machine that moves to another address is another
     * machine until it shows a serial number.
     *
     * @param ip the client's address, as text
     * @param macs MAC addresses, in any order
     */
    public static String ofDescription(String ip, Device device, Collection<String> macs) {
        String sorted = String.join(",", macs.stream().sorted().toList());
        String description = String.join(
                "|",
                ip,
                device.model(),
                device.arch(),
                device.family(),
                String.valueOf(device.cores()),
                sorted,
                device.serial());
        return Digests.sha256Hex(description).substring(0, LEGACY_DIGITS);
    }

    /** {@link #ofSerial} when the device names a serial number, else {@link #ofDescription}. */
    public static String of(String ip, Device device, Collection<String> macs) {
        return device.serial().isEmpty() ? ofDescription(ip, device, macs) : ofSerial(device.serial(), device.arch());
    }
}
