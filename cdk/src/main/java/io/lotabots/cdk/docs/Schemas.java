package io.lotabots.cdk.docs;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * JSON Schema (2020-12, as OpenAPI 3.1 uses it) of records as Jackson writes them: snake_case unless {@link JsonProperty}
 * says otherwise, {@code null} where JSpecify's {@link Nullable} allows it. Each record becomes one named schema.
 */
final class Schemas {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String AT = "#/components/schemas/";

    private final Map<String, ObjectNode> named = new TreeMap<>();
    private final Map<String, Class<?>> owners = new TreeMap<>();

    /** The schemas that were met so far, by name. */
    Map<String, ObjectNode> named() {
        return named;
    }

    /** The wire name of a record's component. */
    static String field(RecordComponent component) {
        JsonProperty property = component.getAccessor().getAnnotation(JsonProperty.class);
        return property == null || property.value().isEmpty()
                ? SnakeCaseStrategy.INSTANCE.translate(component.getName())
                : property.value();
    }

    static boolean nullable(RecordComponent component) {
        return component.getType() == Optional.class || nullable(component.getAnnotatedType());
    }

    /**
     * The schema of a component, {@code null} allowed where it is. A whole number of any size that may be absent is a
     * request's, which may write it as text, for clients whose numbers are not exact.
     */
    ObjectNode of(RecordComponent component) {
        if (component.getType() == BigInteger.class && nullable(component)) {
            ObjectNode number = JSON.objectNode();
            number.putArray("type").add("integer").add("string").add("null");
            return number.put("pattern", "^[0-9]+$");
        }
        ObjectNode schema = of(component.getGenericType());
        return nullable(component) ? orNull(schema) : schema;
    }

    ObjectNode of(Type type) {
        if (type instanceof ParameterizedType generic) {
            return ofGeneric((Class<?>) generic.getRawType(), generic.getActualTypeArguments());
        }
        return type instanceof Class<?> simple ? ofClass(simple) : JSON.objectNode();
    }

    private ObjectNode ofGeneric(Class<?> raw, Type[] arguments) {
        if (Collection.class.isAssignableFrom(raw)) {
            return typed("array").set("items", of(arguments[0]));
        }
        if (Map.class.isAssignableFrom(raw)) {
            return typed("object").set("additionalProperties", of(arguments[1]));
        }
        if (raw.isRecord()) {
            return ofGenericRecord(raw, arguments);
        }
        return raw == Optional.class ? of(arguments[0]) : ofClass(raw);
    }

    /** A record with type parameters has no name of its own: it stands where it is used, with what it is used for. */
    private ObjectNode ofGenericRecord(Class<?> raw, Type[] arguments) {
        List<TypeVariable<?>> variables = List.of(raw.getTypeParameters());
        ObjectNode schema = object(raw.getRecordComponents(), component -> true);
        for (RecordComponent component : raw.getRecordComponents()) {
            int index =
                    component.getGenericType() instanceof TypeVariable<?> variable ? variables.indexOf(variable) : -1;
            if (index >= 0) {
                ((ObjectNode) schema.get("properties")).set(field(component), of(arguments[index]));
            }
        }
        return schema;
    }

    private ObjectNode ofClass(Class<?> type) {
        if (type == String.class || type == char.class) {
            return typed("string");
        }
        if (type == boolean.class || type == Boolean.class) {
            return typed("boolean");
        }
        if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
            return typed("integer").put("format", type == int.class || type == Integer.class ? "int32" : "int64");
        }
        if (type == BigInteger.class) {
            return typed("integer");
        }
        if (type == double.class || type == Double.class || type == BigDecimal.class) {
            return typed("number");
        }
        if (type.isArray()) {
            return typed("array").set("items", of(type.getComponentType()));
        }
        if (type.isEnum()) {
            ArrayNode words = JSON.arrayNode();
            Arrays.stream(type.getEnumConstants())
                    .map(constant -> ((Enum<?>) constant).name())
                    .forEach(words::add);
            return typed("string").set("enum", words);
        }
        // A JsonNode or an Object may be any JSON: the empty schema.
        return type.isRecord() && !JsonNode.class.isAssignableFrom(type) ? reference(type) : JSON.objectNode();
    }

    private ObjectNode reference(Class<?> type) {
        String name = name(type);
        Class<?> owner = owners.putIfAbsent(name, type);
        if (owner == null) {
            named.put(name, JSON.objectNode());
            named.put(name, object(type.getRecordComponents(), component -> true));
        } else if (!owner.equals(type)) {
            throw new IllegalStateException("two records would be the schema " + name + ": " + owner + " and " + type);
        }
        return JSON.objectNode().put("$ref", AT + name);
    }

    /** An object of some of a record's components. */
    ObjectNode object(RecordComponent[] components, java.util.function.Predicate<RecordComponent> which) {
        ObjectNode properties = JSON.objectNode();
        ArrayNode required = JSON.arrayNode();
        for (RecordComponent component : components) {
            if (which.test(component)) {
                properties.set(field(component), of(component));
                if (!nullable(component)) {
                    required.add(field(component));
                }
            }
        }
        ObjectNode schema = typed("object").set("properties", properties);
        return required.isEmpty() ? schema : schema.set("required", required);
    }

    /** {@code GetEpoch.Answer} is {@code GetEpochAnswer}. */
    private static String name(Class<?> type) {
        String outer = type.getEnclosingClass() == null ? "" : name(type.getEnclosingClass());
        return outer + type.getSimpleName();
    }

    private static boolean nullable(AnnotatedType type) {
        return type.isAnnotationPresent(Nullable.class);
    }

    private static ObjectNode orNull(ObjectNode schema) {
        if (schema.isEmpty()) {
            return schema;
        }
        ArrayNode either = JSON.arrayNode().add(schema).add(typed("null"));
        return JSON.objectNode().set("anyOf", either);
    }

    private static ObjectNode typed(String type) {
        return JSON.objectNode().put("type", type);
    }
}
