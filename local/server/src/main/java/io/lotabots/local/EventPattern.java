package io.lotabots.local;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.local.template.TemplateException;

/**
 * Whether an event is one of those that an EventBridge rule is about: exact values and {@code prefix}, at any depth.
 *
 * <p>Source: EventBridge user guide, "Creating event patterns".
 *
 * @param rule what the pattern is of, for messages
 */
record EventPattern(String rule, JsonNode pattern) {
    /** @throws TemplateException when the pattern uses what this machine cannot compare */
    EventPattern {
        require(rule, pattern);
    }

    /** Every field of the pattern must be in the event, with one of the values that the pattern lists. */
    boolean matches(JsonNode event) {
        return matches(pattern, event);
    }

    private static boolean matches(JsonNode pattern, JsonNode event) {
        return pattern.properties().stream().allMatch(field -> {
            JsonNode value = event.path(field.getKey());
            return field.getValue().isObject()
                    ? matches(field.getValue(), value)
                    : field.getValue().valueStream().anyMatch(wanted -> equal(wanted, value));
        });
    }

    private static boolean equal(JsonNode wanted, JsonNode value) {
        if (value.isArray()) {
            return value.valueStream().anyMatch(one -> equal(wanted, one));
        }
        return wanted.isObject()
                ? value.isTextual()
                        && value.textValue().startsWith(wanted.path("prefix").asText())
                : wanted.equals(value);
    }

    private static void require(String rule, JsonNode pattern) {
        pattern.properties().forEach(field -> {
            if (field.getValue().isObject()) {
                require(rule, field.getValue());
            } else if (!field.getValue().isArray()
                    || field.getValue()
                            .valueStream()
                            .anyMatch(v -> v.isContainerNode()
                                    && !(v.size() == 1 && v.path("prefix").isTextual()))) {
                throw new TemplateException(rule + ": the pattern of " + field.getKey()
                        + " is neither values nor prefixes, and cannot be compared here");
            }
        });
    }
}
