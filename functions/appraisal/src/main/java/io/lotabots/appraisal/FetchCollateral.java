package io.lotabots.appraisal;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import io.lotabots.aws.Aws;
import io.lotabots.aws.Expression;
import io.lotabots.aws.Item;
import io.lotabots.aws.Table;
import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.platform.Counters;
import io.lotabots.platform.Env;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches by the clock what vendors publish, so that no verification ever has to: what is missing, what is a day old, and
 * what will not be current two days from now. It then says how much is stale.
 */
public final class FetchCollateral implements RequestHandler<Map<String, Object>, Map<String, Object>> {
    /** The row of the platform's health in which the count stands. */
    static final Item ROW = Item.of("item", "collateral");

    private static final long OLD_SECONDS = 20 * 3600L;
    private static final long SOON_SECONDS = 2 * 86_400L;

    /** Most pieces in one run; the next one goes on. */
    private static final int MOST_FETCHED = 60;

    /** Most certificates of chips in one run: AMD answers few questions a minute. */
    private static final int MOST_CHIPS = 8;

    /** TCB versions of one chip: firmware is updated now and then. */
    private static final int MOST_VERSIONS = 8;

    /** So many chips are fetched by the clock; more are loaded by hand, or sent with the evidence. */
    private static final int MOST_CHIPS_KEPT = 400;

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /** A run ends before its function is stopped. */
    private static final long MOST_NANOS = 240_000_000_000L;

    private final Logger logger = LoggerFactory.getLogger(FetchCollateral.class);
    private final Publishers publishers;
    private final CollateralLoader loader;
    private final ChipWishes wishes;
    private final Table health;
    private final Counters counters;
    private final Fetch fetch = new Fetch(StoredCollateral.MOST_BYTES, PATIENCE);

    public FetchCollateral() {
        this(Aws.of(Env.ofFunction()));
    }

    FetchCollateral(Aws aws) {
        this.publishers = new Publishers(aws.env());
        this.loader = new CollateralLoader(aws);
        this.wishes = new ChipWishes(aws);
        this.health = aws.table("HEALTH");
        this.counters = new Counters(FetchCollateral.class, aws.env());
    }

    /** @param event the schedule's input, with the time for which it was meant at {@code time} (ISO 8601) */
    @Override
    public Map<String, Object> handleRequest(Map<String, Object> event, Context context) {
        long now = Instant.parse(String.valueOf(event.get("time"))).getEpochSecond();
        long startedNanos = System.nanoTime();
        Map<String, StoredCollateral.Row> loaded =
                loader.store().all().stream().collect(Collectors.toMap(StoredCollateral.Row::key, Function.identity()));
        int fetched = 0;
        List<String> failed = new ArrayList<>();
        for (String key : due(loaded, now)) {
            Optional<Publishers.Source> source = source(key);
            boolean time = System.nanoTime() - startedNanos < MOST_NANOS && fetched + failed.size() < MOST_FETCHED;
            if (source.isPresent() && time) {
                Outcome outcome = load(source.get(), now);
                if (outcome == Outcome.STORED) {
                    fetched++;
                } else {
                    failed.add(key);
                }
                if (Chip.isKey(key) && outcome != Outcome.UNANSWERED) {
                    wishes.asked(key);
                }
            }
        }
        long stale = loader.store().all().stream().filter(row -> row.stale(now)).count();
        health.update(
                ROW,
                Expression.of("SET #stale = :stale, #failed = :failed, #fetched_at = :now")
                        .with(":stale", stale)
                        .with(
                                ":failed",
                                // Anyone may name a chip that AMD does not know.
                                failed.stream().filter(key -> !Chip.isKey(key)).count())
                        .with(":now", now));
        counters.publish(Map.of("StaleCollateral", stale));
        return Map.of("fetched", fetched, "failed", failed, "stale", stale);
    }

    private SequencedSet<String> due(Map<String, StoredCollateral.Row> loaded, long now) {
        SequencedSet<String> keys = new LinkedHashSet<>(loaded.keySet());
        keys.addAll(loader.store().wanted());
        keys.addAll(Publishers.always());
        keys.addAll(wished(loaded.keySet()));
        keys.removeIf(key -> {
            StoredCollateral.Row row = loaded.get(Publishers.stored(key));
            // A chip's certificate never changes.
            return row != null
                    && (Chip.isKey(key) || now - row.loadedAt() < OLD_SECONDS)
                    && (row.freshUntil() == 0 || row.freshUntil() - now > SOON_SECONDS);
        });
        return keys;
    }

    /** Certificates of chips that are not here yet, few of each chip and few of all. */
    private List<String> wished(Set<String> loaded) {
        Map<String, Long> versions = loaded.stream()
                .flatMap(key -> Chip.of(key).stream())
                .collect(Collectors.groupingBy(Chip::id, Collectors.counting()));
        if (versions.values().stream().mapToLong(Long::longValue).sum() >= MOST_CHIPS_KEPT) {
            return List.of();
        }
        List<String> open = wishes.open();
        open.stream().filter(loaded::contains).forEach(wishes::asked);
        return open.stream()
                .filter(key -> !loaded.contains(key))
                .filter(key -> Chip.of(key)
                        .filter(chip -> versions.getOrDefault(chip.id(), 0L) < MOST_VERSIONS)
                        .isPresent())
                .limit(MOST_CHIPS)
                .toList();
    }

    private Optional<Publishers.Source> source(String key) {
        try {
            return publishers.of(key);
        } catch (IllegalArgumentException unusable) {
            logger.warn("{} was not fetched: {}", key, unusable.toString());
            return Optional.empty();
        }
    }

    private enum Outcome {
        STORED,
        /** There is no such piece, or what came is not it. */
        REFUSED,
        /** Nobody said so: it may be there the next time. */
        UNANSWERED
    }

    /** Whatever goes wrong with one piece ends that piece alone. */
    private Outcome load(Publishers.Source source, long now) {
        try {
            Fetch.Answer answer = fetch.get(source);
            loader.load(source.key(), answer.content(), answer.issuers(), now);
            return Outcome.STORED;
        } catch (Fetch.NotThere unknown) {
            logger.warn("{} was not fetched: {}", source.key(), unknown.getMessage());
            return Outcome.REFUSED;
        } catch (IOException unreachable) {
            logger.warn("{} was not fetched: {}", source.key(), unreachable.toString());
        } catch (EvidenceRefused refused) {
            logger.warn("{} was not stored: {}", source.key(), refused.detail());
            return Outcome.REFUSED;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            logger.warn("{} was not fetched: the run is stopped", source.key());
        } catch (RuntimeException broken) {
            logger.error("{} was not stored: it broke what reads it", source.key(), broken);
            return Outcome.REFUSED;
        }
        return Outcome.UNANSWERED;
    }
}
