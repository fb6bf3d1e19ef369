package io.lotabots.local.aws;

/**
 * Units that one request consumed on one table, its indexes included.
 *
 * @param sequence order of requests on this port, shared by the tables of one request
 * @param principal name of the caller
 * @param request the caller's trace id where it sent {@code X-Amzn-Trace-Id}, else empty
 * @param readUnits multiples of 0.5; a unit is a strongly consistent read of up to 4 KB
 * @param writeUnits a unit is a write of up to 1 KB
 * @param succeeded whether the request did; a failed condition consumes too
 */
public record Consumption(
        long sequence,
        String principal,
        String request,
        String operation,
        String table,
        double readUnits,
        double writeUnits,
        boolean succeeded) {}
