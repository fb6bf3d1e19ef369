package io.lotabots.demo;

import io.lotabots.clients.Columns;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Three machines prove what they are, three times in one epoch. */
record Attesting(Scene scene) {
    /** The machines that the node took, as they stand in the epoch. */
    List<Miner> run() throws InterruptedException {
        Voice voice = scene.voice();
        Now now = scene.passage().now();
        if (now.slotsLeft() < Rig.ROUNDS) {
            long slots = now.slotsLeft() + 1;
            now = scene.passage().toNextEpoch();
            voice.line("The epoch had " + slots + " slots left, too few for what follows: the next one has begun.");
        }
        voice.step("Three machines prove what they are", now);
        voice.says("Each asks for a challenge, measures itself, signs the evidence with a key made on the spot, and is"
                + " enrolled in the epoch. One machine is this one, two are recordings; the node judges all alike.");
        voice.line("");
        voice.typed("miner run --once        # on each machine, every "
                + now.slotLength().toMinutes() + " minutes");
        List<Rig> rigs = new ArrayList<>(Rig.all(voice));
        List<Miner> miners = List.of();
        for (int round = 0; round < Rig.ROUNDS; round++) {
            if (round > 0) {
                scene.passage().pass(now.slotLength());
            }
            miners = round(rigs, round);
            if (round == 0) {
                table(rigs, miners);
            }
            voice.line(Voice.time(scene.passage().now().time()) + "  enrolled with weight  "
                    + miners.stream().map(m -> m.name() + " " + m.shownWeight()).collect(Collectors.joining("   ")));
        }
        voice.line("");
        voice.says("Old architectures weigh more; what is cheap to stack up weighs next to nothing. A weight above 1"
                + " counts by half until three attestations show that the machine lives: clock and caches never"
                + " measure quite the same twice.");
        if (rigs.stream().anyMatch(rig -> rig.here() && rig.machine().virtual().isVirtual())) {
            boolean weighs = miners.getLast().weight().signum() > 0;
            voice.says("This machine is virtual, and says so: in production that weighs nothing."
                    + (weighs ? " The stage dev gives it a little, so that the whole way can be seen." : ""));
        }
        return miners;
    }

    /** Lets every machine attest once; one that is here and is not taken is left out, with the reason told. */
    private List<Miner> round(List<Rig> rigs, int round) {
        List<Miner> miners = new ArrayList<>();
        for (Rig rig : List.copyOf(rigs)) {
            scene.voice().progress("   " + rig.name() + " attests");
            Commands.Ended ended =
                    scene.commands().attest(progress -> rig.rounds().measure(round, progress), rig.name());
            if (ended.status() == 0) {
                miners.add(Miner.of(
                        rig.name(),
                        scene.commands()
                                .json(
                                        "miner",
                                        "status",
                                        "--key",
                                        scene.commands().key(rig.name()).toString())));
            } else if (rig.here()) {
                scene.voice()
                        .says("The node does not take this machine, so the story goes on without it: "
                                + ended.complaint());
                rigs.remove(rig);
            } else {
                throw new Discrepancy(
                        "the node does not take the recorded machine " + rig.name() + ": " + ended.complaint());
            }
        }
        return miners;
    }

    private void table(List<Rig> rigs, List<Miner> miners) {
        Columns table = new Columns("lllll", "NAME", "ARCHITECTURE", "PROCESSOR", "IS", "WALLET");
        for (int at = 0; at < miners.size(); at++) {
            Rig rig = rigs.get(at);
            table.row(
                    rig.name(),
                    rig.architecture(),
                    rig.processor(),
                    rig.place(),
                    miners.get(at).shortWallet());
        }
        scene.voice().table(table);
    }
}
