package io.lotabots.attestation;

import java.util.List;
import java.util.Optional;

/** Machines to vary in tests. */
final class Machines {
    private Machines() {}

    static Machine of(String miner, long attestedAt) {
        return of(miner, attestedAt, "PowerPC", "G4", true);
    }

    static Machine of(String miner, long attestedAt, String family, String arch, boolean passed) {
        return new Machine(
                miner,
                "0123456789abcdef0123456789abcdef",
                1,
                true,
                "label",
                family,
                arch,
                "model",
                1,
                attestedAt,
                attestedAt - 600,
                passed ? 1_750_000_000L : 0,
                2_500_000_000L,
                63,
                passed ? 63 : 0,
                passed,
                false,
                900_000,
                new byte[] {1},
                new byte[] {1},
                MacWindow.none(),
                SubmissionWindow.none().accepted("192.0.2.1", attestedAt),
                200,
                1_750_000_000L,
                Presence.bucket(attestedAt),
                HardwareTier.FINGERPRINT);
    }

    static Miners.Known known(Machine... machines) {
        return new Miners.Known("miner", Profile.none(), Optional.empty(), List.of(machines));
    }
}
