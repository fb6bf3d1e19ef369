package io.lotabots.cdk.model;

import java.util.Locale;

/** Something that a service owns and functions may be granted. Its name is unique in a deployment: {@code admin-key}. */
public sealed interface Store permits Table, Bucket, Secret, Bus {

    /** Lower-case words joined by hyphens. */
    String name();

    /** The environment variable that tells a function where the store is, such as {@code TABLE_MINERS}. */
    default String variable() {
        return (kind() + "_" + name()).replace('-', '_').toUpperCase(Locale.ROOT);
    }

    /** {@code table}, {@code bucket}, {@code secret} or {@code bus}. */
    default String kind() {
        return getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }
}
