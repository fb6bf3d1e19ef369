package io.lotabots.organizations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotabots.aws.Aws;
import io.lotabots.testing.Environments;
import io.lotabots.testing.MemoryTransport;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Runs that end anywhere: each goes on where the one before it ended, and in the end every line was archived once. */
class AuditArchiveTest {
    private static final long HOUR = 500_000;
    private static final int SCOPES = 400;

    /** As many rows as make three objects. */
    private static final int ROWS_OF_THE_GREATEST = 4100;

    @Test
    void an_hour_of_many_scopes_is_archived_by_runs_that_each_do_a_little() {
        MemoryRows uninterrupted = new MemoryRows();
        AuditArchive.Run whole = uninterrupted.run(Integer.MAX_VALUE);
        assertThat(whole.archive(HOUR)).isTrue();
        assertThat(whole.lines()).isEqualTo(2 * (SCOPES - 1) + ROWS_OF_THE_GREATEST);

        MemoryRows interrupted = new MemoryRows();
        int runs = 0;
        long lines = 0;
        boolean done;
        do {
            AuditArchive.Run run = interrupted.run(30);
            done = run.archive(HOUR);
            lines += run.lines();
            runs++;
        } while (!done && runs < SCOPES);
        assertThat(done).isTrue();
        assertThat(runs).isBetween(SCOPES / 30, SCOPES / 30 + 2);
        assertThat(lines).isEqualTo(whole.lines());
        // The digest of a scope's last line is over all of its lines in their order.
        assertThat(interrupted.marks()).hasSize(SCOPES + 1);
        assertThat(interrupted.marks().toString())
                .isEqualTo(uninterrupted.marks().toString());
        assertThat(interrupted.objects()).isEqualTo(uninterrupted.objects()).isEqualTo(SCOPES + 2);
        assertThat(interrupted.reads())
                .as("what is done is not looked at again")
                .isLessThan(SCOPES + 3 * runs);
    }

    @Test
    void a_run_that_may_do_nothing_more_still_gets_on() {
        MemoryRows rows = new MemoryRows();
        for (int run = 1; run <= 3; run++) {
            assertThat(rows.run(1).archive(HOUR)).isFalse();
            assertThat(rows.marks()).hasSize(run + 1);
        }
    }

    @Test
    void a_run_that_was_overtaken_takes_nothing_back() {
        MemoryRows alone = new MemoryRows();
        assertThat(alone.run(Integer.MAX_VALUE).archive(HOUR)).isTrue();
        MemoryRows rows = new MemoryRows();
        assertThat(rows.behind(rows.run(Integer.MAX_VALUE)).archive(HOUR)).isFalse();
        assertThat(rows.marks().toString()).isEqualTo(alone.marks().toString());
    }

    /** The table of the log in memory, with an hour's rows in it, and a count of what is put into the bucket. */
    private static final class MemoryRows {
        private static final JsonMapper JSON = new JsonMapper();

        private final Map<String, NavigableMap<String, JsonNode>> partitions = new TreeMap<>();
        private final MemoryTransport transport = new MemoryTransport(this::answer);
        private final Aws aws = Aws.of(
                Environments.of(Map.of("STAGE", "test", "BUCKET_AUDIT", "audit"), List.of(), List.of("AUDIT")),
                () -> transport);

        MemoryRows() {
            for (int i = 0; i < SCOPES; i++) {
                String scope = "org#" + (1000 + i);
                put(row("hour#" + HOUR, scope));
                int rows = i == SCOPES / 2 ? ROWS_OF_THE_GREATEST : 2;
                for (int line = 0; line < rows; line++) {
                    put(line(scope, HOUR * 3_600_000 + line));
                }
            }
        }

        /** A run that asks {@code steps} times whether it may go on. */
        AuditArchive.Run run(int steps) {
            AtomicInteger left = new AtomicInteger(steps);
            return new AuditArchive(aws).new Run(() -> left.getAndDecrement() > 0);
        }

        /** A run in whose midst another one archives all of the hour. */
        AuditArchive.Run behind(AuditArchive.Run other) {
            AtomicInteger asked = new AtomicInteger();
            return new AuditArchive(aws).new Run(() -> {
                if (asked.incrementAndGet() == 5) {
                    other.archive(HOUR);
                }
                return asked.get() < 9;
            });
        }

        Map<String, JsonNode> marks() {
            return new TreeMap<>(partitions.getOrDefault("archive", new TreeMap<>()));
        }

        long objects() {
            return transport.asked().stream().filter("Object"::equals).count();
        }

        long reads() {
            return transport.asked().stream().filter("GetItem"::equals).count();
        }

        private static ObjectNode row(String scope, String entry) {
            ObjectNode row = JSON.createObjectNode();
            row.putObject("scope").put("S", scope);
            row.putObject("entry").put("S", entry);
            return row;
        }

        private static ObjectNode line(String scope, long milli) {
            ObjectNode row = row(scope, "%013d#%036d".formatted(milli, milli));
            row.putObject("at").put("N", Long.toString(milli));
            for (String name : List.of(
                    "actor", "event", "target", "result", "reason", "session", "network", "agent", "request_id")) {
                row.putObject(name).put("S", name);
            }
            return row;
        }

        private void put(JsonNode row) {
            partitions.computeIfAbsent(text(row, "scope"), _ -> new TreeMap<>()).put(text(row, "entry"), row);
        }

        private static String text(JsonNode attributes, String name) {
            return attributes.path(name).path("S").asText();
        }

        private String answer(String operation, JsonNode request) {
            return switch (operation) {
                case "GetItem" -> get(request.path("Key"));
                case "PutItem" -> advance(request);
                case "Query" -> query(request);
                default -> "{}";
            };
        }

        private String get(JsonNode key) {
            JsonNode row =
                    partitions.getOrDefault(text(key, "scope"), new TreeMap<>()).get(text(key, "entry"));
            return row == null ? "{}" : JSON.createObjectNode().set("Item", row).toString();
        }

        /** As the condition says: by hour, then by place. */
        private String advance(JsonNode request) {
            JsonNode row = request.path("Item");
            JsonNode stands =
                    partitions.getOrDefault("archive", new TreeMap<>()).get(text(row, "entry"));
            if (stands != null && !place(stands).isEmpty() && place(stands).compareTo(place(row)) >= 0) {
                return "!{\"__type\":\"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException\"}";
            }
            put(row);
            return "{}";
        }

        private static String place(JsonNode mark) {
            return "%09d%s".formatted(mark.path("hour").path("N").asLong(), text(mark, "after"));
        }

        private String query(JsonNode request) {
            JsonNode values = request.path("ExpressionAttributeValues");
            NavigableMap<String, JsonNode> rows = partitions.getOrDefault(text(values, ":p"), new TreeMap<>());
            ArrayNode items = JSON.createArrayNode();
            rows.subMap(text(values, ":from"), true, text(values, ":to"), true).values().stream()
                    .limit(request.path("Limit").asLong())
                    .forEach(items::add);
            return JSON.createObjectNode().set("Items", items).toString();
        }
    }
}
