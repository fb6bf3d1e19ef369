package io.lotabots.clients.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lotabots.clients.node.NodeAnswer;
import java.util.Optional;

/** Roots and proofs in the JSON of a node: every field there, of its own kind, none null; fields beyond are passed over. */
public final class Records {
    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .build();

    private Records() {}

    /**
     * The record in an answer, whether it is the whole answer or stands in it under a name.
     *
     * @return nothing when a field is missing or of another kind
     */
    public static <T> Optional<T> in(NodeAnswer answer, String name, Class<T> kind) {
        JsonNode whole = answer.body();
        JsonNode part = whole.path(name);
        try {
            return Optional.of(JSON.treeToValue(part.isObject() && !has(whole, kind) ? part : whole, kind));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** Whether an object itself has all components of a record. */
    private static boolean has(JsonNode json, Class<?> kind) {
        for (var component : kind.getRecordComponents()) {
            var name = PropertyNamingStrategies.SnakeCaseStrategy.INSTANCE.translate(component.getName());
            if (!json.has(name)) {
                return false;
            }
        }
        return true;
    }
}
