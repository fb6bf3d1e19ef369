package io.lotabots.ledger;

import io.lotabots.settlement.Enrolled;
import io.lotabots.settlement.Manifest;
import io.lotabots.settlement.Part;
import io.lotabots.settlement.Sealed;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Looks at the enrolments of sealed epochs again, an hour after their freeze: a row that the manifest has not, or not with
 * this weight, was written when nobody should have written any more, and its miner was not paid for it. There should never
 * be one.
 *
 * <p>How far that came is a note in the archive's bucket. Runs may stop anywhere, be repeated and overlap: what was looked
 * at twice is told twice.
 */
final class Sweep {
    /** Longer after a freeze than any write of an enrolment can be under way. */
    static final long AFTER_SECONDS = 3600;

    /** Most late rows that are named; what is beyond is counted. */
    private static final int MOST_NAMED = 100;

    private static final String NOTE = "sweep";

    private final Store store;
    private final Terms terms;
    private final Sealed sealed;
    private final Fan fan;

    Sweep(Store store, Terms terms, Fan fan) {
        this.store = store;
        this.terms = terms;
        this.sealed = new Sealed(new StoreArchive(store));
        this.fan = fan;
    }

    /**
     * What a run came to.
     *
     * @param seals how many were looked at
     * @param late how many rows came too late
     * @param named some of them, {@code epoch identity}
     * @param more whether there is more to look at already
     */
    record Run(int seals, long late, List<String> named, boolean more) {
        private static final Run NOTHING = new Run(0, 0, List.of(), false);
    }

    /**
     * How far sweeping came.
     *
     * @param swept the last epoch that was looked at again
     * @param seen the last epoch that was found sealed, at {@code seenAt}: its freeze was before
     */
    private record Note(long swept, long seen, long seenAt) {
        static Note of(byte[] text) {
            String[] words = new String(text, StandardCharsets.US_ASCII).strip().split(" ", -1);
            return new Note(Long.parseLong(words[0]), Long.parseLong(words[1]), Long.parseLong(words[2]));
        }

        byte[] text() {
            return (swept + " " + seen + " " + seenAt + "\n").getBytes(StandardCharsets.US_ASCII);
        }
    }

    /**
     * Looks at what is due; one or two reads when nothing is.
     *
     * @param now seconds since 1970
     * @param most seals to look at in this run
     */
    Run run(long now, int most) {
        Optional<Note> noted = store.archived(NOTE).map(Note::of);
        if (noted.isPresent() && noted.get().swept < noted.get().seen) {
            return now < noted.get().seenAt + AFTER_SECONDS ? Run.NOTHING : sweep(noted.get(), most);
        }
        Optional<Head> head = store.head();
        if (head.isPresent() && head.get().epoch() > noted.map(Note::seen).orElse(Long.MIN_VALUE)) {
            // What was sealed before the first look of all is left alone.
            long swept = noted.map(Note::swept).orElse(head.get().epoch());
            note(new Note(swept, head.get().epoch(), now));
        }
        return Run.NOTHING;
    }

    private Run sweep(Note from, int most) {
        Note at = from;
        int seals = 0;
        long late = 0;
        List<String> named = new ArrayList<>();
        while (at.swept < at.seen && seals < most) {
            long first = at.swept + 1;
            Manifest manifest = sealed.manifest(store.manifest(first)
                    .orElseThrow(() -> new IllegalStateException("epoch " + first + " is sealed without a manifest")));
            List<String> found = late(manifest);
            late += found.size();
            named.addAll(found.subList(0, Math.min(found.size(), MOST_NAMED - named.size())));
            at = new Note(manifest.epoch(), at.seen, at.seenAt);
            note(at);
            seals++;
        }
        return new Run(seals, late, named, at.swept < at.seen);
    }

    private void note(Note note) {
        store.archive(NOTE, note.text());
    }

    /** The rows of a seal's epochs that it knows nothing of. */
    private List<String> late(Manifest manifest) {
        Map<Integer, Part> parts = new HashMap<>();
        sealed.list(manifest.shards(), "shards").forEach(part -> parts.put((int) part.number(), part));
        List<String> late = Collections.synchronizedList(new ArrayList<>());
        List<Integer> shards = IntStream.range(0, terms.shards()).boxed().toList();
        fan.each(shards, shard -> {
            Map<String, Long> frozen = new HashMap<>();
            Optional.ofNullable(parts.get(shard))
                    .map(sealed::shard)
                    .orElse(List.of())
                    .forEach(member -> frozen.put(member.identity(), member.weight()));
            for (Enrolled row : store.enrolments(manifest.epoch(), shard)) {
                if (row.weight() != frozen.getOrDefault(row.identity(), -1L)) {
                    late.add(manifest.epoch() + " " + row.identity());
                }
            }
        });
        LongStream.range(manifest.firstEpoch(), manifest.epoch())
                .forEach(empty -> fan.each(
                        shards,
                        shard -> store.enrolments(empty, shard).stream()
                                .filter(row -> row.weight() > 0)
                                .forEach(row -> late.add(empty + " " + row.identity()))));
        return late.stream().sorted().toList();
    }
}
