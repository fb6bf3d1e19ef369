package io.lotabots.settlement;

/**
 * One row of an epoch's frozen membership.
 *
 * @param identity the paid identity, 1 to 128 of {@code A-Za-z0-9._:-}
 * @param weight units of 1e-9, 0 or more
 */
public record Enrolled(String identity, long weight) {}
