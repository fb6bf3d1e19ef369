package io.lotabots.operations;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import io.lotabots.aws.Aws;
import io.lotabots.aws.Backups;
import io.lotabots.aws.Expression;
import io.lotabots.aws.Item;
import io.lotabots.aws.Table;
import io.lotabots.platform.Env;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Records the moment to which all backed-up tables can be restored: the oldest of their latest restorable moments. When
 * no table can tell, the number is taken out of the row, so that nobody reads an old one.
 */
public final class RecordBackupAge implements RequestHandler<Map<String, Object>, Map<String, Object>> {
    private static final Item ROW = Item.of("item", "backup");

    private final Table health;
    private final Backups backups;
    private final List<String> tables;

    public RecordBackupAge() {
        this(Aws.of(Env.ofFunction()));
    }

    RecordBackupAge(Aws aws) {
        this.health = aws.table("HEALTH");
        this.backups = aws.backups();
        this.tables = tables(aws.env().get("BACKED_UP_TABLES"));
    }

    /** Names of tables, as their {@code TABLE_<name>} has them, parted by commas. */
    static List<String> tables(String setting) {
        return Stream.of(setting.split(",", -1))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    /** @param event the schedule's input, with the time for which it was meant at {@code time} (ISO 8601) */
    @Override
    public Map<String, Object> handleRequest(Map<String, Object> event, Context context) {
        long measuredAt = time(event.get("time")).getEpochSecond();
        List<Optional<Instant>> found =
                tables.stream().map(backups::latestRestorable).toList();
        long measured = found.stream().filter(Optional::isPresent).count();
        Optional<Instant> oldest = oldest(found);
        health.update(ROW, change(oldest, measuredAt, measured));
        return Map.of(
                "tables",
                tables.size(),
                "measured",
                measured,
                "restorable_at",
                oldest.map(Instant::toString).orElse(""));
    }

    /** The moment to which every table that can tell can be restored. */
    static Optional<Instant> oldest(List<Optional<Instant>> found) {
        return found.stream().flatMap(Optional::stream).min(Comparator.naturalOrder());
    }

    private static Expression change(Optional<Instant> oldest, long measuredAt, long measured) {
        String always = "SET #measured_at = :at, #measured = :measured";
        Expression change = oldest.isPresent()
                ? Expression.of(always + ", #restorable_at = :restorable")
                        .with(":restorable", oldest.get().getEpochSecond())
                : Expression.of(always + " REMOVE #restorable_at");
        return change.with(":at", measuredAt).with(":measured", measured);
    }

    static Instant time(@Nullable Object time) {
        try {
            return Instant.parse(String.valueOf(time));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("time must be a moment such as 2026-01-01T00:00:00Z, got: " + time, e);
        }
    }
}
