package io.lotabots.appraisal;

import io.lotabots.aws.Aws;
import io.lotabots.aws.Expression;
import io.lotabots.aws.Item;
import io.lotabots.aws.Table;
import io.lotabots.crypto.Digests;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;

/**
 * Certificates of chips that reports named and nobody had. Who wishes has proven nothing yet: wishes share a fixed number of
 * places, a newer one takes the place of an older, and each is asked for once until it is wished for again.
 */
final class ChipWishes {
    /** Places; a wish's is told by its digest. */
    static final int PLACES = 64;

    private static final String LIST = "wished";

    private final Table rows;

    ChipWishes(Aws aws) {
        this.rows = aws.table("COLLATERAL_INDEX");
    }

    void add(Chip chip, long now) {
        rows.put(Item.of("list", LIST).toBuilder()
                .with("collateral", place(chip.key()))
                .with("chip", chip.key())
                .with("wished_at", now)
                .with("asked", 0)
                .build());
    }

    /** What was not asked for since it was wished for, the oldest first. */
    List<String> open() {
        return rows.query("list", LIST, PLACES).stream()
                .filter(row -> row.number("asked", 0) == 0)
                .sorted(Comparator.comparingLong(row -> row.number("wished_at")))
                .map(row -> row.text("chip"))
                .toList();
    }

    /** What was answered, for better or worse, is not asked for again and again; a newer wish in its place stands. */
    void asked(String key) {
        rows.update(
                Item.of("list", LIST).with("collateral", place(key)),
                Expression.of("SET #asked = :one").with(":one", 1),
                Expression.of("#chip = :chip").with(":chip", key));
    }

    private static String place(String key) {
        return "place " + Math.floorMod(Digests.sha256(key.getBytes(StandardCharsets.US_ASCII))[0], PLACES);
    }
}
