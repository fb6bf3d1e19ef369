package io.lotabots.attestation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotabots.testing.MemoryTransport;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The tables of presence and miners as {@code Query} and {@code BatchGetItem} answer them; writes change nothing. */
final class MemoryTables {
    private static final JsonMapper JSON = new JsonMapper();

    private final Map<String, Map<String, String>> presence = new HashMap<>();
    private final Map<String, Machine> machines = new HashMap<>();
    private final List<String> queried = new ArrayList<>();

    /** Notes a machine as present when it attested, as a submission would. */
    MemoryTables attests(Machine machine) {
        machines.put(machine.miner(), machine);
        presence.computeIfAbsent(machine.presenceBucket() + "#0", _ -> new TreeMap<>())
                .put(machine.miner(), machine.entry());
        return this;
    }

    MemoryTransport transport() {
        return new MemoryTransport(this::answer);
    }

    /** The partitions queried so far, without their shards, each once in a row. */
    List<String> queried() {
        return queried.stream().distinct().toList();
    }

    void forgetQueries() {
        queried.clear();
    }

    private String answer(String operation, JsonNode request) {
        return switch (operation) {
            case "Query" -> query(request);
            case "BatchGetItem" -> batch(request);
            default -> "{}";
        };
    }

    private String query(JsonNode request) {
        String partition =
                request.path("ExpressionAttributeValues").path(":p").path("S").textValue();
        if (request.path("TableName").textValue().equals("presence")) {
            queried.add(partition.substring(0, partition.indexOf('#')));
        }
        ArrayNode items = JSON.createArrayNode();
        presence.getOrDefault(partition, Map.of()).forEach((miner, entry) -> {
            ObjectNode item = items.addObject();
            item.putObject("miner").put("S", miner);
            item.putObject("entry").put("S", entry);
        });
        ObjectNode answer = JSON.createObjectNode();
        answer.set("Items", items);
        return answer.toString();
    }

    private String batch(JsonNode request) {
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode rows = answer.putObject("Responses").putArray("miners");
        for (JsonNode key : request.path("RequestItems").path("miners").path("Keys")) {
            Machine machine = machines.get(key.path("miner").path("S").textValue());
            if (machine != null) {
                rows.add(row(machine));
            }
        }
        return answer.toString();
    }

    static ObjectNode row(Machine m) {
        ObjectNode row = JSON.createObjectNode();
        Map<String, String> texts = Map.of(
                "miner", m.miner(),
                "entry", m.entry(),
                "label", m.label(),
                "family", m.family(),
                "arch", m.arch(),
                "model", m.model());
        texts.forEach((name, text) -> row.putObject(name).put("S", text));
        Map<String, Long> numbers = new HashMap<>(Map.of(
                "version", m.version(),
                "bound", 1L,
                "cores", m.cores(),
                "at", m.attestedAtEpochSecond(),
                "first_at", m.firstAtEpochSecond(),
                "weight", m.weight(),
                "hw_weight", m.hardwareWeight(),
                "active", (long) m.activeChecks(),
                "passing", (long) m.passedChecks(),
                "passed", m.passed() ? 1L : 0L));
        numbers.putAll(Map.of(
                "review", 0L,
                "entropy", m.entropyScore(),
                "epoch", m.enrolledEpoch(),
                "epoch_weight", m.enrolledWeight(),
                "bucket", m.presenceBucket()));
        numbers.forEach((name, number) -> row.putObject(name).put("N", Long.toString(number)));
        row.putObject("window")
                .put("B", Base64.getEncoder().encodeToString(m.submissions().encode()));
        return row;
    }
}
