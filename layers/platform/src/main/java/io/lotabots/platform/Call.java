package io.lotabots.platform;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One request: who asked for what, and when by the gateway's clock. The time of a request is fixed once, by the
 * gateway, so that every check of it agrees.
 */
public final class Call {
    private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._:=-]{1,64}");

    private final APIGatewayV2HTTPEvent event;
    private final String requestId;
    private final byte[] body;
    private final long startedNanos = System.nanoTime();

    Call(APIGatewayV2HTTPEvent event) {
        this.event = event;
        String asked = header("x-request-id").orElse("");
        this.requestId = REQUEST_ID.matcher(asked).matches() ? asked : gatewayId();
        this.body = decode(event);
    }

    private static byte[] decode(APIGatewayV2HTTPEvent event) {
        String text = event.getBody();
        if (text == null) {
            return new byte[0];
        }
        return event.getIsBase64Encoded() ? Base64.getDecoder().decode(text) : text.getBytes(StandardCharsets.UTF_8);
    }

    private String gatewayId() {
        String id = context().getRequestId();
        return id == null || !REQUEST_ID.matcher(id).matches()
                ? UUID.randomUUID().toString()
                : id;
    }

    private RequestContext context() {
        return Objects.requireNonNull(event.getRequestContext(), "requestContext");
    }

    /** Milliseconds since 1970 by the gateway's clock. */
    public long epochMilli() {
        return context().getTimeEpoch();
    }

    /** Seconds since 1970 by the gateway's clock. */
    public long epochSecond() {
        return Math.floorDiv(epochMilli(), 1000L);
    }

    /** Seconds since this function took the request up, rounded up. */
    public long elapsedSeconds() {
        return 1 + (System.nanoTime() - startedNanos) / 1_000_000_000L;
    }

    /** The route as it is declared, such as {@code GET /api/miner/{miner_id}/streak}. */
    public String route() {
        return String.valueOf(event.getRouteKey());
    }

    String method() {
        return String.valueOf(context().getHttp().getMethod());
    }

    /** The header, by its lower-case name. */
    public Optional<String> header(String name) {
        Map<String, String> headers = event.getHeaders();
        return headers == null ? Optional.empty() : Optional.ofNullable(headers.get(name));
    }

    /**
     * What the gateway's authorizer said of the caller under {@code name}; absent on routes without one. It says who
     * calls, never what they may do.
     */
    public Optional<String> caller(String name) {
        RequestContext.Authorizer authorizer = context().getAuthorizer();
        if (authorizer == null || authorizer.getLambda() == null) {
            return Optional.empty();
        }
        return Optional.ofNullable(authorizer.getLambda().get(name)).map(Object::toString);
    }

    /** The name under which this API was asked, lower-case, without a port. */
    public String domainName() {
        String name = context().getDomainName();
        return name == null ? "" : name.toLowerCase(Locale.ROOT);
    }

    /** The address that the connection came from. */
    public String sourceAddress() {
        String address = context().getHttp().getSourceIp();
        return address == null || address.isEmpty() ? "unknown" : address;
    }

    /** The network of that address, by which limits count: see {@link SourceNetwork}. */
    public String sourceNetwork() {
        return SourceNetwork.of(sourceAddress());
    }

    /** The sender's request id when it is well formed, else the gateway's. */
    public String requestId() {
        return requestId;
    }

    /** The first value of a cookie; absent when the caller sent none of this name. */
    public Optional<String> cookie(String name) {
        List<String> cookies = event.getCookies();
        if (cookies == null) {
            return Optional.empty();
        }
        return cookies.stream()
                .flatMap(sent -> Stream.of(sent.split(";")))
                .map(String::strip)
                .filter(sent -> sent.startsWith(name + "="))
                .map(sent -> sent.substring(name.length() + 1))
                .findFirst();
    }

    /** The bytes of the body as sent; empty when there is none. */
    public byte[] body() {
        return body.clone();
    }

    int bodyLength() {
        return body.length;
    }

    byte[] bodyUncloned() {
        return body;
    }

    Map<String, String> query() {
        Map<String, String> query = event.getQueryStringParameters();
        return query == null ? Map.of() : query;
    }

    Map<String, String> pathParameters() {
        Map<String, String> parameters = event.getPathParameters();
        return parameters == null ? Map.of() : parameters;
    }
}
