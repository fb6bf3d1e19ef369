package io.lotabots.cdk.stacks;

import io.lotabots.cdk.Stage;
import io.lotabots.cdk.model.Trigger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.iam.PrincipalWithConditions;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.lambda.EventInvokeConfigOptions;
import software.amazon.awscdk.services.scheduler.CfnSchedule;
import software.amazon.awscdk.services.sqs.Queue;
import software.amazon.awscdk.services.sqs.QueueEncryption;

/** Functions that the clock starts. A run that could not be delivered goes to the service's queue and raises an alarm. */
final class Schedules {

    private static final int RETRIES = 3;

    private final Stack stack;
    private final Stage stage;
    private final Alarms alarms;
    private @Nullable Queue undelivered;

    Schedules(Stack stack, Stage stage, Alarms alarms) {
        this.stack = stack;
        this.stage = stage;
        this.alarms = alarms;
    }

    void add(LiveFunction function, Trigger.Every every) {
        Queue queue = undelivered();
        String live = function.live().getFunctionArn();
        PolicyDocument policy = PolicyDocument.Builder.create()
                .statements(List.of(
                        Roles.allow(List.of("lambda:InvokeFunction"), live),
                        Roles.allow(List.of("sqs:SendMessage"), queue.getQueueArn())))
                .build();
        Role role = Role.Builder.create(function, "ScheduleRole")
                .assumedBy(new PrincipalWithConditions(
                        new ServicePrincipal("scheduler.amazonaws.com"),
                        Map.of("StringEquals", Map.of("aws:SourceAccount", stack.getAccount()))))
                .inlinePolicies(Map.of("Declared", policy))
                .build();
        // A run that waited longer would write of a time that the journal of a sealed epoch has left behind.
        function.live()
                .configureAsyncInvoke(EventInvokeConfigOptions.builder()
                        .maxEventAge(Duration.seconds(60))
                        .retryAttempts(2)
                        .build());
        CfnSchedule.Builder.create(function, "Schedule")
                .description(function.getNode().getId() + ", " + every.rate())
                .scheduleExpression(every.rate())
                .flexibleTimeWindow(CfnSchedule.FlexibleTimeWindowProperty.builder()
                        .mode("OFF")
                        .build())
                .target(CfnSchedule.TargetProperty.builder()
                        .arn(live)
                        .roleArn(role.getRoleArn())
                        .input("{\"time\":\"<aws.scheduler.scheduled-time>\"}")
                        .retryPolicy(CfnSchedule.RetryPolicyProperty.builder()
                                .maximumRetryAttempts(RETRIES)
                                .maximumEventAgeInSeconds(Math.max(60, every.minutes() * 60))
                                .build())
                        .deadLetterConfig(CfnSchedule.DeadLetterConfigProperty.builder()
                                .arn(queue.getQueueArn())
                                .build())
                        .build())
                .build();
    }

    /** Where events wait that could not be delivered. */
    Queue undelivered() {
        if (undelivered == null) {
            undelivered = Queue.Builder.create(stack, "Undelivered")
                    .encryption(QueueEncryption.SQS_MANAGED)
                    .enforceSsl(true)
                    .retentionPeriod(Duration.days(14))
                    .removalPolicy(Removal.of(stage))
                    .build();
            Nag.acknowledge(undelivered, "AwsSolutions-SQS3", "it is the dead-letter queue of schedules and events");
            alarms.in(undelivered)
                    .onSum(
                            "Waiting",
                            "a scheduled run or an event was not delivered",
                            1,
                            undelivered.metricApproximateNumberOfMessagesVisible(MetricOptions.builder()
                                    .statistic("Maximum")
                                    .period(Duration.minutes(5))
                                    .build()));
        }
        return undelivered;
    }
}
