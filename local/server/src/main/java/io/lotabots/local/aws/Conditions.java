package io.lotabots.local.aws;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiPredicate;

/**
 * The {@code Condition} of a statement: string, ARN, bool and null operators, {@code IfExists}, {@code ForAllValues} and
 * {@code ForAnyValue}. Anything else is reported as unsupported, never ignored.
 */
final class Conditions {
    /** The outcome; {@code unsupported} names what could not be evaluated and is empty otherwise. */
    record Result(boolean holds, String unsupported) {}

    private static final Result HOLDS = new Result(true, "");

    private Conditions() {}

    static Result evaluate(JsonNode condition, Map<String, List<String>> context) {
        Result result = HOLDS;
        for (Map.Entry<String, JsonNode> operator : condition.properties()) {
            for (Map.Entry<String, JsonNode> key : operator.getValue().properties()) {
                Result one = one(operator.getKey(), key.getKey(), key.getValue(), context);
                if (!one.unsupported.isEmpty()) {
                    return one;
                }
                result = one.holds ? result : one;
            }
        }
        return result;
    }

    private static Result one(String operator, String key, JsonNode wanted, Map<String, List<String>> context) {
        List<String> expected = Policy.list(wanted).map(JsonNode::asText).toList();
        if (expected.stream().anyMatch(e -> e.contains("${"))) {
            return new Result(false, "policy variable in " + expected);
        }
        if (!known(key)) {
            return new Result(false, "condition key " + key);
        }
        List<String> actual = context.getOrDefault(key.toLowerCase(Locale.ROOT), List.of());
        if (operator.equals("Null")) {
            return new Result(expected.contains(Boolean.toString(actual.isEmpty())), "");
        }
        boolean all = operator.startsWith("ForAllValues:");
        boolean any = operator.startsWith("ForAnyValue:");
        boolean ifExists = operator.endsWith("IfExists");
        String plain = operator.replaceFirst("^For(All|Any)Value(s)?:", "").replaceFirst("IfExists$", "");
        boolean negated = plain.contains("Not");
        BiPredicate<String, String> test = test(plain.replace("Not", ""));
        if (test == null) {
            return new Result(false, "condition operator " + operator);
        }
        if (actual.isEmpty()) {
            return new Result(all || ifExists || (negated && !any), "");
        }
        BiPredicate<String, List<String>> matches =
                (value, patterns) -> negated != patterns.stream().anyMatch(p -> test.test(p, value));
        boolean every = all || (negated && !any);
        return new Result(
                every
                        ? actual.stream().allMatch(a -> matches.test(a, expected))
                        : actual.stream().anyMatch(a -> matches.test(a, expected)),
                "");
    }

    private static boolean known(String key) {
        return switch (key.toLowerCase(Locale.ROOT)) {
            case "dynamodb:leadingkeys", "s3:prefix", "secretsmanager:versionstage", "aws:requestedregion" -> true;
            default -> false;
        };
    }

    private static @org.jspecify.annotations.Nullable BiPredicate<String, String> test(String operator) {
        return switch (operator) {
            case "StringEquals" -> String::equals;
            case "StringEqualsIgnoreCase" -> String::equalsIgnoreCase;
            case "StringLike", "ArnLike", "ArnEquals" -> Wildcard::matches;
            case "Bool" -> String::equalsIgnoreCase;
            default -> null;
        };
    }
}
