package io.lotabots.organizations;

import io.lotabots.access.AuditLog;
import io.lotabots.aws.Aws;
import io.lotabots.aws.Bucket;
import io.lotabots.aws.Expression;
import io.lotabots.aws.Item;
import io.lotabots.aws.Table;
import io.lotabots.crypto.Digests;
import io.lotabots.platform.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * The audit log in objects that nobody changes: for each scope and hour the rows as lines of JSON, each with the digest of the
 * line before it and of itself, over all hours of a scope. A line that is changed, left out or put in breaks the chain
 * behind it.
 *
 * <p>A run may stop anywhere, be repeated and overlap with another: objects follow from the rows alone, and how far the chain
 * is goes only forward.
 */
final class AuditArchive {
    /** So many seconds after an hour no request of it is under way any more. */
    static final long SETTLED_SECONDS = 120;

    /** What the first line of a scope follows. */
    static final String BEGINNING = "0".repeat(64);

    private static final String ARCHIVE = "archive";
    private static final String HEAD = "head";

    /** Before every scope. */
    private static final String FIRST = "0";

    private static final int FIRST_HOURS = 48;
    private static final int ROWS_OF_AN_OBJECT = 2000;
    private static final int SCOPES_OF_A_PAGE = 100;
    private static final long HOUR_SECONDS = 3600;
    private static final List<String> TEXTS = List.of(
            AuditLog.ENTRY,
            "actor",
            "event",
            "target",
            "result",
            "reason",
            "session",
            "network",
            "agent",
            "request_id");
    private static final DateTimeFormatter PLACE =
            DateTimeFormatter.ofPattern("uuuu/MM/dd/HH").withZone(ZoneOffset.UTC);

    private final Table rows;
    private final Bucket objects;

    AuditArchive(Aws aws) {
        this.rows = aws.table("AUDIT");
        this.objects = aws.bucket("AUDIT");
    }

    /** The hour that is to be archived next, when it is over; 0 when none is. */
    long due(long now) {
        long last = AuditLog.hour(now - SETTLED_SECONDS) - 1;
        long next = rows.get(key(HEAD)).map(row -> Mark.of(row).hour + 1).orElse(last - FIRST_HOURS);
        return next <= last ? next : 0;
    }

    /**
     * How far something is: all of an hour and those before it, and of the hour behind it what is up to a place. Marks go
     * forward only, by hour and place.
     *
     * @param after the last scope, or the last row of a scope, of that hour; empty while none of it is archived
     * @param parts objects of that hour that are written
     * @param digest of the last line
     */
    private record Mark(long hour, String after, long parts, String digest) {
        static Mark of(Item row) {
            return new Mark(
                    row.number("hour", 0),
                    row.findText("after").orElse(""),
                    row.number("parts", 0),
                    row.findText("digest").orElse(BEGINNING));
        }

        /** The place in an hour from which to go on; empty for its beginning. */
        String placeIn(long current) {
            return hour == current - 1 ? after : "";
        }
    }

    /** One run, which ends wherever it is when it may not go on; the next one goes on there. */
    final class Run {
        private final BooleanSupplier mayGoOn;
        private long lines;

        Run(BooleanSupplier mayGoOn) {
            this.mayGoOn = mayGoOn;
        }

        /** Lines that were archived so far. */
        long lines() {
            return lines;
        }

        /** Archives an hour of all scopes. @return whether that is all of it */
        boolean archive(long hour) {
            String after = read(HEAD).placeIn(hour);
            while (true) {
                String from = after.isEmpty() ? FIRST : after;
                List<String> scopes = rows.query(AuditLog.scopesOf(hour, from), SCOPES_OF_A_PAGE + 1).stream()
                        .map(row -> row.text(AuditLog.ENTRY))
                        .filter(scope -> !scope.equals(from))
                        .toList();
                if (scopes.isEmpty()) {
                    advance(HEAD, new Mark(hour, "", 0, BEGINNING));
                    return true;
                }
                for (String scope : scopes) {
                    if (!mayGoOn.getAsBoolean() || !archive(scope, hour)) {
                        advance(HEAD, new Mark(hour - 1, after, 0, BEGINNING));
                        return false;
                    }
                    after = scope;
                }
                advance(HEAD, new Mark(hour - 1, after, 0, BEGINNING));
            }
        }

        private boolean archive(String scope, long hour) {
            String chain = "chain#" + scope;
            Mark mark = read(chain);
            if (mark.hour >= hour) {
                return true;
            }
            String after = mark.placeIn(hour);
            String digest = mark.digest;
            Table.Range all = AuditLog.rowsOf(scope, hour);
            for (long part = after.isEmpty() ? 1 : mark.parts + 1; ; part++) {
                // An entry ends with a random part of fixed length: the next one is greater than it with anything
                // behind.
                List<Item> some = rows.query(after.isEmpty() ? all : all.from(after + "!"), ROWS_OF_AN_OBJECT);
                StringBuilder text = new StringBuilder();
                for (Item row : some) {
                    String line = Json.write(shown(row, scope, digest));
                    digest = Digests.sha256Hex(line);
                    text.append(line).append('\n');
                }
                if (!some.isEmpty()) {
                    objects.put(
                            place(scope, hour, part),
                            text.toString().getBytes(StandardCharsets.UTF_8),
                            "application/x-ndjson");
                }
                lines += some.size();
                if (some.size() < ROWS_OF_AN_OBJECT) {
                    advance(chain, new Mark(hour, "", 0, digest));
                    return true;
                }
                after = some.getLast().text(AuditLog.ENTRY);
                advance(chain, new Mark(hour - 1, after, part, digest));
                if (!mayGoOn.getAsBoolean()) {
                    return false;
                }
            }
        }
    }

    /** Where the lines of a scope and hour are; the first part is 1. */
    static String place(String scope, long hour, long part) {
        return scope.replace('#', '-') + "/" + PLACE.format(Instant.ofEpochSecond(hour * HOUR_SECONDS))
                + "-%04d.jsonl".formatted(part);
    }

    private static Map<String, Object> shown(Item row, String scope, String before) {
        Map<String, Object> line = new TreeMap<>();
        line.put("previous", before);
        line.put("scope", scope);
        line.put("at", row.number("at"));
        TEXTS.forEach(name -> line.put(name, row.text(name)));
        return line;
    }

    private Mark read(String what) {
        return Mark.of(rows.get(key(what)).orElse(Item.empty()));
    }

    /** A run that is behind another changes nothing. */
    private void advance(String what, Mark mark) {
        rows.put(
                key(what).toBuilder()
                        .with("hour", mark.hour)
                        .with("after", mark.after)
                        .with("parts", mark.parts)
                        .with("digest", mark.digest)
                        .build(),
                Expression.of("attribute_not_exists(#hour) OR #hour < :hour"
                                + " OR (#hour = :hour AND (attribute_not_exists(#after) OR #after < :after))")
                        .with(":hour", mark.hour)
                        .with(":after", mark.after));
    }

    private static Item key(String what) {
        return Item.of(AuditLog.SCOPE, ARCHIVE).with(AuditLog.ENTRY, what);
    }
}
