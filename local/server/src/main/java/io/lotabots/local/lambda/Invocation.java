package io.lotabots.local.lambda;

import java.util.UUID;

/**
 * One request to a function.
 *
 * @param deadlineNanos on {@link System#nanoTime()}
 */
@SuppressWarnings("ArrayRecordComponent") // bytes that are handed on, never compared
record Invocation(String requestId, byte[] payload, long deadlineNanos) {
    static Invocation of(byte[] payload, FunctionDefinition function) {
        return new Invocation(
                UUID.randomUUID().toString(),
                payload,
                System.nanoTime() + function.timeout().toNanos());
    }

    long remainingMillis() {
        return Math.max(0, (deadlineNanos - System.nanoTime()) / 1_000_000);
    }
}
