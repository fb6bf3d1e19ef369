package io.lotabots.local.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** One line of JSON for each request; neither query nor headers, which may hold secrets. */
final class AccessLog {
    private static final int MAX_PATH = 200;

    private AccessLog() {}

    static String line(Request request, String routeKey, int status, int bytes, long millis) {
        String path = request.path();
        return JsonNodeFactory.instance
                .objectNode()
                .put("time", request.time().toString())
                .put("requestId", request.id())
                .put("ip", request.sourceIp())
                .put("method", request.method())
                .put("path", path.length() > MAX_PATH ? path.substring(0, MAX_PATH) + "..." : path)
                .put("routeKey", routeKey)
                .put("status", status)
                .put("bytes", bytes)
                .put("ms", millis)
                .toString();
    }
}
