package io.lotabots.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The intrinsic functions of CloudFormation, over one scope. */
final class Intrinsics {
    private static final int MAX_DEPTH = 100;
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]*)}");

    private final Scope scope;
    private int depth;

    Intrinsics(Scope scope) {
        this.scope = scope;
    }

    /** {@code node} with every intrinsic replaced; members that resolve to {@code AWS::NoValue} are left out. */
    JsonNode resolve(JsonNode node) {
        if (++depth > MAX_DEPTH) {
            throw new TemplateException("nested or circular beyond " + MAX_DEPTH + " levels");
        }
        try {
            return switch (node) {
                case ObjectNode object when isIntrinsic(object) -> call(object);
                case ObjectNode object -> members(object);
                case ArrayNode array -> elements(array);
                default -> node;
            };
        } finally {
            depth--;
        }
    }

    /** {@code node} resolved, as text. */
    String text(JsonNode node) {
        JsonNode value = resolve(node);
        if (!value.isValueNode() || value.isMissingNode() || value.isNull()) {
            throw new TemplateException("expected text, got " + abridged(value));
        }
        return value.asText();
    }

    private static boolean isIntrinsic(ObjectNode object) {
        if (object.size() != 1) {
            return false;
        }
        String name = object.fieldNames().next();
        return name.equals("Ref") || name.startsWith("Fn::") || isConditionReference(object, name);
    }

    /** {@code {"Condition": "Name"}}; a policy statement's {@code Condition} is an object. */
    private static boolean isConditionReference(ObjectNode object, String name) {
        return name.equals("Condition") && object.get(name).isTextual();
    }

    private JsonNode members(ObjectNode object) {
        ObjectNode resolved = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            JsonNode value = resolve(member.getValue());
            if (!value.isMissingNode()) {
                resolved.set(member.getKey(), value);
            }
        }
        return resolved;
    }

    private JsonNode elements(ArrayNode array) {
        ArrayNode resolved = JsonNodeFactory.instance.arrayNode();
        for (JsonNode element : array) {
            JsonNode value = resolve(element);
            if (!value.isMissingNode()) {
                resolved.add(value);
            }
        }
        return resolved;
    }

    private JsonNode call(ObjectNode object) {
        String name = object.fieldNames().next();
        JsonNode argument = object.get(name);
        return switch (name) {
            case "Ref" -> scope.ref(argument.asText());
            case "Condition" -> BooleanNode.valueOf(scope.condition(argument.asText()));
            case "Fn::GetAtt" -> attribute(argument);
            case "Fn::Join" -> join(argument);
            case "Fn::Sub" -> substitute(argument);
            case "Fn::Select" -> select(argument);
            case "Fn::Split" -> split(argument);
            case "Fn::If" -> resolve(at(argument, scope.condition(text(at(argument, 0))) ? 1 : 2));
            case "Fn::Equals" -> BooleanNode.valueOf(resolve(at(argument, 0)).equals(resolve(at(argument, 1))));
            case "Fn::And" -> BooleanNode.valueOf(truths(argument).allMatch(b -> b));
            case "Fn::Or" -> BooleanNode.valueOf(truths(argument).anyMatch(b -> b));
            case "Fn::Not" -> BooleanNode.valueOf(!resolve(at(argument, 0)).asBoolean());
            case "Fn::ImportValue" -> scope.importValue(text(argument));
            case "Fn::FindInMap" -> findInMap(argument);
            case "Fn::Base64" ->
                TextNode.valueOf(
                        Base64.getEncoder().encodeToString(text(argument).getBytes(StandardCharsets.UTF_8)));
            default -> throw new TemplateException(name + " cannot be resolved on this machine");
        };
    }

    private JsonNode attribute(JsonNode argument) {
        if (argument.isTextual()) {
            String[] parts = argument.asText().split("\\.", 2);
            return scope.attribute(parts[0], parts.length > 1 ? parts[1] : "");
        }
        return scope.attribute(at(argument, 0).asText(), text(at(argument, 1)));
    }

    private JsonNode join(JsonNode argument) {
        StringBuilder joined = new StringBuilder();
        String separator = "";
        for (JsonNode element : resolve(at(argument, 1))) {
            joined.append(separator).append(text(element));
            separator = at(argument, 0).asText();
        }
        return TextNode.valueOf(joined.toString());
    }

    private JsonNode substitute(JsonNode argument) {
        JsonNode template = argument.isArray() ? at(argument, 0) : argument;
        JsonNode variables = argument.isArray() ? resolve(at(argument, 1)) : MissingNode.getInstance();
        return TextNode.valueOf(VARIABLE.matcher(template.asText()).replaceAll(match -> {
            String name = match.group(1);
            if (name.startsWith("!")) {
                return Matcher.quoteReplacement("${" + name.substring(1) + "}");
            }
            JsonNode value = variables.has(name)
                    ? variables.get(name)
                    : name.contains(".") ? attribute(TextNode.valueOf(name)) : scope.ref(name);
            return Matcher.quoteReplacement(text(value));
        }));
    }

    private JsonNode select(JsonNode argument) {
        int index = Integer.parseInt(text(at(argument, 0)));
        return at(resolve(at(argument, 1)), index);
    }

    private JsonNode split(JsonNode argument) {
        ArrayNode parts = JsonNodeFactory.instance.arrayNode();
        for (String part : text(at(argument, 1)).split(Pattern.quote(text(at(argument, 0))), -1)) {
            parts.add(part);
        }
        return parts;
    }

    private JsonNode findInMap(JsonNode argument) {
        String[] keys = {text(at(argument, 0)), text(at(argument, 1)), text(at(argument, 2))};
        JsonNode found = scope.mapping(keys[0], keys[1], keys[2]);
        if (found.isMissingNode()) {
            throw new TemplateException("Fn::FindInMap finds nothing at " + String.join(".", keys));
        }
        return found;
    }

    private Stream<Boolean> truths(JsonNode argument) {
        return argument.valueStream().map(e -> resolve(e).asBoolean());
    }

    private static JsonNode at(JsonNode argument, int index) {
        JsonNode element = argument.path(index);
        if (element.isMissingNode()) {
            throw new TemplateException("an intrinsic lacks its argument " + index + ": " + abridged(argument));
        }
        return element;
    }

    private static String abridged(JsonNode node) {
        String text = node.toString();
        return text.length() > 80 ? text.substring(0, 80) + "..." : text;
    }
}
