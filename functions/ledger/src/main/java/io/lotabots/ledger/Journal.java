package io.lotabots.ledger;

import io.lotabots.aws.Aws;
import io.lotabots.aws.Item;
import io.lotabots.aws.Table;
import io.lotabots.settlement.JournalEntry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Predicate;

/** The newest entries of the journal over all its shards, read a few rows at a time. */
final class Journal {
    /** Rows that one request reads: entries are spread evenly over the shards. */
    private static final int CHUNK = 12;

    private final Table journal;

    Journal(Aws aws) {
        this.journal = aws.table("JOURNAL");
    }

    /**
     * Entries of some kind, newest first.
     *
     * @param most at most this many
     */
    List<JournalEntry> newest(Predicate<JournalEntry> kind, int most) {
        PriorityQueue<Shard> shards =
                new PriorityQueue<>(Comparator.comparing(Shard::newest).reversed());
        for (int number = 0; number < JournalEntry.SHARDS; number++) {
            Shard shard = new Shard(number);
            if (shard.fill()) {
                shards.add(shard);
            }
        }
        List<JournalEntry> found = new ArrayList<>();
        for (Optional<JournalEntry> next = take(shards); next.isPresent() && found.size() < most; next = take(shards)) {
            next.filter(kind).ifPresent(found::add);
        }
        return found;
    }

    private static Optional<JournalEntry> take(PriorityQueue<Shard> shards) {
        Shard shard = shards.poll();
        if (shard == null) {
            return Optional.empty();
        }
        JournalEntry entry = shard.rows.removeFirst();
        if (shard.fill()) {
            shards.add(shard);
        }
        return Optional.of(entry);
    }

    private final class Shard {
        private final String number;
        private final Deque<JournalEntry> rows = new ArrayDeque<>();
        private String before = "~";
        private boolean ended;

        Shard(int number) {
            this.number = Integer.toString(number);
        }

        String newest() {
            return rows.getFirst().key();
        }

        /** Reads on when all that was read is taken. @return whether there is an entry */
        boolean fill() {
            if (rows.isEmpty() && !ended) {
                List<Item> read =
                        journal.query(new Table.Range("journal_shard", number, "entry", "0", before, true), CHUNK + 1);
                for (Item row : read) {
                    JournalEntry entry = Rows.journal(row);
                    if (!entry.key().equals(before)) {
                        rows.addLast(entry);
                    }
                }
                ended = read.size() <= CHUNK;
                before = rows.isEmpty() ? before : rows.getLast().key();
            }
            return !rows.isEmpty();
        }
    }
}
