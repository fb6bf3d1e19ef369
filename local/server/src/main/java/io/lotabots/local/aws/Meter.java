package io.lotabots.local.aws;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Read and write units by principal, request, table and operation.
 *
 * <p>The units of a successful request are those that DynamoDB Local reports (a test holds them to AWS's published
 * rules). It reports none for a failed request: a failed condition is charged the size of the existing item, at least
 * one unit; a cancelled transaction twice the size of each of its items as far as it is known, which is an upper bound.
 * Requests that are throttled or invalid consume nothing. Safe for use by many threads.
 */
public final class Meter {
    /** Requests kept in a snapshot; older ones are dropped. */
    public static final int CAPACITY = 100_000;

    private final Deque<Consumption> log = new ArrayDeque<>();
    private final Map<List<String>, Sum> sums = new LinkedHashMap<>();
    private long sequence;

    Meter() {}

    /** What was consumed since the start or the last reset, oldest first. */
    public record Snapshot(List<Consumption> consumptions) {
        public double readUnits() {
            return consumptions.stream().mapToDouble(Consumption::readUnits).sum();
        }

        public double writeUnits() {
            return consumptions.stream().mapToDouble(Consumption::writeUnits).sum();
        }

        /** Number of requests. */
        public long requests() {
            return consumptions.stream()
                    .mapToLong(Consumption::sequence)
                    .distinct()
                    .count();
        }

        public Snapshot ofPrincipal(String name) {
            return only(c -> c.principal().equals(name));
        }

        public Snapshot ofTable(String name) {
            return only(c -> c.table().equals(name));
        }

        public Snapshot ofOperation(String name) {
            return only(c -> c.operation().equals(name));
        }

        public Snapshot ofRequest(String traceId) {
            return only(c -> c.request().equals(traceId));
        }

        private Snapshot only(Predicate<Consumption> wanted) {
            return new Snapshot(consumptions.stream().filter(wanted).toList());
        }
    }

    public synchronized Snapshot snapshot() {
        return new Snapshot(new ArrayList<>(log));
    }

    /**
     * What a caller consumed by one operation on one table since the start or the last reset, however many requests it
     * made.
     *
     * @param principal name of the caller
     */
    public record Sum(
            String principal, String operation, String table, long requests, double readUnits, double writeUnits) {
        private static Sum of(Consumption one) {
            return new Sum(one.principal(), one.operation(), one.table(), 1, one.readUnits(), one.writeUnits());
        }

        private Sum plus(Sum other) {
            return new Sum(
                    principal,
                    operation,
                    table,
                    requests + other.requests,
                    readUnits + other.readUnits,
                    writeUnits + other.writeUnits);
        }
    }

    /** Sums by caller, operation and table; nothing is ever left out of them. */
    public synchronized List<Sum> sums() {
        return List.copyOf(sums.values());
    }

    public synchronized void reset() {
        log.clear();
        sums.clear();
    }

    synchronized long nextSequence() {
        return ++sequence;
    }

    synchronized void add(Consumption consumption) {
        if (log.size() == CAPACITY) {
            log.removeFirst();
        }
        log.addLast(consumption);
        sums.merge(
                List.of(consumption.principal(), consumption.operation(), consumption.table()),
                Sum.of(consumption),
                Sum::plus);
    }
}
