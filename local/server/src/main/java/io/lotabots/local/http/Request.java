package io.lotabots.local.http;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request as it arrived.
 *
 * @param path percent-encoded
 * @param query as sent, without the question mark; empty when there is none
 * @param headers by lower-case name, values in the order sent
 * @param sourceIp of the client
 * @param time by the platform's clock
 * @param id made for this request
 */
@SuppressWarnings("ArrayRecordComponent") // bytes that are handed on, never compared
public record Request(
        String method,
        String path,
        String query,
        String protocol,
        Map<String, List<String>> headers,
        byte[] body,
        String sourceIp,
        Instant time,
        String id) {
    /** The values of a header, joined with commas, as API Gateway joins them. */
    Optional<String> header(String lowerCaseName) {
        return Optional.ofNullable(headers.get(lowerCaseName)).map(values -> String.join(",", values));
    }
}
