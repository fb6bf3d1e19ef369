package io.lotabots.platform;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * What one request cost and counted: store units, and business counters that become metrics.
 *
 * <p>Bound to the request by a scoped value, so that the store reports what it consumed without knowing who asked. Threads
 * that work for a request at the same time report to the same one, see {@link #carried}.
 */
public final class Telemetry {
    static final ScopedValue<Telemetry> CURRENT = ScopedValue.newInstance();

    private double readUnits;
    private double writeUnits;
    private final Map<String, Long> counts = new TreeMap<>();
    private @Nullable LimitState limit;

    /** The telemetry of the request that runs now; one that nobody reads when none does. */
    public static Telemetry current() {
        return CURRENT.isBound() ? CURRENT.get() : new Telemetry();
    }

    /** What {@code work} consumed and counted. */
    public static Telemetry of(Runnable work) {
        Telemetry telemetry = new Telemetry();
        ScopedValue.where(CURRENT, telemetry).run(work);
        return telemetry;
    }

    /** The same work, which on whatever thread it is done reports to the request that runs now. */
    public static <T> Callable<T> carried(Callable<T> work) {
        if (!CURRENT.isBound()) {
            return work;
        }
        Telemetry telemetry = CURRENT.get();
        return () -> ScopedValue.where(CURRENT, telemetry).call(work::call);
    }

    /** Adds consumed capacity, in DynamoDB read and write request units. */
    public synchronized void consumed(double read, double write) {
        readUnits += read;
        writeUnits += write;
    }

    /** Adds one to a business counter; the name becomes a metric. */
    public synchronized void count(String name) {
        counts.merge(name, 1L, Math::addExact);
    }

    /** Reports a limit that the request was counted by; the tightest of all stands in the answer's headers. */
    public synchronized void limited(LimitState state) {
        if (limit == null || state.remaining() < limit.remaining()) {
            limit = state;
        }
    }

    synchronized Optional<LimitState> limit() {
        return Optional.ofNullable(limit);
    }

    public synchronized double readUnits() {
        return readUnits;
    }

    public synchronized double writeUnits() {
        return writeUnits;
    }

    synchronized Map<String, Long> counts() {
        return new TreeMap<>(counts);
    }
}
