package io.lotabots.local.aws;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.local.template.Resource;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Creates the tables, buckets and secrets that templates declare, where they are not there yet.
 *
 * <p>May run again at each start: what is there stays, and a secret keeps its value.
 */
public final class Provision {
    private Provision() {}

    /**
     * Brings the resources into being; those of other types are passed over.
     *
     * @throws ProvisionException when one cannot be, e.g. because a stored table has other keys
     */
    public static void apply(List<Resource> resources, AwsPort port) {
        Tables tables = new Tables(port.dynamoDb());
        for (Resource resource : resources) {
            switch (resource.type()) {
                case "AWS::DynamoDB::Table", "AWS::DynamoDB::GlobalTable" -> tables.apply(resource);
                case "AWS::S3::Bucket" -> bucket(resource, port);
                case "AWS::SecretsManager::Secret" -> secret(resource, port);
                default -> {
                    // Nothing to store.
                }
            }
        }
    }

    private static void bucket(Resource resource, AwsPort port) {
        String name = resource.text("BucketName");
        if (!name.matches("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")) {
            throw new ProvisionException(resource + ": a bucket's name has 3 to 63 small letters, digits, dots and"
                    + " hyphens, got " + name);
        }
        Reply head = port.s3().send(new Call("HEAD", "/" + name, "", Map.of(), new byte[0]), "");
        if (head.status() == 404) {
            Reply put = port.s3().send(new Call("PUT", "/" + name, "", Map.of(), new byte[0]), "");
            if (!put.ok()) {
                throw new ProvisionException(resource + ": bucket " + name + " was not created: "
                        + new String(put.body(), StandardCharsets.UTF_8));
            }
        }
    }

    private static void secret(Resource resource, AwsPort port) {
        String name = resource.text("Name");
        SecretsStore store = port.settings().secrets();
        if (store.text(name).isPresent()) {
            return;
        }
        JsonNode properties = resource.properties();
        String value = properties.has("SecretString")
                ? properties.path("SecretString").asText()
                : GeneratedSecret.draw(resource, properties.path("GenerateSecretString"));
        store.putText(
                name,
                SecretsStore.arn(port.settings().region(), port.settings().account(), name),
                value,
                port.settings().clock().millis());
    }
}
