package io.lotabots.local.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Puts rows from files into tables of DynamoDB Local, in place of those that are there. */
public final class TableRows implements AutoCloseable {
    /** DynamoDB's limit of a batch. */
    private static final int BATCH = 25;

    private static final int MOST_ROUNDS = 20;
    private static final int MOST_TABLES = 100;
    private static final int MOST_LINE = 1 << 20;

    private final Upstream upstream;
    private final DynamoDbClient client;

    /** @param dynamoDb where DynamoDB Local listens */
    public TableRows(URI dynamoDb, String region) {
        upstream = new Upstream(dynamoDb);
        client = new DynamoDbClient(upstream, region);
    }

    /** The names of the tables that are there, at most {@value #MOST_TABLES}. */
    public List<String> tables() {
        List<String> names = new ArrayList<>();
        client.call("ListTables", Json.MAPPER.createObjectNode().put("Limit", MOST_TABLES))
                .path("TableNames")
                .forEach(name -> names.add(name.asText()));
        return names;
    }

    /**
     * Empties a table and fills it from a file.
     *
     * @param rows a row a line, {@code {"Item":{...}}} in DynamoDB's JSON
     * @return how many rows there are then
     * @throws IOException when the file cannot be read or a line is no row
     */
    public long replace(String table, Path rows) throws IOException {
        empty(table);
        long count = 0;
        try (BufferedReader lines = Files.newBufferedReader(rows)) {
            List<JsonNode> batch = new ArrayList<>();
            for (@Nullable String line = lines.readLine(); line != null; line = lines.readLine()) {
                batch.add(row(line, rows, ++count));
                if (batch.size() == BATCH) {
                    write(table, batch);
                    batch.clear();
                }
            }
            write(table, batch);
        }
        return count;
    }

    /** Makes the table anew with the keys that it has: quicker than deleting its rows, and nothing stays. */
    private void empty(String table) {
        ObjectNode named = Json.MAPPER.createObjectNode().put("TableName", table);
        JsonNode described = client.call("DescribeTable", named).path("Table");
        client.call("DeleteTable", named);
        ObjectNode definition = named.deepCopy().put("BillingMode", "PAY_PER_REQUEST");
        definition.set("AttributeDefinitions", described.path("AttributeDefinitions"));
        definition.set("KeySchema", described.path("KeySchema"));
        client.call("CreateTable", definition);
    }

    private static JsonNode row(String line, Path file, long number) throws IOException {
        try {
            JsonNode item = line.length() > MOST_LINE
                    ? Json.MAPPER.missingNode()
                    : Json.MAPPER.readTree(line).path("Item");
            if (item.isObject()) {
                return item;
            }
        } catch (JsonProcessingException notJson) {
            throw new IOException(file + " line " + number + " is no row", notJson);
        }
        throw new IOException(file + " line " + number + " is no row");
    }

    private void write(String table, List<JsonNode> items) {
        if (items.isEmpty()) {
            return;
        }
        ObjectNode request = Json.MAPPER.createObjectNode();
        ArrayNode puts = request.putObject("RequestItems").putArray(table);
        items.forEach(item -> puts.addObject().putObject("PutRequest").set("Item", item));
        for (int round = 0; round < MOST_ROUNDS; round++) {
            JsonNode left = client.call("BatchWriteItem", request).path("UnprocessedItems");
            if (left.isEmpty()) {
                return;
            }
            request.set("RequestItems", left);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
        throw new ProvisionException("table " + table + " left rows unwritten in " + MOST_ROUNDS + " rounds");
    }

    @Override
    public void close() {
        upstream.close();
    }
}
