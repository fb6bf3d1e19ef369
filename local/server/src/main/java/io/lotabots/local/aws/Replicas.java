package io.lotabots.local.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Copies of tables that stand still: what a lagging replica would serve to eventually consistent reads.
 *
 * <p>A copy is a table of DynamoDB Local under another name with the same keys and indexes, so that every projection,
 * filter and condition works on it as on the table itself.
 */
final class Replicas {
    /** So that a mistake cannot copy without end. */
    private static final int MAX_ITEMS = 100_000;

    private static final String SUFFIX = ".replica";
    private static final Set<String> DESCRIBED =
            Set.of("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "LocalSecondaryIndexes");

    private final DynamoDbClient client;
    private final Map<String, String> names = new ConcurrentHashMap<>();
    /** Requests hold it for reading, a copy for writing, so that a copy shows one instant. */
    final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

    Replicas(DynamoDbClient client) {
        this.client = client;
    }

    /** The name of the copy of {@code table}. */
    String of(String table) {
        return names.getOrDefault(table, table);
    }

    /** Copies a table as it is now, over an older copy. @throws ServiceError when there is no such table */
    void freeze(String table) {
        lock.writeLock().lock();
        try {
            ObjectNode description =
                    (ObjectNode) client.call("DescribeTable", named(table)).path("Table");
            String copy = table + SUFFIX;
            try {
                client.call("DeleteTable", named(copy));
            } catch (ServiceError e) {
                if (!e.code().equals("ResourceNotFoundException")) {
                    throw e;
                }
            }
            client.call("CreateTable", definition(description, copy));
            copyItems(table, copy);
            names.put(table, copy);
        } finally {
            lock.writeLock().unlock();
        }
    }

    private static ObjectNode definition(ObjectNode description, String copy) {
        ObjectNode definition = named(copy).put("BillingMode", "PAY_PER_REQUEST");
        DESCRIBED.forEach(name -> {
            if (description.has(name)) {
                definition.set(name, description.get(name).deepCopy());
            }
        });
        for (String kind : List.of("GlobalSecondaryIndexes", "LocalSecondaryIndexes")) {
            definition.path(kind).forEach(index -> ((ObjectNode) index).retain("IndexName", "KeySchema", "Projection"));
        }
        return definition;
    }

    private void copyItems(String table, String copy) {
        ObjectNode scan = named(table).put("ConsistentRead", true).put("Limit", 1000);
        for (int items = 0; items <= MAX_ITEMS; ) {
            JsonNode page = client.call("Scan", scan);
            for (JsonNode item : page.path("Items")) {
                ObjectNode put = named(copy);
                put.set("Item", item);
                client.call("PutItem", put);
                items++;
            }
            if (!page.has("LastEvaluatedKey")) {
                return;
            }
            scan.set("ExclusiveStartKey", page.get("LastEvaluatedKey"));
        }
        throw new IllegalStateException("a stale read copies at most " + MAX_ITEMS + " items, " + table + " has more");
    }

    private static ObjectNode named(String table) {
        return JsonNodeFactory.instance.objectNode().put("TableName", table);
    }

    /** Makes a read go to the copies of the tables that it reads with eventual consistency. */
    void redirect(ObjectNode body) {
        if (body.has("RequestItems")) {
            ObjectNode redirected = JsonNodeFactory.instance.objectNode();
            body.path("RequestItems").properties().forEach(entry -> {
                String table = DynamoAccess.table(entry.getKey());
                boolean strong = entry.getValue().path("ConsistentRead").asBoolean();
                redirected.set(strong ? table : of(table), entry.getValue());
            });
            body.set("RequestItems", redirected);
        } else if (!body.path("ConsistentRead").asBoolean()) {
            body.put("TableName", of(DynamoAccess.table(body.path("TableName").asText())));
        }
    }

    /** Gives the tables of an answer their own names again. */
    static void restore(ObjectNode answer) {
        for (String name : List.of("Responses", "UnprocessedKeys")) {
            if (answer.get(name) instanceof ObjectNode tables) {
                ObjectNode restored = JsonNodeFactory.instance.objectNode();
                tables.properties().forEach(e -> restored.set(original(e.getKey()), e.getValue()));
                answer.set(name, restored);
            }
        }
        JsonNode consumed = answer.path("ConsumedCapacity");
        for (JsonNode one : consumed.isArray() ? consumed : List.of(consumed)) {
            if (one instanceof ObjectNode capacity) {
                capacity.put("TableName", original(capacity.path("TableName").asText()));
            }
        }
    }

    private static String original(String name) {
        return name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
    }
}
