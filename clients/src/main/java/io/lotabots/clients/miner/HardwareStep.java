package io.lotabots.clients.miner;

import java.util.Optional;

/** What a cycle shows of the machine beside its measurements. */
interface HardwareStep extends AutoCloseable {
    /** Nothing to show. */
    HardwareStep NONE = Optional::empty;

    /** Shows it to the node; what came of it is one line for people. A cycle goes on whatever comes of it. */
    Optional<String> show() throws InterruptedException;

    @Override
    default void close() {}
}
