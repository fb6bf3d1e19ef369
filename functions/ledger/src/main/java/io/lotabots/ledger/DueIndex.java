package io.lotabots.ledger;

import io.lotabots.aws.Aws;
import io.lotabots.aws.Expression;
import io.lotabots.aws.Item;
import io.lotabots.aws.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which pending transfers are due, by the hour in which they become so, each hour in four shards.
 *
 * <p>A cursor remembers the oldest hour that may still hold a transfer and the second before which nothing can be due,
 * so that a look costs one read while nothing is, and an outage of days loses nothing: the cursor leaves an hour only
 * when it is over, no submission for it can be under way any more, and its shards were seen empty.
 */
final class DueIndex {
    private static final int SHARDS = 4;
    private static final long HOUR = 3600;

    /** Longer than a submission can be under way, and clocks of the gateway and the schedules apart. */
    private static final long UNDER_WAY_SECONDS = 120;

    /** After how many empty hours the cursor is moved although the look goes on, so that a stopped look was not in vain. */
    private static final long HOURS_REMEMBERED = 48;

    /** How far back the first look of all goes. */
    private static final long HOURS_FIRST = 24;

    private static final Item CURSOR = Item.of("due_shard", "cursor").with("due", "cursor");

    private final Table due;
    private final long confirmationSeconds;

    DueIndex(Aws aws) {
        this.due = aws.table("DUE");
        this.confirmationSeconds =
                aws.env().find("CONFIRMATION_SECONDS").map(Long::parseLong).orElse(0L);
    }

    Table table() {
        return due;
    }

    static Item key(Transfer transfer) {
        return Item.of("due_shard", shard(transfer.dueAt() / HOUR, (int) (transfer.pendingId() % SHARDS)))
                .with("due", "%012d#%013x".formatted(transfer.dueAt(), transfer.pendingId()));
    }

    private static String shard(long hour, int shard) {
        return hour + "#" + shard;
    }

    /**
     * The numbers of transfers that are due at {@code second}, the longest due first.
     *
     * @param limit at most this many
     */
    List<Long> at(long second, int limit) {
        Item cursor = due.get(CURSOR).orElse(Item.empty());
        boolean sameDelay = cursor.number("delay", -1) == confirmationSeconds;
        if (sameDelay && second < cursor.number("nothing_before", 0)) {
            return List.of();
        }
        long now = second / HOUR;
        long first = cursor.number("hour", Math.max(0, now - HOURS_FIRST));
        long hour = first;
        long open = -1;
        long next = Math.addExact(second, confirmationSeconds) - UNDER_WAY_SECONDS;
        List<String> found = new ArrayList<>();
        for (; hour <= now && found.size() < limit; hour++) {
            List<String> rows = hour(hour, limit - found.size());
            boolean over = Math.multiplyExact(hour + 1, HOUR) + UNDER_WAY_SECONDS <= second;
            if (open < 0 && (!rows.isEmpty() || !over)) {
                open = hour;
            }
            if (open < 0 && (hour - first) % HOURS_REMEMBERED == HOURS_REMEMBERED - 1) {
                remember(cursor, hour, 0);
            }
            for (String row : rows) {
                if (dueAt(row) <= second) {
                    found.add(row);
                } else {
                    next = Math.min(next, dueAt(row));
                }
            }
        }
        remember(cursor, open < 0 ? hour : open, found.isEmpty() ? Math.min(next, hourEnd(now)) : 0);
        return found.stream().limit(limit).map(DueIndex::pendingId).toList();
    }

    /** Transfers of one hour, the longest due first. */
    private List<String> hour(long hour, int limit) {
        List<String> rows = new ArrayList<>();
        for (int shard = 0; shard < SHARDS; shard++) {
            due.query("due_shard", shard(hour, shard), limit).forEach(row -> rows.add(row.text("due")));
        }
        rows.sort(Comparator.naturalOrder());
        return rows;
    }

    /** Pending transfers, due or not, the soonest due first. */
    List<Long> all(long second, int limit) {
        Item cursor = due.get(CURSOR).orElse(Item.empty());
        long last = (second + Math.max(confirmationSeconds, HOUR)) / HOUR + 1;
        List<Long> found = new ArrayList<>();
        for (long hour = cursor.number("hour", Math.max(0, second / HOUR - HOURS_FIRST));
                hour <= last && found.size() < limit;
                hour++) {
            hour(hour, limit).stream().map(DueIndex::pendingId).forEach(found::add);
        }
        return found.stream().limit(limit).toList();
    }

    /** Writes the cursor when it says something new; of two that run at once, the one that saw less is right too. */
    private void remember(Item cursor, long hour, long nothingBefore) {
        boolean same = cursor.number("hour", -1) == hour
                && cursor.number("nothing_before", -1) == nothingBefore
                && cursor.number("delay", -1) == confirmationSeconds;
        if (!same) {
            due.update(
                    CURSOR,
                    Expression.of("SET #hour = :hour, #nothing_before = :next, #delay = :delay")
                            .with(":hour", hour)
                            .with(":next", nothingBefore)
                            .with(":delay", confirmationSeconds));
        }
    }

    private static long hourEnd(long hour) {
        return Math.multiplyExact(hour + 1, HOUR);
    }

    private static long dueAt(String due) {
        return Long.parseLong(due.substring(0, due.indexOf('#')));
    }

    private static long pendingId(String due) {
        return Long.parseLong(due.substring(due.indexOf('#') + 1), 16);
    }
}
