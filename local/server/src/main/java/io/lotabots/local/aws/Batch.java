package io.lotabots.local.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * A batch cut in two: what is carried out, and what is handed back as unprocessed.
 *
 * @param kept the request with the first half of its items, rounded down
 * @param rest the other items in the form of the answer
 */
record Batch(String operation, ObjectNode kept, ObjectNode rest) {
    static Batch split(String operation, ObjectNode body) {
        boolean reads = operation.equals("BatchGetItem");
        int keep = body.path("RequestItems")
                        .valueStream()
                        .mapToInt(t -> items(t, reads).size())
                        .sum()
                / 2;
        ObjectNode kept = body.deepCopy();
        ObjectNode keptTables = kept.putObject("RequestItems");
        ObjectNode rest = Json.MAPPER.createObjectNode();
        for (Map.Entry<String, JsonNode> table : body.path("RequestItems").properties()) {
            for (JsonNode item : items(table.getValue(), reads)) {
                add(keep-- > 0 ? keptTables : rest, table, item, reads);
            }
        }
        return new Batch(operation, kept, rest);
    }

    private static void add(ObjectNode tables, Map.Entry<String, JsonNode> table, JsonNode item, boolean reads) {
        if (!tables.has(table.getKey())) {
            JsonNode empty = reads ? ((ObjectNode) table.getValue().deepCopy()).set("Keys", array()) : array();
            tables.set(table.getKey(), empty);
        }
        ((ArrayNode) items(tables.get(table.getKey()), reads)).add(item);
    }

    private static JsonNode items(JsonNode table, boolean reads) {
        return reads ? table.path("Keys") : table;
    }

    private static ArrayNode array() {
        return Json.MAPPER.createArrayNode();
    }

    ObjectNode withRest(ObjectNode answer) {
        String name = operation.equals("BatchGetItem") ? "UnprocessedKeys" : "UnprocessedItems";
        if (answer.get(name) instanceof ObjectNode already) {
            already.setAll(rest);
        } else {
            answer.set(name, rest);
        }
        return answer;
    }

    ObjectNode emptyAnswer() {
        ObjectNode answer = Json.MAPPER.createObjectNode();
        if (operation.equals("BatchGetItem")) {
            answer.putObject("Responses");
        }
        return withRest(answer);
    }
}
