package io.lotabots.aws;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A condition or an update in DynamoDB's expression language. Attributes are written {@code #name} and stand for
 * themselves, so that no reserved word is in the way; values are written {@code :name} and given by {@code with}.
 */
public final class Expression {
    private static final Pattern NAME = Pattern.compile("#([A-Za-z_][A-Za-z0-9_]*)");

    private final String text;
    private final Map<String, AttributeValue> values;

    private Expression(String text, Map<String, AttributeValue> values) {
        this.text = text;
        this.values = values;
    }

    public static Expression of(String text) {
        return new Expression(text, Map.of());
    }

    public Expression with(String name, String value) {
        return and(name, AttributeValue.fromS(value));
    }

    public Expression with(String name, long value) {
        return and(name, AttributeValue.fromN(Long.toString(value)));
    }

    public Expression with(String name, BigInteger value) {
        return and(name, AttributeValue.fromN(value.toString()));
    }

    public Expression with(String name, byte[] value) {
        return and(name, AttributeValue.fromB(SdkBytes.fromByteArray(value)));
    }

    public Expression with(String name, List<String> values) {
        return and(
                name,
                AttributeValue.fromL(values.stream().map(AttributeValue::fromS).toList()));
    }

    /** A set of one text, for {@code ADD} and {@code DELETE}. */
    public Expression withSet(String name, String member) {
        return and(name, AttributeValue.fromSs(List.of(member)));
    }

    /** This condition and another one; where both give a value of one name, it is the other's. */
    public Expression and(Expression other) {
        Map<String, AttributeValue> all = new LinkedHashMap<>(values);
        all.putAll(other.values);
        return new Expression("(" + text + ") AND (" + other.text + ")", all);
    }

    /** The update that sets attributes, each to this expression's value of its name. */
    public Expression setting(List<String> attributes) {
        return new Expression(
                attributes.stream()
                        .map(name -> "#" + name + " = :" + name)
                        .collect(Collectors.joining(", ", "SET ", "")),
                values);
    }

    private Expression and(String name, AttributeValue value) {
        Map<String, AttributeValue> more = new LinkedHashMap<>(values);
        more.put(name, value);
        return new Expression(text, more);
    }

    String text() {
        return text;
    }

    /** The values of this and {@code other}; DynamoDB refuses an empty map, so it is null-free but may be empty. */
    static Map<String, AttributeValue> values(Expression... expressions) {
        Map<String, AttributeValue> all = new LinkedHashMap<>();
        for (Expression expression : expressions) {
            all.putAll(expression.values);
        }
        return all;
    }

    static Map<String, String> names(Expression... expressions) {
        Map<String, String> all = new LinkedHashMap<>();
        for (Expression expression : expressions) {
            Matcher names = NAME.matcher(expression.text);
            while (names.find()) {
                all.put(names.group(), names.group(1));
            }
        }
        return all;
    }
}
