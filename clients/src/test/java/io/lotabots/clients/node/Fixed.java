package io.lotabots.clients.node;

import java.util.random.RandomGenerator;

/** Chance that always falls the same way, so that a test knows each wait. */
public record Fixed(double value) implements RandomGenerator {
    @Override
    public long nextLong() {
        return 0;
    }

    @Override
    public double nextDouble() {
        return value;
    }
}
