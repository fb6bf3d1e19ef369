package io.lotabots.clients.hardware;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** How hypervisors, clouds and emulators name themselves in firmware tables, device trees, kernel logs and PCI vendors. */
final class Hypervisors {
    /** Matched as whole words: "vmware" in "VMware, Inc." but "kvm" not in "kvmsw-1200". */
    private static final List<String> NAMES = List.of(
            "qemu",
            "kvm",
            "bochs",
            "vmware",
            "vmware7,1",
            "virtualbox",
            "innotek gmbh",
            "xen",
            "hvm domu",
            "parallels",
            "bhyve",
            "firecracker",
            "cloud hypervisor",
            "amazon ec2",
            "google compute engine",
            "openstack",
            "digitalocean",
            "vultr",
            "linode",
            "alibaba cloud",
            "proxmox",
            "nutanix",
            "virtual machine",
            "microsoft virtual",
            "virtualmac2,1",
            "apple virtualization generic platform",
            "linux,dummy-virt",
            "virtualapple",
            "powervm",
            "docker",
            "kubepods",
            "containerd",
            "libpod",
            "podman",
            "lxc",
            "crio");

    private static final Pattern ANY = Pattern.compile("(?<![a-z0-9])("
            + String.join("|", NAMES.stream().map(Pattern::quote).toList()) + ")(?![a-z0-9])");

    private static final List<Pattern> KERNEL = List.of(
            Pattern.compile("hypervisor detected: ([a-z0-9 .-]{2,40})"),
            Pattern.compile("booting paravirtualized kernel on (?!bare)([a-z0-9 .-]{2,40})"),
            Pattern.compile("hypervisor: origin = \"([a-z0-9 ]{2,40})\""));

    /** PCI vendor numbers of devices that exist in virtual machines only. */
    private static final Set<Integer> VIRTUAL_VENDORS = Set.of(
            0x1af4, // virtio
            0x1b36, // QEMU
            0x1234, // the emulated VGA adapter of QEMU and Bochs
            0x15ad, // VMware
            0x80ee, // VirtualBox
            0x1414, // Hyper-V
            0x5853, // Xen
            0x1ab8, // Parallels
            0xfb5d); // bhyve

    private Hypervisors() {}

    /** The first name found in a text. A cloud's bare-metal machine type is not a virtual machine. */
    static Optional<String> named(String text) {
        var lower = text.toLowerCase(Locale.ROOT);
        var found = ANY.matcher(lower);
        return found.find() ? Optional.of(found.group(1)) : Optional.empty();
    }

    /** The hypervisor that one line of the kernel's log names. */
    static Optional<String> detected(String line) {
        var lower = line.toLowerCase(Locale.ROOT);
        return KERNEL.stream()
                .map(pattern -> pattern.matcher(lower))
                .filter(matcher -> matcher.find())
                .map(matcher -> matcher.group(1).strip())
                .findFirst();
    }

    /** Whether a PCI vendor number belongs to virtual devices only. */
    static boolean isVirtualVendor(int vendor) {
        return VIRTUAL_VENDORS.contains(vendor);
    }
}
