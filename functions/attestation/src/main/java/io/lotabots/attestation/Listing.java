package io.lotabots.attestation;

import io.lotabots.aws.Aws;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The miners that attested within the last hour: those of the newest stretch of presence first, within a stretch by
 * name, each once, so that pages taken one after the other fit together.
 *
 * <p>An instance keeps the list for a second of request time; stretches that are over are read once.
 */
final class Listing {
    private static final long KEPT_MILLIS = 1000;

    /** After this long, in seconds, no request that began within a stretch is still being written. */
    private static final long SETTLED_SECONDS = 60;

    private final Presence presence;
    private final Miners miners;
    private volatile @Nullable Kept kept;

    Listing(Aws aws) {
        this.presence = new Presence(aws);
        this.miners = new Miners(aws);
    }

    private record Kept(long atEpochMilli, List<Presence.Present> active, Map<Long, List<Presence.Present>> settled) {}

    /** Everyone active at a time, in the order of the list. */
    List<Presence.Present> active(long nowEpochMilli) {
        Kept known = kept;
        boolean later = known != null && nowEpochMilli >= known.atEpochMilli;
        if (known != null && later && nowEpochMilli - known.atEpochMilli < KEPT_MILLIS) {
            return known.active;
        }
        Kept read = read(nowEpochMilli, known != null && later ? known.settled : Map.of());
        kept = read;
        return read.active;
    }

    private Kept read(long nowEpochMilli, Map<Long, List<Presence.Present>> known) {
        long now = Math.floorDiv(nowEpochMilli, 1000L);
        long first = now - Presence.ACTIVE_SECONDS + 1;
        long oldest = Presence.bucket(first);
        Map<Long, List<Presence.Present>> settled = new HashMap<>();
        List<Presence.Present> active = new ArrayList<>();
        Set<String> listed = new HashSet<>();
        for (long bucket = Presence.bucket(now); bucket >= oldest; bucket--) {
            List<Presence.Present> there = in(bucket, known);
            if ((bucket + 1) * Presence.BUCKET_SECONDS + SETTLED_SECONDS <= now) {
                settled.put(bucket, there);
            }
            List<Presence.Present> unlisted =
                    there.stream().filter(p -> !listed.contains(p.miner())).toList();
            active.addAll(bucket * Presence.BUCKET_SECONDS < first ? since(unlisted, first) : unlisted);
            unlisted.forEach(p -> listed.add(p.miner()));
        }
        return new Kept(nowEpochMilli, List.copyOf(active), Map.copyOf(settled));
    }

    private List<Presence.Present> in(long bucket, Map<Long, List<Presence.Present>> settled) {
        List<Presence.Present> known = settled.get(bucket);
        return known == null ? presence.in(bucket) : known;
    }

    /** Those whose machine attested at {@code first} or later; a stretch that began before it does not tell. */
    private List<Presence.Present> since(List<Presence.Present> some, long first) {
        Set<String> there = rows(some).values().stream()
                .filter(m -> m.attestedAtEpochSecond() >= first)
                .map(Machine::miner)
                .collect(Collectors.toSet());
        return some.stream().filter(p -> there.contains(p.miner())).toList();
    }

    /** The machines of some of the listed, in the order of the list. */
    List<Machine> machines(List<Presence.Present> some) {
        Map<String, Machine> rows = rows(some);
        List<Machine> machines = new ArrayList<>();
        for (Presence.Present present : some) {
            Machine machine = rows.get(present.miner());
            if (machine != null) {
                machines.add(machine);
            }
        }
        return machines;
    }

    private Map<String, Machine> rows(List<Presence.Present> some) {
        return miners.machines(some.stream().map(Presence.Present::machineKey).toList());
    }
}
