package io.lotabots.local.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a DynamoDB request wants to do, item by item.
 *
 * <p>Source: "Actions, resources, and condition keys for Amazon DynamoDB", service authorization reference. Operations
 * without a table, PartiQL among them, are outside of what functions here are granted; they need a grant on {@code *}.
 */
final class DynamoAccess {
    private final String arnPrefix;
    private final Schemas schemas;
    private final String region;

    DynamoAccess(String region, String account, Schemas schemas) {
        arnPrefix = "arn:aws:dynamodb:" + region + ":" + account + ":table/";
        this.schemas = schemas;
        this.region = region;
    }

    /** The accesses of a request, at least one. */
    List<Access> of(String operation, ObjectNode body) {
        return switch (operation) {
            case "BatchGetItem" -> batchGet(body);
            case "BatchWriteItem" -> batchWrite(body);
            case "TransactGetItems", "TransactWriteItems" -> transaction(body);
            default -> List.of(single(operation, body));
        };
    }

    private Access single(String operation, ObjectNode body) {
        String table = table(body.path("TableName").asText());
        if (table.isEmpty()) {
            return Access.of("dynamodb:" + operation, "*");
        }
        String index = body.path("IndexName").asText();
        String resource = arnPrefix + table + (index.isEmpty() ? "" : "/index/" + index);
        List<String> keys = leadingKeys(table, List.of(body.path("Key"), body.path("Item")));
        return access("dynamodb:" + operation, resource, keys);
    }

    private List<Access> batchGet(ObjectNode body) {
        List<Access> accesses = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : body.path("RequestItems").properties()) {
            String table = table(entry.getKey());
            List<JsonNode> keys = entry.getValue().path("Keys").valueStream().toList();
            accesses.add(access("dynamodb:BatchGetItem", arnPrefix + table, leadingKeys(table, keys)));
        }
        return orWhole(accesses, "BatchGetItem");
    }

    private List<Access> batchWrite(ObjectNode body) {
        List<Access> accesses = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : body.path("RequestItems").properties()) {
            String table = table(entry.getKey());
            List<JsonNode> items = entry.getValue()
                    .valueStream()
                    .map(r -> r.has("PutRequest")
                            ? r.path("PutRequest").path("Item")
                            : r.path("DeleteRequest").path("Key"))
                    .toList();
            accesses.add(access("dynamodb:BatchWriteItem", arnPrefix + table, leadingKeys(table, items)));
        }
        return orWhole(accesses, "BatchWriteItem");
    }

    private List<Access> transaction(ObjectNode body) {
        List<Access> accesses = new ArrayList<>();
        for (JsonNode item : body.path("TransactItems")) {
            for (Map.Entry<String, JsonNode> part : item.properties()) {
                String action = part.getKey().equals("ConditionCheck") ? "ConditionCheckItem" : part.getKey() + "Item";
                String table = table(part.getValue().path("TableName").asText());
                List<JsonNode> keys =
                        List.of(part.getValue().path("Key"), part.getValue().path("Item"));
                accesses.add(access("dynamodb:" + action, arnPrefix + table, leadingKeys(table, keys)));
            }
        }
        return orWhole(accesses, "TransactWriteItems");
    }

    private Access access(String action, String resource, List<String> leadingKeys) {
        return new Access(
                action, resource, Map.of("aws:requestedregion", List.of(region), "dynamodb:leadingkeys", leadingKeys));
    }

    /** A request that names nothing is refused by the service itself, but only to those who may use it at all. */
    private static List<Access> orWhole(List<Access> accesses, String operation) {
        return accesses.isEmpty() ? List.of(Access.of("dynamodb:" + operation, "*")) : accesses;
    }

    private List<String> leadingKeys(String table, List<JsonNode> items) {
        String partitionKey = schemas.partitionKey(table);
        return items.stream()
                .map(i -> i.path(partitionKey))
                .filter(v -> v.isObject() && !v.isEmpty())
                .map(v -> v.elements().next().asText())
                .toList();
    }

    /** The table's name, given as a name or an ARN. */
    static String table(String nameOrArn) {
        return nameOrArn.toLowerCase(Locale.ROOT).startsWith("arn:")
                ? nameOrArn.replaceFirst("^.*:table/", "").replaceFirst("/.*$", "")
                : nameOrArn;
    }
}
