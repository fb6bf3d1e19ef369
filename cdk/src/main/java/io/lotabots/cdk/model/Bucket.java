package io.lotabots.cdk.model;

/**
 * An S3 bucket: private, encrypted, reached over TLS only.
 *
 * @param lockedDays for how many days nobody can change or remove an object, where the stage protects from deletion; 0 for
 *     a bucket without such a lock
 */
public record Bucket(String name, int lockedDays) implements Store {
    public Bucket {
        if (lockedDays < 0 || lockedDays > 36_500) {
            throw new IllegalArgumentException("objects are locked for 0 to 36500 days, got: " + lockedDays);
        }
    }

    /** A bucket whose objects may be written again. */
    public Bucket(String name) {
        this(name, 0);
    }
}
