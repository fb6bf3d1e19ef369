package io.lotabots.operations;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import io.lotabots.aws.Aws;
import io.lotabots.aws.Expression;
import io.lotabots.aws.Item;
import io.lotabots.aws.Table;
import io.lotabots.aws.Written;
import io.lotabots.platform.Env;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Told of each completed backup of a table: records its moment, and from all of them the moment to which the whole
 * platform was backed up, which is that of the table whose newest backup is oldest. While a table has none, there is no
 * such moment.
 *
 * <p>Events may come late, twice and in any order: a table's moment only ever rises.
 */
public final class RecordBackupAge implements RequestHandler<Map<String, Object>, Map<String, Object>> {
    private static final Item ROW = Item.of("item", "backup");

    private final Logger logger = LoggerFactory.getLogger(RecordBackupAge.class);
    private final Table health;
    private final Map<String, String> attributes;

    public RecordBackupAge() {
        this(Aws.of(Env.ofFunction()));
    }

    RecordBackupAge(Aws aws) {
        this.health = aws.table("HEALTH");
        this.attributes = attributes(aws.env().get("BACKED_UP_TABLES"));
    }

    /**
     * Under which attribute the moment of each table is kept.
     *
     * @param setting {@code name=table} for every backed-up table, parted by commas
     * @return attributes by the tables' physical names
     */
    static Map<String, String> attributes(String setting) {
        Map<String, String> attributes = new TreeMap<>();
        for (String entry : setting.split(",", -1)) {
            int equals = entry.indexOf('=');
            if (equals < 1 || equals == entry.length() - 1) {
                throw new IllegalArgumentException(
                        "BACKED_UP_TABLES holds name=table, parted by commas, got: " + entry);
            }
            attributes.put(
                    entry.substring(equals + 1), entry.substring(0, equals).replace('-', '_') + "_backed_up_at");
        }
        return attributes;
    }

    /** @param event of AWS Backup, "Backup Job State Change" with the state {@code COMPLETED} */
    @Override
    public Map<String, Object> handleRequest(Map<String, Object> event, Context context) {
        if (!(event.get("detail") instanceof Map<?, ?> detail) || !"COMPLETED".equals(detail.get("state"))) {
            throw new IllegalArgumentException("detail.state must be COMPLETED, got: " + event.get("detail"));
        }
        String table = String.valueOf(detail.get("resourceArn")).replaceFirst("^.*:table/", "");
        String attribute = attributes.get(table);
        if (attribute == null) {
            logger.info("a backup of {} says nothing of the platform", table);
            return Map.of("table", table, "counted", false);
        }
        long at = moment(detail.get("creationDate")).getEpochSecond();
        Item row = raise(attribute, at);
        OptionalLong all = restorable(row);
        if (all.isPresent()) {
            raise("restorable_at", all.getAsLong());
        }
        return Map.of("table", table, "counted", true, "backed_up", backedUp(row), "of", attributes.size());
    }

    /** Raises a moment of the row. @return the row then */
    private Item raise(String attribute, long at) {
        Written written = health.update(
                ROW,
                Expression.of("SET #" + attribute + " = :at").with(":at", at),
                Expression.of("attribute_not_exists(#" + attribute + ") OR #" + attribute + " < :at")
                        .with(":at", at));
        return switch (written) {
            case Written.Done done -> done.row();
            case Written.Refused refused -> refused.stored();
        };
    }

    private OptionalLong restorable(Item row) {
        return backedUp(row) < attributes.size()
                ? OptionalLong.empty()
                : attributes.values().stream().mapToLong(row::number).min();
    }

    private long backedUp(Item row) {
        return attributes.values().stream().filter(row::has).count();
    }

    /** When a backup began: nothing that was written later is surely in it. */
    static Instant moment(@Nullable Object time) {
        try {
            return Instant.parse(String.valueOf(time));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "detail.creationDate must be a moment such as 2026-01-01T00:00:00Z, got: " + time, e);
        }
    }
}
