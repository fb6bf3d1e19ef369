package io.lotabots.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** One template, and the scope in which its intrinsics are resolved. */
final class Stack implements Scope {
    private final String name;
    private final Region region;
    private final JsonNode template;
    private final Function<String, JsonNode> imports;
    private final Identifiers identifiers;
    private final Intrinsics intrinsics = new Intrinsics(this);
    private final Map<String, String> names = new HashMap<>();

    Stack(String name, Region region, JsonNode template, Function<String, JsonNode> imports) {
        this.name = name;
        this.region = region;
        this.template = template;
        this.imports = imports;
        this.identifiers = new Identifiers(region);
    }

    Region region() {
        return region;
    }

    /** Every resource whose condition holds, in the order of the template. */
    List<Resource> resources() {
        List<Resource> resources = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : template.path("Resources").properties()) {
            if (exists(entry.getValue())) {
                resources.add(resource(entry.getKey(), entry.getValue()));
            }
        }
        return resources;
    }

    private Resource resource(String logicalId, JsonNode declared) {
        String type = declared.path("Type").asText();
        ObjectNode properties = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> property : declared.path("Properties").properties()) {
            JsonNode value =
                    locating(logicalId + "." + property.getKey(), () -> intrinsics.resolve(property.getValue()));
            if (!value.isMissingNode()) {
                properties.set(property.getKey(), value);
            }
        }
        Identifiers.nameProperty(type).ifPresent(p -> properties.put(p, physicalName(logicalId, declared)));
        return new Resource(name, logicalId, type, properties);
    }

    /** The value that this stack exports under {@code export}. */
    Optional<JsonNode> export(String export) {
        for (Map.Entry<String, JsonNode> output : template.path("Outputs").properties()) {
            JsonNode exported = output.getValue().path("Export").path("Name");
            if (!exported.isMissingNode()
                    && exists(output.getValue())
                    && intrinsics.text(exported).equals(export)) {
                return Optional.of(locating(
                        "output " + output.getKey(),
                        () -> intrinsics.resolve(output.getValue().path("Value"))));
            }
        }
        return Optional.empty();
    }

    @Override
    public JsonNode ref(String reference) {
        return switch (reference) {
            case "AWS::NoValue" -> MissingNode.getInstance();
            case "AWS::Region" -> TextNode.valueOf(region.name());
            case "AWS::AccountId" -> TextNode.valueOf(region.account());
            case "AWS::Partition" -> TextNode.valueOf(Region.PARTITION);
            case "AWS::URLSuffix" -> TextNode.valueOf(Region.URL_SUFFIX);
            case "AWS::StackName" -> TextNode.valueOf(name);
            case "AWS::StackId" -> TextNode.valueOf(region.arn("cloudformation", "stack/" + name + "/local"));
            case "AWS::NotificationARNs" -> JsonNodeFactory.instance.arrayNode();
            default -> parameterOrResource(reference);
        };
    }

    private JsonNode parameterOrResource(String reference) {
        JsonNode parameter = template.path("Parameters").path(reference);
        if (parameter.isObject()) {
            if (!parameter.has("Default")) {
                throw new TemplateException("parameter " + reference + " has no default");
            }
            return parameter.get("Default");
        }
        JsonNode declared = declared(reference);
        String type = declared.path("Type").asText();
        return TextNode.valueOf(
                identifiers.ref(type, reference, physicalName(reference, declared), identifying(type, declared)));
    }

    @Override
    public JsonNode attribute(String logicalId, String attribute) {
        JsonNode declared = declared(logicalId);
        String type = declared.path("Type").asText();
        return identifiers
                .attribute(type, physicalName(logicalId, declared), identifying(type, declared), attribute)
                .<JsonNode>map(TextNode::valueOf)
                .orElseThrow(() -> new TemplateException(
                        "attribute " + attribute + " of " + logicalId + " (" + type + ") is not known here"));
    }

    @Override
    public boolean condition(String condition) {
        JsonNode declared = template.path("Conditions").path(condition);
        if (declared.isMissingNode()) {
            throw new TemplateException("condition " + condition + " is not declared");
        }
        return intrinsics.resolve(declared).asBoolean();
    }

    @Override
    public JsonNode importValue(String export) {
        return imports.apply(export);
    }

    @Override
    public JsonNode mapping(String map, String first, String second) {
        return template.path("Mappings").path(map).path(first).path(second);
    }

    private JsonNode declared(String logicalId) {
        JsonNode declared = template.path("Resources").path(logicalId);
        if (!declared.isObject()) {
            throw new TemplateException(logicalId + " is neither a parameter nor a resource");
        }
        return declared;
    }

    private boolean exists(JsonNode declared) {
        return !declared.has("Condition")
                || condition(declared.path("Condition").asText());
    }

    private String physicalName(String logicalId, JsonNode declared) {
        String known = names.get(logicalId);
        if (known == null) {
            String type = declared.path("Type").asText();
            JsonNode given = Identifiers.nameProperty(type)
                    .map(p -> declared.path("Properties").path(p))
                    .orElse(MissingNode.getInstance());
            known = given.isMissingNode() ? Identifiers.generatedName(name, logicalId, type) : intrinsics.text(given);
            names.put(logicalId, known);
        }
        return known;
    }

    /** The properties from which an ARN is built: only aliases and versions need one, their function. */
    private JsonNode identifying(String type, JsonNode declared) {
        ObjectNode identifying = JsonNodeFactory.instance.objectNode();
        if (type.equals("AWS::Lambda::Alias") || type.equals("AWS::Lambda::Version")) {
            identifying.put(
                    "FunctionName", intrinsics.text(declared.path("Properties").path("FunctionName")));
        }
        return identifying;
    }

    private JsonNode locating(String where, Supplier<JsonNode> resolution) {
        try {
            return resolution.get();
        } catch (TemplateException | NumberFormatException e) {
            throw new TemplateException("stack " + name + ": " + where + ": " + e.getMessage(), e);
        }
    }
}
