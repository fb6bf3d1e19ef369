package io.lotabots.aws;

import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** The verbs of one S3 bucket; safe for concurrent use. */
public final class Bucket {
    private final Supplier<S3Client> clients;
    private final Supplier<String> names;

    Bucket(Supplier<S3Client> clients, Supplier<String> names) {
        this.clients = clients;
        this.names = names;
    }

    /** Stores an object; the key is expected to name its content, so that writing it twice changes nothing. */
    public void put(String key, byte[] content, String contentType) {
        clients.get()
                .putObject(
                        r -> r.bucket(names.get()).key(key).contentType(contentType), RequestBody.fromBytes(content));
    }

    /** The bytes of an object, absent when there is none. */
    public Optional<byte[]> get(String key) {
        try {
            ResponseBytes<GetObjectResponse> object =
                    clients.get().getObject(r -> r.bucket(names.get()).key(key), ResponseTransformer.toBytes());
            return Optional.of(object.asByteArrayUnsafe());
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        }
    }
}
