package io.lotabots.platform;

/**
 * Whether the code runs only to be warm before a snapshot is taken (SnapStart): then nothing may be connected to, read
 * from a secret or drawn at random, because the snapshot would hand it to every instance.
 */
public final class Priming {
    private static final ScopedValue<Boolean> ACTIVE = ScopedValue.newInstance();

    private Priming() {}

    public static boolean active() {
        return ACTIVE.isBound();
    }

    /** Runs {@code work} as priming. */
    public static void run(Runnable work) {
        ScopedValue.where(ACTIVE, true).run(work);
    }
}
