package io.lotabots.aws;

import io.lotabots.platform.Priming;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * A transport that answers from memory while the code is primed for a snapshot, so that marshalling, signing and
 * parsing are warm and no connection stands in the snapshot.
 */
record PrimingTransport(SdkHttpClient behind) implements SdkHttpClient {
    private static final byte[] EMPTY_OBJECT = "{}".getBytes(StandardCharsets.UTF_8);

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return Priming.active() ? new Canned() : behind.prepareRequest(request);
    }

    @Override
    public String clientName() {
        return behind.clientName();
    }

    @Override
    public void close() {
        behind.close();
    }

    /** Credentials that are not asked for while priming. */
    static AwsCredentialsProvider credentials(AwsCredentialsProvider real) {
        return () -> Priming.active() ? AwsBasicCredentials.create("priming", "priming") : real.resolveCredentials();
    }

    private record Canned() implements ExecutableHttpRequest {
        @Override
        public HttpExecuteResponse call() {
            return HttpExecuteResponse.builder()
                    .response(SdkHttpResponse.builder()
                            .statusCode(200)
                            .putHeader("Content-Length", Integer.toString(EMPTY_OBJECT.length))
                            .build())
                    .responseBody(AbortableInputStream.create(new ByteArrayInputStream(EMPTY_OBJECT)))
                    .build();
        }

        @Override
        public void abort() {
            // Nothing is under way.
        }
    }
}
