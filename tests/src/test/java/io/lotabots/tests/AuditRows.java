package io.lotabots.tests;

import io.lotabots.local.Platform;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The audit log's rows as they lie in its table: what is told of accounts is answered by no endpoint. */
final class AuditRows {
    private AuditRows() {}

    /** What an account's log says of one request, each as the event, its result and its reason. */
    static List<String> of(Platform platform, String account, Http.Answer answer) {
        return rows(platform, account).stream()
                .filter(row -> answer.header("x-request-id").equals(row.get("request_id")))
                .map(row -> "%s %s %s"
                        .formatted(row.get("event"), row.get("result"), row.get("reason"))
                        .strip())
                .toList();
    }

    private static List<Map<String, String>> rows(Platform platform, String account) {
        String table = Objects.requireNonNull(
                Node.function(platform, "PostV1AuthLogin").environment().get("TABLE_AUDIT"));
        try (DynamoDbClient store = Crowd.operator(platform)) {
            return store
                    .query(r -> r.tableName(table)
                            .keyConditionExpression("#scope = :scope")
                            .expressionAttributeNames(Map.of("#scope", "scope"))
                            .expressionAttributeValues(Map.of(":scope", AttributeValue.fromS("account#" + account)))
                            .scanIndexForward(false)
                            .limit(100))
                    .items()
                    .stream()
                    .map(row -> row.entrySet().stream()
                            .filter(field -> field.getValue().s() != null)
                            .collect(Collectors.toMap(
                                    Map.Entry::getKey, field -> field.getValue().s())))
                    .toList();
        }
    }
}
