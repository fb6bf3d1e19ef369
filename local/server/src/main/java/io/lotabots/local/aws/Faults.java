package io.lotabots.local.aws;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The faults that are to strike. Safe for use by many threads; the rule given first strikes first. */
public final class Faults {
    private final List<Armed> armed = new ArrayList<>();
    private final Replicas replicas;
    private long cleared;

    /** A rule and how many strikes are left of it. */
    private static final class Armed {
        private final FaultRule rule;
        private int left;

        private Armed(FaultRule rule) {
            this.rule = rule;
            left = rule.times();
        }
    }

    Faults(Replicas replicas) {
        this.replicas = replicas;
    }

    /**
     * Lets a fault strike.
     *
     * @throws IllegalArgumentException for a {@link Fault#STALE_READ} that names no table
     */
    public void next(FaultRule rule) {
        if (rule.fault() == Fault.STALE_READ) {
            replicas.freeze(rule.table()
                    .orElseThrow(() -> new IllegalArgumentException("a stale read needs the name of its table")));
        }
        synchronized (this) {
            armed.add(new Armed(rule));
        }
    }

    /** Forgets every fault that has not struck yet, and lets go what is held. */
    public synchronized void clear() {
        armed.clear();
        cleared++;
        notifyAll();
    }

    /** Waits until every fault has struck as often as it was to. */
    public synchronized void awaitStrikes() throws InterruptedException {
        while (!armed.isEmpty()) {
            wait();
        }
    }

    /** Waits until the faults are cleared. */
    synchronized void hold() {
        long before = cleared;
        while (cleared == before) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** How many strikes are left. */
    public synchronized int pending() {
        return armed.stream().mapToInt(a -> a.left).sum();
    }

    /** Takes the first fault that strikes this request, if any. */
    synchronized Optional<Fault> take(
            String principal, String operation, Collection<String> tables, Predicate<Fault> possible) {
        for (Iterator<Armed> candidates = armed.iterator(); candidates.hasNext(); ) {
            Armed candidate = candidates.next();
            FaultRule rule = candidate.rule;
            if (rule.principal().map(principal::equals).orElse(true)
                    && rule.operation().map(operation::equals).orElse(true)
                    && rule.table().map(tables::contains).orElse(true)
                    && possible.test(rule.fault())) {
                if (--candidate.left == 0) {
                    candidates.remove();
                    notifyAll();
                }
                return Optional.of(rule.fault());
            }
        }
        return Optional.empty();
    }
}
