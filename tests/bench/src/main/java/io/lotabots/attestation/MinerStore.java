package io.lotabots.attestation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotabots.bench.CannedStore;
import io.lotabots.platform.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Answers as DynamoDB's to a machine that attests as it did ten minutes ago. */
final class MinerStore extends CannedStore {
    private volatile String rows = "";
    private volatile String written = "";

    /** From now on a query of the miner's partition finds what was written last: the machine and the pinned key. */
    void rememberMiner() {
        if (written.isEmpty()) {
            throw new IllegalStateException("no machine was written");
        }
        rows = written;
    }

    @Override
    protected String answer(String operation, String body) {
        if (rows.isEmpty() && operation.equals("TransactWriteItems")) {
            written = String.join(",", rowsIn(body));
        }
        return switch (operation) {
            case "Query" ->
                body.contains("\"miner\"") && !rows.isEmpty()
                        ? "{\"Items\":[" + rows + "],\"Count\":2," + CAPACITY + "}"
                        : "{\"Items\":[],\"Count\":0," + CAPACITY + "}";
            // Operations on several tables tell what each consumed.
            case "TransactWriteItems" -> "{\"ConsumedCapacity\":[" + UNITS + "]}";
            case "GetSecretValue" -> "{\"SecretString\":\"" + "k".repeat(64) + "\"}";
            default -> "{" + CAPACITY + "}";
        };
    }

    /** The rows of the miner's partition that a transaction leaves: its machine, and its profile with the key. */
    private static List<String> rowsIn(String transaction) {
        List<String> rows = new ArrayList<>();
        try {
            for (JsonNode write :
                    Json.tree(transaction.getBytes(StandardCharsets.UTF_8)).get("TransactItems")) {
                JsonNode item = write.at("/Put/Item");
                JsonNode values = write.at("/Update/ExpressionAttributeValues");
                if (item.at("/entry/S").asText().startsWith("machine#")) {
                    // A second attestation notes its presence again: the one measured is a later one.
                    rows.add(item.toString().replace("\"version\":{\"N\":\"1\"}", "\"version\":{\"N\":\"2\"}"));
                } else if (values.has(":key")) {
                    ObjectNode profile = write.at("/Update/Key").deepCopy();
                    profile.set("pinned_key", values.get(":key"));
                    profile.set("pinned_at", values.get(":now"));
                    rows.add(profile.toString());
                }
            }
            return rows;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
