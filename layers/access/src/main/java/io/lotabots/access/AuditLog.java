package io.lotabots.access;

import io.lotabots.aws.Aws;
import io.lotabots.aws.Expression;
import io.lotabots.aws.Item;
import io.lotabots.aws.Table;
import io.lotabots.aws.Transaction;
import io.lotabots.crypto.Digests;
import io.lotabots.platform.Call;
import io.lotabots.platform.Kept;
import java.util.List;
import java.util.UUID;

/**
 * Who did what, append-only: a row is written once and never changed. What is done in a transaction is told in that same
 * transaction, so that neither stands without the other; anything else is told before it is answered.
 *
 * <p>Each hour's list of scopes with rows is kept beside them, so that the archive of an hour reads no others.
 */
public final class AuditLog {
    /** The rows' partition key: a scope, or the list of the scopes of an hour. */
    public static final String SCOPE = "scope";

    /** Their sort key: 13 digits of milliseconds since 1970, and what tells rows of one millisecond apart. */
    public static final String ENTRY = "entry";

    /** What a row's entry looks like. */
    public static final String ENTRY_SHAPE = "[0-9]{13}#[0-9a-f-]{36}";

    private static final long HOUR_SECONDS = 3600;
    private static final int MOST_KEPT = 512;
    private static final String LAST = "~";

    private final Table rows;
    private final Kept<String, Boolean> listed = new Kept<>(MOST_KEPT, HOUR_SECONDS);

    public AuditLog(Aws aws) {
        this.rows = aws.table("AUDIT");
    }

    /** Tells of an event that no transaction holds. */
    public void write(Call call, AuditEvent event) {
        list(call, event);
        rows.put(row(call, event), Expression.of("attribute_not_exists(#scope)"));
    }

    /** Tells of an event in the transaction that makes it so; it is one more write, the last one so far. */
    public Transaction in(Transaction transaction, Call call, AuditEvent event) {
        list(call, event);
        return transaction.put(rows, row(call, event), Expression.of("attribute_not_exists(#scope)"));
    }

    /**
     * The rows of a scope, newest first.
     *
     * @param before a row's entry: only older ones are read; empty to begin with the newest
     * @param limit at most this many
     */
    public List<Item> newest(String scope, String before, int limit) {
        String to = before.isEmpty() ? LAST : before;
        List<Item> found = rows.query(new Table.Range(SCOPE, scope, ENTRY, "0", to, true), limit + 1);
        return found.stream()
                .filter(row -> !row.text(ENTRY).equals(before))
                .limit(limit)
                .toList();
    }

    /** The scopes that have rows of an hour, at most so many from the one after {@code after}. */
    public static Table.Range scopesOf(long hour, String after) {
        return new Table.Range(SCOPE, hourList(hour), ENTRY, after, LAST, false);
    }

    /** The rows of a scope in an hour, oldest first. */
    public static Table.Range rowsOf(String scope, long hour) {
        long from = Math.multiplyExact(hour, HOUR_SECONDS * 1000);
        return new Table.Range(
                SCOPE, scope, ENTRY, entry(from, ""), entry(from + HOUR_SECONDS * 1000 - 1, LAST), false);
    }

    /** The hour of a second, counted since 1970. */
    public static long hour(long epochSecond) {
        return Math.floorDiv(epochSecond, HOUR_SECONDS);
    }

    private void list(Call call, AuditEvent event) {
        long hour = hour(call.epochSecond());
        // A list that names a scope without rows costs one empty read; the other way round rows would be left out.
        listed.get(hourList(hour) + " " + event.scope(), call.epochSecond(), _ -> {
            rows.put(Item.of(SCOPE, hourList(hour)).with(ENTRY, event.scope()));
            return true;
        });
    }

    private static Item row(Call call, AuditEvent event) {
        return Item.of(SCOPE, event.scope()).toBuilder()
                .with(ENTRY, entry(call.epochMilli(), UUID.randomUUID().toString()))
                .with("at", call.epochMilli())
                .with("actor", event.actor())
                .with("event", event.event())
                .with("target", event.target())
                .with("result", event.result())
                .with("reason", event.reason())
                .with("session", event.session())
                .with("network", call.sourceNetwork())
                .with("agent", agent(call))
                .with("request_id", call.requestId())
                .build();
    }

    /** Enough of a digest to tell two programs apart, and not which they are. */
    private static String agent(Call call) {
        return call.header("user-agent")
                .map(agent -> Digests.sha256Hex(agent).substring(0, 16))
                .orElse("");
    }

    private static String hourList(long hour) {
        return "hour#" + hour;
    }

    private static String entry(long milli, String suffix) {
        return "%013d#%s".formatted(milli, suffix);
    }
}
