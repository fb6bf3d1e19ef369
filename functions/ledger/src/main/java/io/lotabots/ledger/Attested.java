package io.lotabots.ledger;

import io.lotabots.aws.Aws;
import io.lotabots.aws.Item;
import io.lotabots.platform.HourCounts;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** What attestation keeps of an identity, as far as the ledger asks: its profile and its machines. */
record Attested(Profile profile, List<Machine> machines) {
    /** How old the attestation of a voter may be, in seconds. */
    static final long VOTER_SECONDS = 3600;

    private static final String MACHINE = "machine#";

    /** More rows than an identity has. */
    private static final int MAX_ROWS = 32;

    /**
     * One machine as of its last accepted attestation.
     *
     * @param at seconds since 1970
     * @param weight what the attestation is worth, in units of 1e-9; 0 for invalid evidence
     * @param hardwareWeight the table's weight of the device, in units of 1e-9
     * @param epoch the epoch in which it was enrolled last
     * @param hours its attestations of the last 24 hours
     */
    record Machine(String arch, long at, long weight, long hardwareWeight, long epoch, HourCounts hours) {
        static Item key(String miner, String hardwareId) {
            return Item.of("miner", miner).with("entry", MACHINE + hardwareId);
        }

        static Machine of(Item row) {
            return new Machine(
                    row.text("arch"),
                    row.number("at"),
                    row.number("weight"),
                    row.number("hw_weight"),
                    row.number("epoch"),
                    hours(row.bytes("window")));
        }

        private static HourCounts hours(byte[] window) {
            return window.length < HourCounts.BYTES ? HourCounts.none() : HourCounts.read(ByteBuffer.wrap(window));
        }
    }

    /** What is known of an identity, strongly consistent; nothing known reads as no machines. */
    static Attested of(Aws aws, String miner) {
        Profile profile = Profile.of(miner, Item.empty());
        List<Machine> machines = new ArrayList<>();
        for (Item row : aws.table("MINERS").query("miner", miner, MAX_ROWS)) {
            String entry = row.text("entry");
            if (entry.equals(Profile.ENTRY)) {
                profile = Profile.of(miner, row);
            } else if (entry.startsWith(MACHINE)) {
                machines.add(Machine.of(row));
            }
        }
        return new Attested(profile, List.copyOf(machines));
    }

    /**
     * What the votes of this identity are multiplied by: the greatest weight of the table among its machines that attested
     * lately with valid evidence, in units of 1e-9; 0 when there is none.
     */
    long multiplier(long now) {
        return machines.stream()
                .filter(machine -> machine.at >= now - VOTER_SECONDS && machine.weight > 0)
                .mapToLong(Machine::hardwareWeight)
                .max()
                .orElse(0);
    }
}
