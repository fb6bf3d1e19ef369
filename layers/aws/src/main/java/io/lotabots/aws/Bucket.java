package io.lotabots.aws;

import java.util.Optional;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** The verbs of one S3 bucket; safe for concurrent use. */
public final class Bucket {
    private final S3Client client;
    private final String name;

    Bucket(S3Client client, String name) {
        this.client = client;
        this.name = name;
    }

    /** Stores an object; the key is expected to name its content, so that writing it twice changes nothing. */
    public void put(String key, byte[] content, String contentType) {
        client.putObject(r -> r.bucket(name).key(key).contentType(contentType), RequestBody.fromBytes(content));
    }

    /** The bytes of an object, absent when there is none. */
    public Optional<byte[]> get(String key) {
        try {
            ResponseBytes<GetObjectResponse> object =
                    client.getObject(r -> r.bucket(name).key(key), ResponseTransformer.toBytes());
            return Optional.of(object.asByteArrayUnsafe());
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        }
    }
}
