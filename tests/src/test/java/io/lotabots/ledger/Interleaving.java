package io.lotabots.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Runs several programs in turns that a seed decides: one runs at a time, and at each of its steps another one may be let
 * in. The same seed gives the same run.
 */
final class Interleaving {
    private static final int ONE_IN = 3;

    private final RandomGenerator random;
    private final List<Thread> alive = new ArrayList<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable Thread turn;
    private volatile @Nullable Throwable failure;

    Interleaving(RandomGenerator random) {
        this.random = random;
    }

    /** Ends every program at its next step, because one of them failed. */
    private static final class Ended extends Error {
        private static final long serialVersionUID = 1L;

        Ended() {
            super(null, null, false, false);
        }
    }

    /** Runs all programs to their end. @throws AssertionError the first failure of any */
    void run(List<Runnable> programs) {
        for (Runnable program : programs) {
            alive.add(Thread.ofVirtual().unstarted(() -> whole(program)));
        }
        List.copyOf(alive).forEach(Thread::start);
        hand(any());
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        switch (failure) {
            case null -> {}
            case Error error -> throw error;
            case Throwable other -> throw new AssertionError(other);
        }
    }

    /** A step of the program that runs: others may be let in here. */
    void step() {
        if (alive.size() > 1 && random.nextInt(ONE_IN) == 0) {
            Thread next = any();
            if (next != Thread.currentThread()) {
                hand(next);
                await();
            }
        }
        if (failure != null) {
            throw new Ended();
        }
    }

    private void whole(Runnable program) {
        await();
        try {
            if (failure == null) {
                program.run();
            }
        } catch (Ended e) {
            // Another program failed, and says why.
        } catch (Throwable e) {
            failure = e;
        }
        alive.remove(Thread.currentThread());
        if (alive.isEmpty()) {
            ended.countDown();
        } else {
            hand(any());
        }
    }

    private Thread any() {
        return alive.get(random.nextInt(alive.size()));
    }

    private void hand(Thread next) {
        turn = next;
        LockSupport.unpark(next);
    }

    private void await() {
        while (turn != Thread.currentThread()) {
            LockSupport.park(this);
        }
    }
}
