package io.lotabots.appraisal;

import io.lotabots.aws.Aws;
import io.lotabots.aws.Bucket;
import io.lotabots.aws.Item;
import io.lotabots.aws.Table;
import io.lotabots.crypto.Digests;
import io.lotabots.evidence.Collateral;
import io.lotabots.platform.Kept;
import io.lotabots.platform.Priming;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What vendors publish about their parts, as it was loaded: bytes in a bucket, and a row for each that says how old it is.
 * Verification reads it and never fetches.
 */
final class StoredCollateral {
    static final Pattern KEY = Pattern.compile("[a-z0-9][A-Za-z0-9._:/%?=&+@-]{0,511}");

    /** Longest piece of collateral in bytes; revocation lists and reference manifests are the longest. */
    static final int MOST_BYTES = 700 * 1024;

    /** Most pieces that are listed. */
    static final int MOST_LISTED = 500;

    private static final String LIST = "collateral";
    private static final String WANTED = "wanted";

    /** Chips are many: they are listed apart, so that they hide nothing else. */
    private static final String CHIPS = "chips";

    /** What is loaded anew is in force everywhere within so many seconds. */
    private static final long KEPT_SECONDS = 300;

    private static final int MOST_KEPT = 64;

    private final Table rows;
    private final Bucket bytes;
    private final Kept<String, Optional<byte[]>> kept = new Kept<>(MOST_KEPT, KEPT_SECONDS);

    StoredCollateral(Aws aws) {
        this.rows = aws.table("COLLATERAL_INDEX");
        this.bytes = aws.bucket("COLLATERAL");
    }

    /** @param freshUntil seconds since 1970 until which its publisher calls it current; 0 when it does not say */
    record Row(String key, String sha256, long length, long loadedAt, long freshUntil) {
        boolean stale(long now) {
            return freshUntil != 0 && freshUntil <= now;
        }
    }

    /** What verifiers look up. */
    Collateral at(long now) {
        return key ->
                Priming.active() || !KEY.matcher(key).matches() ? Optional.empty() : kept.get(key, now, this::read);
    }

    /** What is loaded under a key now. */
    Optional<byte[]> read(String key) {
        return bytes.get(object(key));
    }

    /** Keys hold addresses of revocation lists: objects are named by their digests. */
    private static String object(String key) {
        return Digests.sha256Hex(key);
    }

    /** Which issue is stored under a key. */
    Edition edition(String key) {
        return rows.get(Item.of("list", list(key)).with("collateral", key))
                .map(Edition::of)
                .orElse(Edition.NONE);
    }

    Row put(String key, byte[] content, String contentType, long freshUntil, Edition edition, long now) {
        bytes.put(object(key), content, contentType);
        Row row = new Row(key, HexFormat.of().formatHex(Digests.sha256(content)), content.length, now, freshUntil);
        rows.put(Item.of("list", list(key)).toBuilder()
                .with("collateral", key)
                .with("sha256", row.sha256)
                .with("length", row.length)
                .with("loaded_at", now)
                .with("fresh_until", freshUntil)
                .with("issuer", edition.issuer())
                .with("issued_at", edition.issuedAt())
                .with("edition", edition.digits())
                .build());
        return row;
    }

    /** Notes what evidence needed and was not there, for the next run of {@link FetchCollateral}. */
    void want(List<String> keys, long now) {
        keys.forEach(key -> rows.put(Item.of("list", WANTED).toBuilder()
                .with("collateral", key)
                .with("wanted_at", now)
                .build()));
    }

    /** What evidence needed so far. */
    List<String> wanted() {
        return rows.query("list", WANTED, MOST_LISTED).stream()
                .map(row -> row.text("collateral"))
                .toList();
    }

    private static String list(String key) {
        return Chip.isKey(key) ? CHIPS : LIST;
    }

    /** What is loaded, by key: at most {@link #MOST_LISTED} certificates of chips, and as much of all else. */
    List<Row> all() {
        return Stream.of(LIST, CHIPS)
                .flatMap(list -> rows.query("list", list, MOST_LISTED).stream())
                .map(row -> new Row(
                        row.text("collateral"),
                        row.text("sha256"),
                        row.number("length"),
                        row.number("loaded_at"),
                        row.number("fresh_until")))
                .toList();
    }
}
