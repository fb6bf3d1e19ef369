package io.lotabots.local.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The partition keys of tables, read once each. */
final class Schemas {
    private final Map<String, String> partitionKeys = new ConcurrentHashMap<>();
    private final DynamoDbClient client;

    Schemas(DynamoDbClient client) {
        this.client = client;
    }

    /** The name of a table's partition key, empty when there is no such table. */
    String partitionKey(String table) {
        String known = partitionKeys.get(table);
        if (known != null) {
            return known;
        }
        if (table.isEmpty()) {
            return "";
        }
        try {
            JsonNode keys = client.call(
                            "DescribeTable",
                            JsonNodeFactory.instance.objectNode().put("TableName", table))
                    .path("Table")
                    .path("KeySchema");
            String name = keys.path(0).path("AttributeName").asText();
            partitionKeys.put(table, name);
            return name;
        } catch (ServiceError e) {
            if (e.code().equals("ResourceNotFoundException")) {
                return "";
            }
            throw e;
        }
    }
}
