package io.lotabots.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a resource is called: its physical name, the value of {@code Ref}, and its attributes.
 *
 * <p>Source: "Return values" of each type in the CloudFormation template reference.
 */
final class Identifiers {
    private static final Map<String, String> NAME_PROPERTIES = Map.ofEntries(
            Map.entry("AWS::Lambda::Function", "FunctionName"),
            Map.entry("AWS::Lambda::LayerVersion", "LayerName"),
            Map.entry("AWS::Lambda::Alias", "Name"),
            Map.entry("AWS::DynamoDB::Table", "TableName"),
            Map.entry("AWS::S3::Bucket", "BucketName"),
            Map.entry("AWS::SecretsManager::Secret", "Name"),
            Map.entry("AWS::IAM::Role", "RoleName"),
            Map.entry("AWS::IAM::ManagedPolicy", "ManagedPolicyName"),
            Map.entry("AWS::Logs::LogGroup", "LogGroupName"),
            Map.entry("AWS::SNS::Topic", "TopicName"),
            Map.entry("AWS::SQS::Queue", "QueueName"),
            Map.entry("AWS::Scheduler::Schedule", "Name"),
            Map.entry("AWS::Scheduler::ScheduleGroup", "Name"),
            Map.entry("AWS::Events::Rule", "Name"),
            Map.entry("AWS::Events::EventBus", "Name"),
            Map.entry("AWS::ApiGatewayV2::Stage", "StageName"),
            Map.entry("AWS::Backup::BackupVault", "BackupVaultName"),
            Map.entry("AWS::CloudWatch::Alarm", "AlarmName"),
            Map.entry("AWS::CodeDeploy::Application", "ApplicationName"),
            Map.entry("AWS::CodeDeploy::DeploymentGroup", "DeploymentGroupName"));

    private final Region region;

    Identifiers(Region region) {
        this.region = region;
    }

    /** The property that holds the type's name, when it has one. */
    static Optional<String> nameProperty(String type) {
        return Optional.ofNullable(NAME_PROPERTIES.get(type));
    }

    /** The name of a resource that its template leaves open. */
    static String generatedName(String stack, String logicalId, String type) {
        String name = stack + "-" + logicalId;
        if (type.equals("AWS::S3::Bucket")) {
            name = name.toLowerCase(Locale.ROOT);
        }
        // Function names may have 64 characters, bucket names 63: a long one keeps its start and a digest of the whole.
        return name.length() <= 63
                ? name
                : name.substring(0, 54) + "-" + Sha256.hex(name).substring(0, 8);
    }

    /** The value of {@code Ref} of a resource called {@code name}. */
    String ref(String type, String logicalId, String name, JsonNode properties) {
        return switch (type) {
            case "AWS::Lambda::Alias", "AWS::Lambda::LayerVersion", "AWS::SecretsManager::Secret", "AWS::SNS::Topic" ->
                arn(type, name, properties);
            case "AWS::Lambda::Version" -> arn(type, name, properties);
            case "AWS::IAM::ManagedPolicy" -> arn(type, name, properties);
            case "AWS::SQS::Queue" -> queueUrl(name);
            case "AWS::ApiGatewayV2::Api" -> shortId(name);
            default -> nameProperty(type).isPresent() ? name : logicalId;
        };
    }

