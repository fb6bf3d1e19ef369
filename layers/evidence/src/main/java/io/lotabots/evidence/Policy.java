package io.lotabots.evidence;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is asked of evidence beyond being genuine: settings by name, each read by the format that knows it, each with the
 * strict value as its default. An empty policy is the strictest.
 *
 * @param settings booleans, {@link Long}, texts and lists of texts by name
 */
public record Policy(Map<String, Object> settings) {
    /** Every setting at its strict default. */
    public static final Policy STRICT = new Policy(Map.of());

    public Policy {
        settings = Map.copyOf(settings);
    }

    /** Those of its settings that have one of these names. */
    public Policy only(Set<String> names) {
        Map<String, Object> some = new HashMap<>(settings);
        some.keySet().retainAll(names);
        return new Policy(some);
    }

    public boolean flag(String name, boolean otherwise) {
        return switch (settings.get(name)) {
            case null -> otherwise;
            case Boolean value -> value;
            default -> throw wrong(name, "true or false");
        };
    }

    public long number(String name, long otherwise) {
        return switch (settings.get(name)) {
            case null -> otherwise;
            case Number value -> value.longValue();
            default -> throw wrong(name, "a whole number");
        };
    }

    public String text(String name, String otherwise) {
        return switch (settings.get(name)) {
            case null -> otherwise;
            case String value -> value;
            default -> throw wrong(name, "a text");
        };
    }

    /** The texts that are allowed for a claim; empty when the policy does not ask. A single text is a list of one. */
    public Set<String> allowed(String name) {
        return switch (settings.get(name)) {
            case null -> Set.of();
            case String value -> Set.of(value);
            case List<?> values
            when values.stream().allMatch(String.class::isInstance) ->
                Set.copyOf(values.stream().map(String.class::cast).toList());
            default -> throw wrong(name, "a list of texts");
        };
    }

    private IllegalArgumentException wrong(String name, String wanted) {
        return new IllegalArgumentException(
                "policy setting \"" + name + "\" is " + wanted + ", got " + settings.get(name));
    }
}
