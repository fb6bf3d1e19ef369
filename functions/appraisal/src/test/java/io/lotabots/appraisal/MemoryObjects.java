package io.lotabots.appraisal;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.testing.MemoryTransport;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpResponse;

/** AWS in memory, with buckets that keep what is put into them. */
final class MemoryObjects implements SdkHttpClient {
    private final Map<String, byte[]> objects = new ConcurrentHashMap<>();
    private final MemoryTransport others;

    /** @param answers of everything that is no bucket, as {@link MemoryTransport} takes them */
    MemoryObjects(BiFunction<String, JsonNode, String> answers) {
        this.others = new MemoryTransport(answers);
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        if (request.httpRequest().firstMatchingHeader("X-Amz-Target").isPresent()) {
            return others.prepareRequest(request);
        }
        String object = request.httpRequest().encodedPath();
        if (request.httpRequest().method() == SdkHttpMethod.PUT) {
            objects.put(object, content(request));
            return answer(200, new byte[0]);
        }
        byte[] found = objects.get(object);
        return found == null
                ? answer(404, "<Error><Code>NoSuchKey</Code></Error>".getBytes(StandardCharsets.US_ASCII))
                : answer(200, found);
    }

    /** The bytes of an object; of one that is sent in chunks, those of its chunks. */
    private static byte[] content(HttpExecuteRequest request) {
        byte[] sent;
        try (InputStream in = request.contentStreamProvider().orElseThrow().newStream()) {
            sent = in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (request.httpRequest()
                .firstMatchingHeader("x-amz-decoded-content-length")
                .isEmpty()) {
            return sent;
        }
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (int at = 0; at < sent.length; ) {
            int end = at;
            while (sent[end] != '\r') {
                end++;
            }
            String line = new String(sent, at, end - at, StandardCharsets.US_ASCII);
            int length = Integer.parseInt(line.split(";", -1)[0], 16);
            if (length == 0) {
                break;
            }
            content.write(sent, end + 2, length);
            at = end + 2 + length + 2;
        }
        return content.toByteArray();
    }

    private static ExecutableHttpRequest answer(int status, byte[] body) {
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() {
                return HttpExecuteResponse.builder()
                        .response(SdkHttpResponse.builder()
                                .statusCode(status)
                                .putHeader("Content-Length", Integer.toString(body.length))
                                .build())
                        .responseBody(AbortableInputStream.create(new ByteArrayInputStream(body)))
                        .build();
            }

            @Override
            public void abort() {
                // Nothing is under way.
            }
        };
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
