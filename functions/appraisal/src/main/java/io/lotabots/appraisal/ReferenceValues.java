package io.lotabots.appraisal;

import io.lotabots.aws.Aws;
import io.lotabots.aws.Item;
import io.lotabots.aws.Table;
import io.lotabots.evidence.Policy;
import io.lotabots.platform.Kept;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What claims of a format are allowed to be, beside what policies say: measurements of known images and firmware. */
final class ReferenceValues {
    /** What is added is in force everywhere within so many seconds. */
    static final long KEPT_SECONDS = 30;

    /** Rows of one format. */
    static final int MOST_ROWS = 100;

    /** Values of one row. */
    static final int MOST_VALUES = 100;

    private final Table values;
    private final Kept<String, List<Row>> kept = new Kept<>(64, KEPT_SECONDS);

    ReferenceValues(Aws aws) {
        this.values = aws.table("REFERENCE_VALUES");
    }

    /**
     * @param reference the name of the row, as an image and its release
     * @param until seconds since 1970 until which it holds; 0 for one without an end
     */
    record Row(
            String format,
            String reference,
            String claim,
            List<String> values,
            String source,
            long addedAt,
            long until) {
        static Row of(Item row) {
            return new Row(
                    row.text("format"),
                    row.text("reference"),
                    row.text("claim"),
                    row.texts("values"),
                    row.findText("source").orElse(""),
                    row.number("added_at"),
                    row.number("until", 0));
        }
    }

    void put(Row row) {
        values.put(Item.of("format", row.format).toBuilder()
                .with("reference", row.reference)
                .with("claim", row.claim)
                .with("values", row.values)
                .with("source", row.source)
                .with("added_at", row.addedAt)
                .with("until", row.until)
                .build());
    }

    void remove(String format, String reference) {
        values.delete(Item.of("format", format).with("reference", reference));
    }

    List<Row> rows(String format) {
        return values.query("format", format, MOST_ROWS).stream().map(Row::of).toList();
    }

    /** A policy's settings with what is allowed for claims that the policy itself says nothing of. */
    Policy under(Policy policy, String format, long now) {
        Map<String, List<String>> allowed = new LinkedHashMap<>();
        for (Row row : read(format, now)) {
            allowed.computeIfAbsent(row.claim, _ -> new ArrayList<>()).addAll(row.values);
        }
        if (allowed.isEmpty()) {
            return policy;
        }
        Map<String, Object> settings = new HashMap<>(allowed);
        settings.putAll(policy.settings());
        return new Policy(settings);
    }

    /**
     * The claims whose values have all ended and of which the policy says nothing itself. Evidence is held to them still, for
     * an end must make nobody good who was not, but they vouch for nothing any more.
     */
    Set<String> ended(Policy policy, String format, long now) {
        Map<String, Boolean> ended = new TreeMap<>();
        for (Row row : read(format, now)) {
            ended.merge(row.claim, row.until != 0 && row.until < now, Boolean::logicalAnd);
        }
        ended.values().removeIf(over -> !over);
        ended.keySet().removeAll(policy.settings().keySet());
        return ended.keySet();
    }

    private List<Row> read(String format, long now) {
        return kept.get(
                format,
                now,
                wanted -> values.queryEventually("format", wanted, MOST_ROWS).stream()
                        .map(Row::of)
                        .toList());
    }
}
