package io.lotabots.platform;

import java.net.InetAddress;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What CloudFormation asks of a custom resource.
 *
 * <p>Source: CloudFormation user guide, "Custom resource request objects".
 *
 * @param type {@code Create}, {@code Update} or {@code Delete}
 * @param responseUrl where the answer is put: https, or http on this host
 */
public record StackRequest(
        String type,
        URI responseUrl,
        String stackId,
        String requestId,
        String logicalResourceId,
        String physicalResourceId,
        Map<?, ?> properties) {
    /**
     * Reads the event.
     *
     * @param name of a resource that was never answered for
     * @throws IllegalArgumentException naming what is missing, when nobody could be answered
     */
    public static StackRequest of(Map<String, Object> event, String name) {
        return new StackRequest(
                text(event, "RequestType"),
                answerable(text(event, "ResponseURL")),
                text(event, "StackId"),
                text(event, "RequestId"),
                text(event, "LogicalResourceId"),
                event.get("PhysicalResourceId") instanceof String id ? id : name,
                event.get("ResourceProperties") instanceof Map<?, ?> properties ? properties : Map.of());
    }

    private static String text(Map<String, Object> event, String name) {
        if (event.get(name) instanceof String text && !text.isEmpty()) {
            return text;
        }
        throw new IllegalArgumentException("the event has no text at " + name);
    }

    private static URI answerable(String text) {
        URI url = URI.create(text);
        boolean safe = "https".equals(url.getScheme()) || ("http".equals(url.getScheme()) && isLoopback(url.getHost()));
        if (!safe || url.getHost() == null) {
            throw new IllegalArgumentException("ResponseURL must be https, or http on this host");
        }
        return url;
    }

    private static boolean isLoopback(@Nullable String host) {
        if (host == null || host.equals("localhost")) {
            return host != null;
        }
        try {
            return InetAddress.ofLiteral(host).isLoopbackAddress();
        } catch (IllegalArgumentException name) {
            return false;
        }
    }
}
