package io.lotabots.local.aws;

import java.util.List;
import java.util.Map;

/**
 * What a request wants to do with one resource.
 *
 * @param action e.g. {@code dynamodb:PutItem}
 * @param resource ARN, or {@code *} for actions without a resource
 * @param context condition keys, lower case, with their values
 */
record Access(String action, String resource, Map<String, List<String>> context) {
    static Access of(String action, String resource) {
        return new Access(action, resource, Map.of());
    }
}
