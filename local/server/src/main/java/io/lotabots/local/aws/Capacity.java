package io.lotabots.local.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Meters one request: asks DynamoDB Local for what the caller did not ask for, reads the units from the answer, and
 * takes out again what the caller must not see.
 */
final class Capacity {
    private static final Set<String> READS = Set.of("GetItem", "Query", "Scan", "BatchGetItem", "TransactGetItems");
    private static final Set<String> CONDITIONAL_WRITES = Set.of("PutItem", "UpdateItem", "DeleteItem");
    private static final Set<String> OTHER_WRITES = Set.of("BatchWriteItem", "TransactWriteItems");
    private static final String WANTED = "ReturnConsumedCapacity";
    private static final String ON_FAILURE = "ReturnValuesOnConditionCheckFailure";

    private final String operation;
    private final ObjectNode request;
    private final boolean asked;
    private final Set<Integer> hiddenItems = new HashSet<>();

    /** Units of one table. */
    record Units(double read, double write) {
        Units plus(Units other) {
            return new Units(read + other.read, write + other.write);
        }
    }

    /** Begins; {@code request} is changed into what goes to DynamoDB Local. */
    Capacity(String operation, ObjectNode request) {
        this.operation = operation;
        this.request = request;
        asked = Set.of("TOTAL", "INDEXES").contains(request.path(WANTED).asText());
        if (metered() && !asked && validOrAbsent(request.path(WANTED))) {
            request.put(WANTED, "INDEXES");
        }
        if (CONDITIONAL_WRITES.contains(operation)) {
            hideOldItem(0, request);
        } else if (operation.equals("TransactWriteItems")) {
            int index = 0;
            for (JsonNode item : request.path("TransactItems")) {
                int at = index++;
                item.forEach(part -> hideOldItem(at, part));
            }
        }
    }

    private static boolean validOrAbsent(JsonNode value) {
        return value.isMissingNode() || value.asText().equals("NONE");
    }

    private void hideOldItem(int index, JsonNode write) {
        if (write instanceof ObjectNode object
                && object.has("ConditionExpression")
                && validOrAbsent(object.path(ON_FAILURE))) {
            object.put(ON_FAILURE, "ALL_OLD");
            hiddenItems.add(index);
        }
    }

    /** Whether the operation consumes units. */
    boolean metered() {
        return READS.contains(operation) || CONDITIONAL_WRITES.contains(operation) || OTHER_WRITES.contains(operation);
    }

    /** Reads the units by table of a successful answer, and leaves in it what the caller asked for. */
    Map<String, Units> succeeded(ObjectNode answer) {
        Map<String, Units> units = new TreeMap<>();
        JsonNode consumed = answer.path("ConsumedCapacity");
        for (JsonNode one : consumed instanceof ArrayNode ? consumed : List.of(consumed)) {
            if (one.isObject()) {
                double total = one.path("CapacityUnits").asDouble();
                units.merge(
                        DynamoAccess.table(one.path("TableName").asText()),
                        READS.contains(operation) ? new Units(total, 0) : new Units(0, total),
                        Units::plus);
            }
        }
        if (operation.equals("TransactWriteItems")) {
            leastOfTransaction()
                    .forEach((table, least) -> units.computeIfPresent(
                            table, (t, told) -> new Units(told.read, Math.max(told.write, least))));
        }
        if (!asked) {
            answer.remove("ConsumedCapacity");
        }
        return units;
    }

    /** DynamoDB Local tells the units of one item alone when a transaction writes several of a table. */
    private Map<String, Double> leastOfTransaction() {
        Map<String, Double> least = new TreeMap<>();
        for (JsonNode item : request.path("TransactItems")) {
            for (JsonNode part : item) {
                least.merge(
                        DynamoAccess.table(part.path("TableName").asText()),
                        2.0 * ItemSize.writeUnits(ItemSize.of(part.path("Item"))),
                        Double::sum);
            }
        }
        return least;
    }

    /** Charges the units of a refused request, and takes from the answer the items that the caller did not ask for. */
    Map<String, Units> failed(ObjectNode answer) {
        return switch (DynamoDbClient.errorCode(answer)) {
            case "ConditionalCheckFailedException" -> failedCondition(answer);
            case "TransactionCanceledException" -> cancelled(answer);
            default -> Map.of();
        };
    }

    private Map<String, Units> failedCondition(ObjectNode answer) {
        int bytes = ItemSize.of(answer.path("Item"));
        if (hiddenItems.contains(0)) {
            answer.remove("Item");
        }
        return Map.of(DynamoAccess.table(request.path("TableName").asText()), new Units(0, ItemSize.writeUnits(bytes)));
    }

    private Map<String, Units> cancelled(ObjectNode answer) {
        Map<String, Units> units = new TreeMap<>();
        boolean reads = operation.equals("TransactGetItems");
        int index = 0;
        for (JsonNode item : request.path("TransactItems")) {
            JsonNode part = item.isEmpty() ? item : item.elements().next();
            JsonNode reason = answer.path("CancellationReasons").path(index);
            int bytes = Math.max(ItemSize.of(reason.path("Item")), ItemSize.of(part.path("Item")));
            if (hiddenItems.contains(index++) && reason instanceof ObjectNode object) {
                object.remove("Item");
            }
            units.merge(
                    DynamoAccess.table(part.path("TableName").asText()),
                    reads ? new Units(2, 0) : new Units(0, 2.0 * ItemSize.writeUnits(bytes)),
                    Units::plus);
        }
        return units;
    }
}
