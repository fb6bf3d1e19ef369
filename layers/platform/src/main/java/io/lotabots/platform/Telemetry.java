package io.lotabots.platform;

import java.util.Map;
import java.util.TreeMap;

/**
 * What one request cost and counted: store units, and business counters that become metrics.
 *
 * <p>Bound to the request by a scoped value, so that the store reports what it consumed without knowing who asked.
 */
public final class Telemetry {
    static final ScopedValue<Telemetry> CURRENT = ScopedValue.newInstance();

    private double readUnits;
    private double writeUnits;
    private final Map<String, Long> counts = new TreeMap<>();

    /** The telemetry of the request that runs now; one that nobody reads when none does. */
    public static Telemetry current() {
        return CURRENT.isBound() ? CURRENT.get() : new Telemetry();
    }

    /** Adds consumed capacity, in DynamoDB read and write request units. */
    public void consumed(double read, double write) {
        readUnits += read;
        writeUnits += write;
    }

    /** Adds one to a business counter; the name becomes a metric. */
    public void count(String name) {
        counts.merge(name, 1L, Math::addExact);
    }

    public double readUnits() {
        return readUnits;
    }

    public double writeUnits() {
        return writeUnits;
    }

    Map<String, Long> counts() {
        return counts;
    }
}
