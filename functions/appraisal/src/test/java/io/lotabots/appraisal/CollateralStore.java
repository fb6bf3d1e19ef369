package io.lotabots.appraisal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotabots.evidence.TestPki;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A store that holds one root of an operator and whatever was loaded during a test. */
final class CollateralStore {
    final List<JsonNode> rows = new ArrayList<>();
    final List<JsonNode> health = new ArrayList<>();

    /** A key under which nothing can be written. */
    String unwritable = "";

    /** The group of the root. */
    String group = "amd";

    /** Roots of other groups. */
    private final Map<String, TestPki.Authority> others = new LinkedHashMap<>();

    private final TestPki.@Nullable Authority root;

    CollateralStore(TestPki.Authority root) {
        this.root = root;
    }

    /** A store without roots of an operator: the vendors' alone count. */
    CollateralStore() {
        this.root = null;
    }

    /** Another root of an operator. */
    void trust(String other, TestPki.Authority authority) {
        others.put(other, authority);
    }

    String answer(String operation, JsonNode request) {
        String table = request.path("TableName").asText();
        return switch (operation) {
            case "Query" ->
                table.equals("anchors")
                        ? "{\"Items\":" + anchors() + "}"
                        : "{\"Items\":"
                                + queried(request.path("ExpressionAttributeValues")
                                        .toString()) + "}";
            case "GetItem" -> got(request.path("Key"));
            case "PutItem" -> put(request.path("Item"));
            case "UpdateItem" -> {
                if (request.path("Key").has("collateral")) {
                    yield asked(request);
                }
                health.add(request.path("ExpressionAttributeValues"));
                yield "{}";
            }
            default -> "{}";
        };
    }

    private List<String> anchors() {
        Map<String, TestPki.Authority> all = new LinkedHashMap<>(others);
        if (root != null) {
            all.put(group, root);
        }
        return all.entrySet().stream()
                .map(entry -> "{\"list\":{\"S\":\"anchors\"},\"anchor\":{\"S\":\"tests\"},\"group\":{\"S\":\""
                        + entry.getKey() + "\"},\"certificate\":{\"B\":\""
                        + Base64.getEncoder()
                                .encodeToString(TestPki.encoded(entry.getValue().certificate()))
                        + "\"}}")
                .toList();
    }

    private List<JsonNode> queried(String asked) {
        return rows.stream()
                .filter(row -> asked.contains("\"" + row.path("list").path("S").asText() + "\""))
                .toList();
    }

    private String got(JsonNode key) {
        return rows.stream()
                .filter(row -> row.path("list").equals(key.path("list"))
                        && row.path("collateral").equals(key.path("collateral")))
                .findFirst()
                .map(row -> "{\"Item\":" + row + "}")
                .orElse("{}");
    }

    /** A wish is asked for, where it stands in its place still. */
    private String asked(JsonNode update) {
        JsonNode values = update.path("ExpressionAttributeValues");
        rows.stream()
                .filter(row -> row.path("list").equals(update.at("/Key/list"))
                        && row.path("collateral").equals(update.at("/Key/collateral"))
                        && row.path("chip").equals(values.path(":chip")))
                .forEach(row -> ((ObjectNode) row).set("asked", values.path(":one")));
        return "{}";
    }

    String put(JsonNode row) {
        if (row.at("/collateral/S").asText().equals(unwritable)) {
            throw new IllegalStateException("nothing is written under " + unwritable);
        }
        rows.removeIf(old -> old.path("list").equals(row.path("list"))
                && old.path("collateral").equals(row.path("collateral")));
        rows.add(row);
        return "{}";
    }

    List<String> stored() {
        return rows.stream()
                .map(row -> row.path("collateral").path("S").asText())
                .toList();
    }
}
