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
        long next = rows.get(key(HEAD)).map(row -> row.number("hour") + 1).orElse(last - FIRST_HOURS);
        return next <= last ? next : 0;
    }

    /** Archives an hour of all scopes. @return how many lines that were */
    long archive(long hour) {
        long lines = 0;
        String after = "";
        List<String> scopes;
        do {
            String from = after;
            scopes = rows.query(AuditLog.scopesOf(hour, from.isEmpty() ? "0" : from), SCOPES_OF_A_PAGE + 1).stream()
                    .map(row -> row.text(AuditLog.ENTRY))
                    .filter(scope -> !scope.equals(from))
                    .toList();
            for (String scope : scopes) {
                lines += archive(scope, hour);
                after = scope;
            }
        } while (!scopes.isEmpty());
        advance(HEAD, hour, BEGINNING);
        return lines;
    }

    private long archive(String scope, long hour) {
        String chainKey = "chain#" + scope;
        Item chain = rows.get(key(chainKey)).orElse(Item.empty());
        if (chain.number("hour", 0) >= hour) {
            return 0;
        }
        String digest = chain.findText("digest").orElse(BEGINNING);
        Table.Range range = AuditLog.rowsOf(scope, hour);
        long lines = 0;
        for (int part = 1; ; part++) {
            List<Item> some = rows.query(range, ROWS_OF_AN_OBJECT);
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
                break;
            }
            // An entry ends with a random part of fixed length: the next one is greater than it with anything behind.
            String next = some.getLast().text(AuditLog.ENTRY) + "!";
            range = new Table.Range(range.partitionKey(), range.partition(), range.sortKey(), next, range.to(), false);
        }
        advance(chainKey, hour, digest);
        return lines;
    }

    /** Where the lines of a scope and hour are; the first part is 1. */
    static String place(String scope, long hour, int part) {
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

    private void advance(String what, long hour, String digest) {
        rows.put(
                key(what).toBuilder().with("hour", hour).with("digest", digest).build(),
                Expression.of("attribute_not_exists(#hour) OR #hour < :hour").with(":hour", hour));
    }

    private static Item key(String what) {
        return Item.of(AuditLog.SCOPE, ARCHIVE).with(AuditLog.ENTRY, what);
    }
}
