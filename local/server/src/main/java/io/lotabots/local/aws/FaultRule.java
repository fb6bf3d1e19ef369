package io.lotabots.local.aws;

import java.util.Optional;

/**
 * A fault that strikes the next requests that match.
 *
 * @param table name of a table, bucket or secret; empty for any
 * @param operation e.g. {@code PutItem}; for S3 the method ({@code PUT}); empty for any
 * @param principal name of the caller; empty for any
 * @param times how many requests it strikes, 1 to 1,000,000
 */
public record FaultRule(
        Fault fault, Optional<String> table, Optional<String> operation, Optional<String> principal, int times) {
    public FaultRule {
        if (times < 1 || times > 1_000_000) {
            throw new IllegalArgumentException("a fault strikes 1 to 1,000,000 times, got " + times);
        }
    }

    /** Strikes the next request, whatever it is. */
    public static FaultRule next(Fault fault) {
        return new FaultRule(fault, Optional.empty(), Optional.empty(), Optional.empty(), 1);
    }

    /** Only requests on this table, bucket or secret. */
    public FaultRule on(String name) {
        return new FaultRule(fault, Optional.of(name), operation, principal, times);
    }

    /** Only this operation. */
    public FaultRule during(String name) {
        return new FaultRule(fault, table, Optional.of(name), principal, times);
    }

    /** Only this caller. */
    public FaultRule by(String name) {
        return new FaultRule(fault, table, operation, Optional.of(name), times);
    }

    /** That many requests. */
    public FaultRule times(int number) {
        return new FaultRule(fault, table, operation, principal, number);
    }
}
