package io.lotabots.clients.hardware;

import java.util.Map;

/** Names of Arm processors by the implementer and part numbers of their identification register. */
final class ArmParts {
    private static final Map<Long, String> ARM = Map.ofEntries(
            Map.entry(0xb76L, "ARM1176JZF-S"),
            Map.entry(0xc07L, "Cortex-A7"),
            Map.entry(0xc08L, "Cortex-A8"),
            Map.entry(0xc09L, "Cortex-A9"),
            Map.entry(0xc0fL, "Cortex-A15"),
            Map.entry(0xd03L, "Cortex-A53"),
            Map.entry(0xd04L, "Cortex-A35"),
            Map.entry(0xd05L, "Cortex-A55"),
            Map.entry(0xd07L, "Cortex-A57"),
            Map.entry(0xd08L, "Cortex-A72"),
            Map.entry(0xd09L, "Cortex-A73"),
            Map.entry(0xd0aL, "Cortex-A75"),
            Map.entry(0xd0bL, "Cortex-A76"),
            Map.entry(0xd0cL, "Neoverse-N1"),
            Map.entry(0xd40L, "Neoverse-V1"),
            Map.entry(0xd49L, "Neoverse-N2"),
            Map.entry(0xd4fL, "Neoverse-V2"));

    private ArmParts() {}

    /** The name, or the two numbers when it is not known here. */
    static String name(long implementer, long part) {
        var known = implementer == 0x41 ? ARM.get(part) : null;
        return known != null ? known : "ARM implementer 0x%02x part 0x%03x".formatted(implementer, part);
    }

    /** The protocol's word for the generation of an Arm processor. */
    static String generation(String cpu, String machine) {
        return switch (cpu) {
            case "ARM1176JZF-S" -> "arm1176";
            case "Cortex-A8" -> "cortex_a8";
            case "Cortex-A9" -> "cortex_a9";
            default -> machine.equals("aarch64") || machine.equals("arm64") ? "aarch64" : "armv7";
        };
    }
}
