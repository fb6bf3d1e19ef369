package io.lotabots.local.template;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A resource of a template after its intrinsics were resolved.
 *
 * @param stack name of the stack
 * @param logicalId name of the resource within the stack
 * @param type CloudFormation type, e.g. {@code AWS::DynamoDB::Table}
 * @param properties resolved properties, an object; the type's name property ({@code TableName}, {@code BucketName},
 *     {@code Name}, ...) is always present, generated as {@code <stack>-<logicalId>} where the template leaves it open
 */
public record Resource(String stack, String logicalId, String type, JsonNode properties) {
    /**
     * The text at {@code name}.
     *
     * @throws TemplateException when it is absent or no text
     */
    public String text(String name) {
        JsonNode value = properties.path(name);
        if (!value.isTextual()) {
            throw new TemplateException(this + ": property " + name + " is missing");
        }
        return value.asText();
    }

    @Override
    public String toString() {
        return "stack " + stack + ": " + logicalId + " (" + type + ")";
    }
}
