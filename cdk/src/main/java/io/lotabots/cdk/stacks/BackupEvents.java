package io.lotabots.cdk.stacks;

import io.lotabots.cdk.Stage;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.events.CfnRule;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.lambda.CfnPermission;
import software.amazon.awscdk.services.sqs.Queue;

/**
 * A function that is told of each completed backup of a table of its stage, whoever made it: the plan of this stage, an
 * operator, or {@code lotabots backup} on one machine. AWS Backup hands its events out on a best-effort basis; one that
 * is lost makes the backup look an hour older than it is.
 */
final class BackupEvents {

    private static final int RETRIES = 3;
    private static final int MOST_AGE_SECONDS = 3600;

    private BackupEvents() {}

    static void add(LiveFunction function, Stage stage, Queue undelivered) {
        Stack stack = Stack.of(function);
        String live = function.live().getFunctionArn();
        // A table that CloudFormation names begins with its stack's name, and that with the stage's prefix.
        String tables = "arn:" + stack.getPartition() + ":dynamodb:" + stack.getRegion() + ":" + stack.getAccount()
                + ":table/" + stage.prefix() + "-";
        CfnRule rule = CfnRule.Builder.create(function, "Rule")
                .description(function.getNode().getId() + ", on each completed backup of a table")
                .eventPattern(Map.of(
                        "source", List.of("aws.backup"),
                        "detail-type", List.of("Backup Job State Change"),
                        "detail",
                                Map.of(
                                        "state", List.of("COMPLETED"),
                                        "resourceArn", List.of(Map.of("prefix", tables)))))
                .targets(List.of(CfnRule.TargetProperty.builder()
                        .id("Live")
                        .arn(live)
                        .retryPolicy(CfnRule.RetryPolicyProperty.builder()
                                .maximumRetryAttempts(RETRIES)
                                .maximumEventAgeInSeconds(MOST_AGE_SECONDS)
                                .build())
                        .deadLetterConfig(CfnRule.DeadLetterConfigProperty.builder()
                                .arn(undelivered.getQueueArn())
                                .build())
                        .build()))
                .build();
        CfnPermission.Builder.create(function, "RulePermission")
                .action("lambda:InvokeFunction")
                .functionName(live)
                .principal("events.amazonaws.com")
                .sourceArn(rule.getAttrArn())
                .build();
        undelivered.addToResourcePolicy(PolicyStatement.Builder.create()
                .sid("EventsOf" + function.getNode().getId())
                .principals(List.of(new ServicePrincipal("events.amazonaws.com")))
                .actions(List.of("sqs:SendMessage"))
                .resources(List.of(undelivered.getQueueArn()))
                .conditions(Map.of("ArnEquals", Map.of("aws:SourceArn", rule.getAttrArn())))
                .build());
    }
}
