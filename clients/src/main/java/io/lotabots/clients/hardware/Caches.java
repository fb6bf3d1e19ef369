package io.lotabots.clients.hardware;

/**
 * Sizes of the data caches in bytes; 0 where the platform does not tell.
 *
 * @param l1 the first level's data cache of one core
 * @param l2 the second level
 * @param l3 the third level
 */
public record Caches(long l1, long l2, long l3) {
    /** Nothing is known. */
    public static final Caches UNKNOWN = new Caches(0, 0, 0);
}
