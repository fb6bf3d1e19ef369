package io.lotabots.platform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigInteger;

/**
 * Makes a request record of a call: the body's fields, then the path's parameters, and for {@code GET} the query's
 * before them. Elsewhere the query is read only where an endpoint says so: it would stand beside what a signature over
 * the body covers.
 */
final class Binder<I> {
    private final ObjectReader reader;

    Binder(Class<I> type) {
        this.reader = Json.MAPPER.readerFor(type);
    }

    /** What an endpoint says of its requests, see the methods of {@link Endpoint}. */
    record Reading(boolean bodyRequired, boolean query, String soleField) {}

    I bind(Call call, Reading reading) {
        ObjectNode fields = body(call, reading);
        if (call.method().equals("GET")) {
            call.query().forEach(fields::put);
        } else if (reading.query) {
            call.query().forEach((name, value) -> {
                JsonNode inBody = fields.get(name);
                if (inBody == null) {
                    fields.put(name, value);
                } else if (!inBody.asText().equals(value) || inBody.isContainerNode()) {
                    throw new Refusal(
                                    400,
                                    "AMBIGUOUS_FIELD",
                                    "Field '" + name + "' is sent twice, in the body and in the query, and differs")
                            .with("field", name);
                }
            });
        }
        return record(fields, call);
    }

    /** The same without the body, which is no JSON: nothing that is signed stands beside the query then. */
    I bindAround(Call call) {
        requireShort(call);
        ObjectNode fields = Json.MAPPER.createObjectNode();
        call.query().forEach(fields::put);
        return record(fields, call);
    }

    private I record(ObjectNode fields, Call call) {
        call.pathParameters().forEach(fields::put);
        try {
            return reader.readValue(fields);
        } catch (JsonMappingException e) {
            if (e.getCause() instanceof Refusal refusal) {
                throw refusal;
            }
            throw new Refusal(400, "INVALID_FIELD", "Field '" + Json.path(e) + "' " + expectation(e))
                    .with("field", Json.path(e));
        } catch (IOException e) {
            throw new Refusal(400, "INVALID_FIELD", "The request cannot be read: " + e.getMessage());
        }
    }

    private static ObjectNode body(Call call, Reading reading) {
        requireShort(call);
        if (call.bodyLength() == 0 && !reading.bodyRequired) {
            return Json.MAPPER.createObjectNode();
        }
        JsonNode node;
        try {
            node = Json.tree(call.bodyUncloned());
        } catch (JsonProcessingException e) {
            throw notAnObject("it is not JSON that can be read: " + reason(e));
        } catch (IOException e) {
            throw notAnObject("it is " + e.getMessage());
        }
        if (node.isTextual() && !reading.soleField.isEmpty()) {
            return Json.MAPPER.createObjectNode().set(reading.soleField, node);
        }
        if (!(node instanceof ObjectNode object)) {
            throw notAnObject("got " + node.getNodeType().name().toLowerCase(java.util.Locale.ROOT));
        }
        return object;
    }

    private static void requireShort(Call call) {
        if (call.bodyLength() > Json.MAX_BYTES) {
            throw new Refusal(
                    413,
                    "REQUEST_TOO_LARGE",
                    "The body has " + call.bodyLength() + " bytes, the limit is " + Json.MAX_BYTES);
        }
    }

    private static Refusal notAnObject(String why) {
        return new Refusal(400, "INVALID_JSON_OBJECT", "The body must be one JSON object; " + why);
    }

    private static String expectation(JsonMappingException e) {
        return e instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null
                ? "must be a " + kind(mismatch.getTargetType())
                : "is not acceptable";
    }

    private static String kind(Class<?> type) {
        return type == BigInteger.class ? "whole number" : type.getSimpleName().toLowerCase(java.util.Locale.ROOT);
    }

    /** The parser's sentence without where it keeps the source, which says nothing to who sent it. */
    private static String reason(JsonProcessingException e) {
        return e.getOriginalMessage().replaceFirst(" \\(start marker at .*$", "");
    }
}
