package io.lotabots.cdk.model;

import java.util.Optional;

/**
 * An S3 bucket: private, encrypted, reached over TLS only.
 *
 * @param days the setting of the stage that says how many days its objects are kept; empty for ever
 * @param lockedDays for how many days nobody can change or remove an object, where the stage protects from deletion; 0 for
 *     a bucket without such a lock
 */
public record Bucket(String name, Optional<String> days, int lockedDays) implements Store {
    public Bucket {
        if (lockedDays < 0 || lockedDays > 36_500) {
            throw new IllegalArgumentException("objects are locked for 0 to 36500 days, got: " + lockedDays);
        }
    }

    /** A bucket whose objects are kept for ever and may be written again. */
    public Bucket(String name) {
        this(name, Optional.empty(), 0);
    }

    /** Its objects go after so many days as a setting of the stage says. */
    public Bucket keptFor(String setting) {
        return new Bucket(name, Optional.of(setting), lockedDays);
    }

    /** Its objects cannot be changed or removed for so many days. */
    public Bucket locked(int forDays) {
        return new Bucket(name, days, forDays);
    }
}
