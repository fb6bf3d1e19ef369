package io.lotabots.attestation;

import io.lotabots.aws.Aws;
import io.lotabots.aws.Item;
import io.lotabots.aws.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads the rows of a miner: its profile and its machines, all in one partition. */
final class Miners {
    /** Most machines that one identity keeps; one that never earned, or unseen for a day, makes room. */
    static final int MAX_MACHINES = 16;

    private final Table miners;

    Miners(Aws aws) {
        this.miners = aws.table("MINERS");
    }

    Table table() {
        return miners;
    }

    /** @param machines the machines, the one that attested last first */
    record Known(String miner, Profile profile, Optional<HardwareTier.Shown> hardware, List<Machine> machines) {
        Optional<Machine> machine(String hardwareId) {
            return machines.stream()
                    .filter(m -> m.hardwareId().equals(hardwareId))
                    .findFirst();
        }

        Optional<Machine> latest() {
            return machines.stream().findFirst();
        }

        /** Whether a new machine must take the place of another. */
        boolean isFull() {
            return machines.size() >= MAX_MACHINES;
        }

        /**
         * The machine that makes room for a new one: the oldest that never earned (anyone may add those to an identity
         * without a pinned key), else the oldest if it was not seen for a day.
         */
        Optional<Machine> makesRoom(long now) {
            Optional<Machine> unearned =
                    machines.reversed().stream().filter(m -> !m.bound()).findFirst();
            return unearned.isPresent()
                    ? unearned
                    : Optional.of(machines.getLast()).filter(m -> m.attestedAtEpochSecond() <= now - 86_400);
        }

        /** The machine with the greatest weight among those that attested since {@code epochSecond}. */
        Optional<Machine> best(long epochSecond) {
            return machines.stream()
                    .filter(m -> m.attestedAtEpochSecond() >= epochSecond)
                    .max(Comparator.comparingLong(Machine::weight));
        }
    }

    /** Everything known of a miner, strongly consistent; nothing known reads as no machines. */
    Known read(String miner) {
        Profile profile = Profile.none();
        Optional<HardwareTier.Shown> hardware = Optional.empty();
        List<Machine> machines = new ArrayList<>();
        for (Item row : miners.query("miner", miner, MAX_MACHINES + 8)) {
            if (Machine.isMachine(row)) {
                machines.add(Machine.of(row));
            } else if (row.text("entry").equals(Profile.ENTRY)) {
                profile = Profile.of(row);
            } else if (row.text("entry").equals(HardwareTier.ENTRY)) {
                hardware = Optional.of(HardwareTier.Shown.of(row));
            }
        }
        machines.sort(Comparator.comparingLong(Machine::attestedAtEpochSecond)
                .reversed()
                .thenComparing(Machine::hardwareId));
        return new Known(miner, profile, hardware, List.copyOf(machines));
    }

    /** The machines at the given keys, by miner. */
    Map<String, Machine> machines(List<Item> keys) {
        return miners.batchGet(keys).stream()
                .map(Machine::of)
                .collect(Collectors.toMap(Machine::miner, Function.identity(), (a, b) -> a));
    }
}
