package io.lotabots.local.aws;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A request as it came.
 *
 * @param path raw path, percent-encoded as sent
 * @param query raw query, empty when there is none
 * @param headers lower-case names with their values
 */
@SuppressWarnings("ArrayRecordComponent") // bytes that are handed on, never compared
record Call(String method, String path, String query, Map<String, List<String>> headers, byte[] body) {
    /** The values of a header joined by commas, empty when it is absent. */
    String header(String name) {
        return String.join(",", headers.getOrDefault(name, List.of()));
    }

    /** The decoded parameters of the query, in order. */
    List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>();
        for (String part : query.split("&", -1)) {
            if (!part.isEmpty()) {
                int equals = part.indexOf('=');
                String name = equals < 0 ? part : part.substring(0, equals);
                String value = equals < 0 ? "" : part.substring(equals + 1);
                parameters.add(new Parameter(PercentCode.decode(name), PercentCode.decode(value)));
            }
        }
        return parameters;
    }

    /** The value of a query parameter, empty when it is absent or has none. */
    String parameter(String name) {
        return parameters().stream()
                .filter(p -> p.name.equals(name))
                .map(Parameter::value)
                .findFirst()
                .orElse("");
    }

    boolean hasParameter(String name) {
        return parameters().stream().anyMatch(p -> p.name.equals(name));
    }

    Call withBody(byte[] replacement) {
        return new Call(method, path, query, headers, replacement);
    }

    record Parameter(String name, String value) {}
}
