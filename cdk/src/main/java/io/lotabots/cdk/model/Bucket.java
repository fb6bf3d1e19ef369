package io.lotabots.cdk.model;

import java.util.Optional;

/**
 * An S3 bucket: private, encrypted, reached over TLS only.
 *
 * @param days the setting of the stage that says how many days its objects are kept; empty for ever
 */
public record Bucket(String name, Optional<String> days) implements Store {
    public Bucket(String name) {
        this(name, Optional.empty());
    }

    /** Its objects go after so many days as a setting of the stage says. */
    public Bucket keptFor(String setting) {
        return new Bucket(name, Optional.of(setting));
    }
}
