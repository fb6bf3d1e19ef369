package io.lotabots.local;

import io.lotabots.local.lambda.FunctionReader;
import io.lotabots.local.lambda.Functions;
import io.lotabots.local.template.Assembly;
import io.lotabots.local.template.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What of an assembly does not run here, so that nothing is skipped silently.
 *
 * @param harmless number of resources by type that change no answer, e.g. alarms
 * @param notRun each resource that AWS would run and this machine cannot
 */
record Inventory(Map<String, Integer> harmless, List<Resource> notRun) {
    private static final Set<String> RUN = Set.of(
            "AWS::ApiGatewayV2::Api",
            "AWS::ApiGatewayV2::Authorizer",
            "AWS::ApiGatewayV2::Integration",
            "AWS::ApiGatewayV2::Route",
            "AWS::ApiGatewayV2::Stage",
            "AWS::DynamoDB::Table",
            "AWS::Events::EventBus",
            "AWS::IAM::ManagedPolicy",
            "AWS::IAM::Policy",
            "AWS::IAM::Role",
            "AWS::Lambda::Alias",
            "AWS::Lambda::LayerVersion",
            "AWS::Lambda::Permission",
            "AWS::Lambda::Version",
            "AWS::S3::Bucket",
            "AWS::Scheduler::Schedule",
            "AWS::SecretsManager::RotationSchedule",
            "AWS::SecretsManager::Secret");

    /** Watching, logging, deploying: absent on this machine without changing what a client sees. */
    private static final Set<String> HARMLESS = Set.of(
            "AWS::Backup::BackupPlan",
            "AWS::Backup::BackupSelection",
            "AWS::Backup::BackupVault",
            "AWS::CDK::Metadata",
            "AWS::CloudWatch::Alarm",
            "AWS::CloudWatch::CompositeAlarm",
            "AWS::CloudWatch::Dashboard",
            "AWS::CodeDeploy::Application",
            "AWS::CodeDeploy::DeploymentConfig",
            "AWS::CodeDeploy::DeploymentGroup",
            "AWS::Lambda::EventInvokeConfig",
            "AWS::Logs::LogGroup",
            "AWS::Logs::MetricFilter",
            "AWS::Logs::QueryDefinition",
            "AWS::Logs::ResourcePolicy",
            "AWS::S3::BucketPolicy",
            "AWS::SNS::Subscription",
            "AWS::SNS::Topic",
            "AWS::SNS::TopicPolicy",
            "AWS::Scheduler::ScheduleGroup");

    static Inventory of(Assembly assembly, Functions functions) {
        Map<String, Integer> harmless = new TreeMap<>();
        List<Resource> notRun = new ArrayList<>();
        for (Resource resource : assembly.resources()) {
            if (HARMLESS.contains(resource.type())) {
                harmless.merge(resource.type(), 1, Integer::sum);
            } else if (!runs(resource, functions)) {
                notRun.add(resource);
            }
        }
        return new Inventory(harmless, List.copyOf(notRun));
    }

    private static boolean runs(Resource resource, Functions functions) {
        return switch (resource.type()) {
            case "AWS::Lambda::Function" -> FunctionReader.runs(resource);
            case "AWS::Events::Rule" -> resource.properties().has("ScheduleExpression") || Events.waits(resource);
            case String type when CustomResources.isCustom(type) -> CustomResources.runs(resource, functions);
            case String type -> RUN.contains(type);
        };
    }

    int harmlessCount() {
        return harmless.values().stream().mapToInt(Integer::intValue).sum();
    }
}