    /** The value of an attribute, empty when this machine knows none. */
    Optional<String> attribute(String type, String name, JsonNode properties, String attribute) {
        return switch (type + "." + attribute) {
            case "AWS::Lambda::Version.Version" -> Optional.of("1");
            case "AWS::ApiGatewayV2::Api.ApiId" -> Optional.of(shortId(name));
            case "AWS::ApiGatewayV2::Api.ApiEndpoint" ->
                Optional.of("https://" + shortId(name) + ".execute-api." + region.name() + "." + Region.URL_SUFFIX);
            case "AWS::SQS::Queue.QueueName", "AWS::SNS::Topic.TopicName" -> Optional.of(name);
            case "AWS::SQS::Queue.QueueUrl" -> Optional.of(queueUrl(name));
            case "AWS::SNS::Topic.TopicArn",
                    "AWS::SecretsManager::Secret.Id",
                    "AWS::Lambda::LayerVersion.LayerVersionArn" -> Optional.of(arn(type, name, properties));
            case "AWS::S3::Bucket.DomainName" -> Optional.of(name + ".s3." + Region.URL_SUFFIX);
            case "AWS::S3::Bucket.RegionalDomainName" ->
                Optional.of(name + ".s3." + region.name() + "." + Region.URL_SUFFIX);
            case "AWS::IAM::Role.RoleId" ->
                Optional.of("AROA" + Sha256.hex(name).substring(0, 17).toUpperCase(Locale.ROOT));
            case "AWS::Backup::BackupVault.BackupVaultArn" ->
                Optional.of(region.arn("backup", "backup-vault:" + name));
            case "AWS::DynamoDB::Table.StreamArn" ->
                Optional.of(region.arn("dynamodb", "table/" + name + "/stream/2026-01-01T00:00:00.000"));
            default ->
                attribute.equals("Arn") && type.startsWith("AWS::")
                        ? Optional.of(arn(type, name, properties))
                        : Optional.empty();
        };
    }

    private String arn(String type, String name, JsonNode properties) {
        return switch (type) {
            case "AWS::Lambda::Function" -> region.arn("lambda", "function:" + name);
            case "AWS::Lambda::Alias" -> functionArn(properties) + ":" + name;
            case "AWS::Lambda::Version" -> functionArn(properties) + ":1";
            case "AWS::Lambda::LayerVersion" -> region.arn("lambda", "layer:" + name + ":1");
            case "AWS::DynamoDB::Table" -> region.arn("dynamodb", "table/" + name);
            case "AWS::S3::Bucket" -> "arn:" + Region.PARTITION + ":s3:::" + name;
            case "AWS::SecretsManager::Secret" -> region.secretArn(name);
            case "AWS::IAM::Role" -> global("iam", "role/" + name);
            case "AWS::IAM::ManagedPolicy" -> global("iam", "policy/" + name);
            case "AWS::Logs::LogGroup" -> region.arn("logs", "log-group:" + name + ":*");
            case "AWS::SNS::Topic" -> region.arn("sns", name);
            case "AWS::SQS::Queue" -> region.arn("sqs", name);
            case "AWS::Scheduler::Schedule" -> region.arn("scheduler", "schedule/default/" + name);
            case "AWS::Events::Rule" -> region.arn("events", "rule/" + name);
            case "AWS::Events::EventBus" -> region.arn("events", "event-bus/" + name);
            case "AWS::KMS::Key" -> region.arn("kms", "key/" + name);
            case "AWS::CloudWatch::Alarm" -> region.arn("cloudwatch", "alarm:" + name);
            default -> {
                String[] parts = type.toLowerCase(Locale.ROOT).split("::", -1);
                yield region.arn(parts[1], parts[parts.length - 1] + "/" + name);
            }
        };
    }

    /** The function that an alias or version belongs to, named or given as an ARN. */
    private String functionArn(JsonNode properties) {
        String function = properties.path("FunctionName").asText();
        return function.startsWith("arn:") ? function : region.arn("lambda", "function:" + function);
    }

    private String queueUrl(String name) {
        return "https://sqs." + region.name() + "." + Region.URL_SUFFIX + "/" + region.account() + "/" + name;
    }

    private String global(String service, String resource) {
        return "arn:" + Region.PARTITION + ":" + service + "::" + region.account() + ":" + resource;
    }

    /** Ten letters and digits, as API Gateway's ids. */
    private static String shortId(String name) {
        return Sha256.hex(name).substring(0, 10);
    }
}
