package io.lotabots.tests;

import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Rows of organisations on the shared platform as no request would make them: what took years, or went wrong before. */
final class Stored {
    private Stored() {}

    static AttributeValue text(String text) {
        return AttributeValue.fromS(text);
    }

    static AttributeValue number(long number) {
        return AttributeValue.fromN(Long.toString(number));
    }

    /** Stores rows. @param table as functions name it */
    static void put(String table, int count, IntFunction<Map<String, AttributeValue>> row) {
        try (DynamoDbClient store = Crowd.operator(Node.prod())) {
            for (int i = 0; i < count; i++) {
                Map<String, AttributeValue> item = row.apply(i);
                store.putItem(r -> r.tableName(name(table)).item(item));
            }
        }
    }

    /** Sets a number in one of an organisation's rows. */
    static void set(long organization, String entry, String attribute, long value) {
        try (DynamoDbClient store = Crowd.operator(Node.prod())) {
            store.updateItem(r -> r.tableName(name("ORGANIZATIONS"))
                    .key(Map.of("organization", text(Long.toString(organization)), "entry", text(entry)))
                    .updateExpression("SET #a = :v")
                    .expressionAttributeNames(Map.of("#a", attribute))
                    .expressionAttributeValues(Map.of(":v", number(value))));
        }
    }

    private static String name(String table) {
        return Objects.requireNonNull(
                Node.function("PostApiV1Orgs").environment().get("TABLE_" + table), table);
    }
}
