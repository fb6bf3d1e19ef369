package io.lotabots.local.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotabots.local.schedule.VirtualClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * EventBridge (AWS JSON 1.1): {@code PutEvents}. Any other operation is answered {@code UnknownOperationException}.
 *
 * <p>Source: Amazon EventBridge API reference; "AWS events metadata reference" for the envelope.
 */
final class EventBridgeService {
    private static final int MAX_ENTRIES = 10;
    private static final int MAX_BYTES = 256 * 1024;
    private static final int TIME_BYTES = 14;

    private final VirtualClock clock;
    private final String region;
    private final String account;
    private volatile EventListener listener = (bus, event) -> {};

    EventBridgeService(VirtualClock clock, String region, String account) {
        this.clock = clock;
        this.region = region;
        this.account = account;
    }

    void onEvent(EventListener heard) {
        listener = heard;
    }

    /** What the request wants to do with each bus that it names. */
    List<Access> accesses(String operation, ObjectNode body) {
        List<Access> accesses = new ArrayList<>();
        for (JsonNode entry : body.path("Entries")) {
            accesses.add(new Access(
                    "events:" + operation,
                    "arn:aws:events:" + region + ":" + account + ":event-bus/" + bus(entry),
                    Map.of(
                            "events:source", List.of(entry.path("Source").asText()),
                            "events:detail-type",
                                    List.of(entry.path("DetailType").asText()),
                            "aws:requestedregion", List.of(region))));
        }
        return accesses.isEmpty() ? List.of(Access.of("events:" + operation, "*")) : accesses;
    }

    /** Answers a request that was authorised. @throws ServiceError as EventBridge would */
    ObjectNode serve(String operation, ObjectNode body) {
        if (!operation.equals("PutEvents")) {
            throw new ServiceError(400, "UnknownOperationException", "This machine does not serve events:" + operation);
        }
        JsonNode entries = body.path("Entries");
        if (!entries.isArray() || entries.isEmpty() || entries.size() > MAX_ENTRIES) {
            throw validation("1 validation error detected: Value at 'entries' failed to satisfy constraint: Member must"
                    + " have length between 1 and " + MAX_ENTRIES);
        }
        requireShort(entries);
        ObjectNode answer = Json.MAPPER.createObjectNode();
        ArrayNode results = answer.putArray("Entries");
        int failed = 0;
        for (JsonNode entry : entries) {
            Optional<String> flaw = flaw(entry);
            if (flaw.isPresent()) {
                failed++;
                results.addObject()
                        .put("ErrorCode", flaw.get().startsWith("Detail is") ? "MalformedDetail" : "InvalidArgument")
                        .put("ErrorMessage", flaw.get());
            } else {
                ObjectNode event = envelope(entry);
                listener.hear(bus(entry), event);
                results.addObject().put("EventId", event.path("id").asText());
            }
        }
        return answer.put("FailedEntryCount", failed);
    }

    private static void requireShort(JsonNode entries) {
        int bytes = 0;
        for (JsonNode entry : entries) {
            bytes += TIME_BYTES;
            for (String field : List.of("Source", "DetailType", "Detail")) {
                bytes += entry.path(field).asText().getBytes(StandardCharsets.UTF_8).length;
            }
        }
        if (bytes > MAX_BYTES) {
            throw validation("Total size of the entries in the request is over the limit.");
        }
    }

    private static Optional<String> flaw(JsonNode entry) {
        for (String field : List.of("Source", "DetailType", "Detail")) {
            if (entry.path(field).asText().isEmpty()) {
                return Optional.of(
                        "Parameter " + field + " is not valid. Reason: " + field + " is a required argument.");
            }
        }
        if (entry.path("Source").asText().startsWith("aws.")) {
            return Optional.of("Parameter Source is not valid. Reason: it belongs to a service of AWS.");
        }
        return detail(entry).isPresent() ? Optional.empty() : Optional.of("Detail is malformed.");
    }

    private static Optional<ObjectNode> detail(JsonNode entry) {
        try {
            return Json.MAPPER.readTree(entry.path("Detail").asText()) instanceof ObjectNode object
                    ? Optional.of(object)
                    : Optional.empty();
        } catch (IOException malformed) {
            return Optional.empty();
        }
    }

    private ObjectNode envelope(JsonNode entry) {
        ObjectNode event = Json.MAPPER.createObjectNode();
        event.put("version", "0");
        event.put("id", UUID.randomUUID().toString());
        event.put("detail-type", entry.path("DetailType").asText());
        event.put("source", entry.path("Source").asText());
        event.put("account", account);
        event.put(
                "time",
                Instant.ofEpochMilli(clock.millis())
                        .truncatedTo(ChronoUnit.SECONDS)
                        .toString());
        event.put("region", region);
        ArrayNode resources = event.putArray("resources");
        entry.path("Resources").forEach(resources::add);
        event.set("detail", detail(entry).orElseGet(Json.MAPPER::createObjectNode));
        return event;
    }

    /** The bus of an entry, by name or by ARN; the default one when it names none. */
    private static String bus(JsonNode entry) {
        String name = entry.path("EventBusName").asText();
        return name.isEmpty() ? "default" : name.substring(name.lastIndexOf('/') + 1);
    }

    private static ServiceError validation(String message) {
        return new ServiceError(400, "ValidationException", message);
    }
}
