package io.lotabots.demo;

import io.lotabots.clients.hardware.LinuxArmCollector;
import io.lotabots.clients.hardware.LinuxPowerPcCollector;
import io.lotabots.clients.hardware.Machine;
import io.lotabots.clients.miner.Measurements;
import java.util.List;
import java.util.function.Consumer;

/**
 * A machine of the story.
 *
 * @param name of the machine, its key and its wallet
 * @param here whether it is the one that this runs on
 */
record Rig(String name, boolean here, Machine machine, Rounds rounds) {
    /** How often each machine attests: as often as it takes until a weight above 1 counts fully. */
    static final int ROUNDS = 3;

    private static final int MOST_SHOWN = 28;

    /** What a machine measures in a round, from 0. */
    interface Rounds {
        Measurements measure(int round, Consumer<String> progress);
    }

    /** Two machines that are not here, and the one that is. */
    static List<Rig> all(Voice voice) {
        Consumer<String> progress = what -> voice.progress("   this machine measures: " + what);
        return List.of(
                recorded("power-mac", RecordedMachine.of("power-mac", new LinuxPowerPcCollector())),
                recorded("raspberry-pi", RecordedMachine.of("raspberry-pi", new LinuxArmCollector())),
                new Rig(
                        "this-machine",
                        true,
                        Measurements.ofThisMachine(progress).machine(),
                        (_, _) -> Measurements.ofThisMachine(progress)));
    }

    private static Rig recorded(String name, RecordedMachine recording) {
        return new Rig(name, false, recording.machine(), (round, _) -> recording.round(round));
    }

    /** Family and generation, as the miner's collector claims them. */
    String architecture() {
        return machine.family().equals(machine.arch()) ? machine.arch() : machine.family() + " " + machine.arch();
    }

    /** The processor's name, cut where it is long. */
    String processor() {
        String cpu = machine.cpu();
        return cpu.length() > MOST_SHOWN ? cpu.substring(0, MOST_SHOWN - 2) + ".." : cpu;
    }

    /** Where it is. */
    String place() {
        return here ? machine.virtual().isVirtual() ? "here, virtual" : "here" : "recorded";
    }
}
