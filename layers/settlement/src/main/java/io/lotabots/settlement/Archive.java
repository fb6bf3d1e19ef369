package io.lotabots.settlement;

import java.util.Optional;

/**
 * Where sealed epochs are read from: a bucket, a node's HTTP endpoints, a directory. Nothing that it answers is believed
 * without its digest or signature.
 *
 * <p>Reading may fail with {@link java.io.UncheckedIOException}.
 */
public interface Archive {
    /** The bytes whose SHA-256 is {@code digest} (64 lower-case hexadecimal digits), when they are kept. */
    Optional<byte[]> object(String digest);

    /** The bytes of the signed {@link EpochRoot} of the seal that ends with this epoch, if there is one. */
    Optional<byte[]> root(long epoch);

    /** The key under which an object is stored. */
    static String objectKey(String digest) {
        return "objects/" + digest;
    }

    /** The key under which the root of the seal that ends with an epoch is stored. */
    static String rootKey(long epoch) {
        return "epochs/%012d/root".formatted(epoch);
    }
}
