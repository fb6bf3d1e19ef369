package io.lotabots.local.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotabots.local.template.Resource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** Brings the tables of DynamoDB Local to what templates declare: keys, indexes, expiry. */
final class Tables {
    private static final Duration SETTLED_WITHIN = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(20);

    private final DynamoDbClient client;

    Tables(DynamoDbClient client) {
        this.client = client;
    }

    void apply(Resource resource) {
        String name = resource.text("TableName");
        try {
            Optional<JsonNode> stored = description(name);
            if (stored.isEmpty()) {
                client.call("CreateTable", definition(resource, name));
            } else {
                checkKeys(resource, name, stored.get());
                indexes(resource, name, stored.get());
            }
            expiry(resource, name);
        } catch (ServiceError e) {
            throw new ProvisionException(resource + ": table " + name + ": " + e.getMessage());
        }
    }

    private Optional<JsonNode> description(String name) {
        try {
            return Optional.of(client.call("DescribeTable", named(name)).path("Table"));
        } catch (ServiceError e) {
            if (e.code().equals("ResourceNotFoundException")) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static ObjectNode definition(Resource resource, String name) {
        ObjectNode definition = named(name).put("BillingMode", "PAY_PER_REQUEST");
        for (String property : List.of("AttributeDefinitions", "KeySchema")) {
            definition.set(property, resource.properties().path(property));
        }
        for (String property : List.of("GlobalSecondaryIndexes", "LocalSecondaryIndexes")) {
            JsonNode indexes = resource.properties().path(property);
            if (!indexes.isEmpty()) {
                indexes.forEach(i -> definition.withArray("/" + property).add(index(i)));
            }
        }
        return definition;
    }

    private static ObjectNode index(JsonNode declared) {
        return ((ObjectNode) declared.deepCopy()).retain("IndexName", "KeySchema", "Projection");
    }

    private static void checkKeys(Resource resource, String name, JsonNode stored) {
        String wanted = keys(resource.properties(), resource.properties().path("AttributeDefinitions"));
        String found = keys(stored, stored.path("AttributeDefinitions"));
        if (!wanted.equals(found)) {
            throw new ProvisionException(resource + ": the stored table " + name + " has the key (" + found
                    + "), the template says (" + wanted + "): keep the key, or move the data folder away");
        }
    }

    /** {@code miner HASH S, entry RANGE S}. */
    private static String keys(JsonNode schema, JsonNode attributes) {
        Map<String, String> types = attributes
                .valueStream()
                .collect(Collectors.toMap(
                        a -> a.path("AttributeName").asText(),
                        a -> a.path("AttributeType").asText()));
        return schema.path("KeySchema")
                .valueStream()
                .map(k -> k.path("AttributeName").asText() + " "
                        + k.path("KeyType").asText() + " "
                        + types.get(k.path("AttributeName").asText()))
                .collect(Collectors.joining(", "));
    }

    /** Adds the indexes that are new, removes those that are gone; refuses changed ones. */
    private void indexes(Resource resource, String name, JsonNode stored) {
        Map<String, JsonNode> wanted = byName(resource.properties().path("GlobalSecondaryIndexes"));
        Map<String, JsonNode> found = byName(stored.path("GlobalSecondaryIndexes"));
        wanted.forEach((index, declared) -> {
            JsonNode there = found.remove(index);
            if (there == null) {
                ObjectNode update = named(name);
                update.set("AttributeDefinitions", resource.properties().path("AttributeDefinitions"));
                update.withArray("/GlobalSecondaryIndexUpdates").addObject().set("Create", index(declared));
                client.call("UpdateTable", update);
                settle(resource, name);
            } else if (!there.path("KeySchema").equals(declared.path("KeySchema"))) {
                throw new ProvisionException(resource + ": the stored index " + name + "/" + index
                        + " has other keys than the template says: give the index another name");
            }
        });
        found.keySet().forEach(index -> {
            ObjectNode update = named(name);
            update.withArray("/GlobalSecondaryIndexUpdates")
                    .addObject()
                    .putObject("Delete")
                    .put("IndexName", index);
            client.call("UpdateTable", update);
            settle(resource, name);
        });
    }

    /** Waits until no index is being built or removed: a table takes one such change at a time. */
    private void settle(Resource resource, String name) {
        long deadline = System.nanoTime() + SETTLED_WITHIN.toNanos();
        while (description(name).stream()
                .flatMap(t -> t.path("GlobalSecondaryIndexes").valueStream())
                .anyMatch(i -> !i.path("IndexStatus").asText().equals("ACTIVE"))) {
            if (System.nanoTime() > deadline) {
                throw new ProvisionException(resource + ": the indexes of table " + name + " were not ready within "
                        + SETTLED_WITHIN.toSeconds() + " s");
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    private static Map<String, JsonNode> byName(JsonNode indexes) {
        Map<String, JsonNode> byName = new TreeMap<>();
        indexes.forEach(i -> byName.put(i.path("IndexName").asText(), i));
        return byName;
    }

    private void expiry(Resource resource, String name) {
        JsonNode wanted = resource.properties().path("TimeToLiveSpecification");
        String attribute = wanted.path("Enabled").asBoolean()
                ? wanted.path("AttributeName").asText()
                : "";
        JsonNode stored = client.call("DescribeTimeToLive", named(name)).path("TimeToLiveDescription");
        boolean enabled = stored.path("TimeToLiveStatus").asText().startsWith("ENABL");
        String storedAttribute = enabled ? stored.path("AttributeName").asText() : "";
        if (attribute.equals(storedAttribute)) {
            return;
        }
        if (enabled) {
            timeToLive(name, storedAttribute, false);
        }
        if (!attribute.isEmpty()) {
            timeToLive(name, attribute, true);
        }
    }

    private void timeToLive(String name, String attribute, boolean enabled) {
        ObjectNode update = named(name);
        update.putObject("TimeToLiveSpecification")
                .put("AttributeName", attribute)
                .put("Enabled", enabled);
        client.call("UpdateTimeToLive", update);
    }

    private static ObjectNode named(String name) {
        return Json.MAPPER.createObjectNode().put("TableName", name);
    }
}
