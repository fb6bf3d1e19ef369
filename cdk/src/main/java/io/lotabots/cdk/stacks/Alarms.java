package io.lotabots.cdk.stacks;

import io.lotabots.cdk.Stage;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.cloudwatch.actions.SnsAction;
import software.amazon.awscdk.services.iam.AnyPrincipal;
import software.amazon.awscdk.services.iam.Effect;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.sns.ITopic;
import software.amazon.awscdk.services.sns.Topic;
import software.amazon.awscdk.services.sns.subscriptions.EmailSubscription;
import software.constructs.Construct;

/** Alarms, and the topic that they are published to; a stage with an address has it subscribed. */
final class Alarms {

    private final ITopic topic;
    private final Construct scope;

    Alarms(Stack stack, Stage stage) {
        this.scope = stack;
        Topic built = Topic.Builder.create(stack, "Alarms")
                .displayName(stage.prefix() + " alarms")
                .build();
        built.addToResourcePolicy(PolicyStatement.Builder.create()
                .sid("OnlyOverTls")
                .effect(Effect.DENY)
                .principals(List.of(new AnyPrincipal()))
                .actions(List.of("sns:Publish"))
                .resources(List.of(built.getTopicArn()))
                .conditions(Map.of("Bool", Map.of("aws:SecureTransport", "false")))
                .build());
        // A topic with a policy of its own has lost the default one, which let the account's alarms in.
        built.addToResourcePolicy(PolicyStatement.Builder.create()
                .sid("AlarmsOfThisAccount")
                .principals(List.of(new ServicePrincipal("cloudwatch.amazonaws.com")))
                .actions(List.of("sns:Publish"))
                .resources(List.of(built.getTopicArn()))
                .conditions(Map.of("StringEquals", Map.of("aws:SourceAccount", stack.getAccount())))
                .build());
        if (!stage.alarmEmail().isEmpty()) {
            built.addSubscription(new EmailSubscription(stage.alarmEmail()));
        }
        this.topic = built;
    }

    private Alarms(Construct scope, ITopic topic) {
        this.scope = scope;
        this.topic = topic;
    }

    /** The same topic, for alarms that stand in another construct. */
    Alarms in(Construct other) {
        return new Alarms(other, topic);
    }

    String topicArn() {
        return topic.getTopicArn();
    }

    /** An alarm on the first period in which a metric reaches a threshold. No data is no alarm. */
    Alarm onSum(String id, String what, int threshold, IMetric metric) {
        Alarm alarm = Alarm.Builder.create(scope, id)
                .alarmDescription(what)
                .metric(metric)
                .threshold(threshold)
                .comparisonOperator(ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD)
                .evaluationPeriods(1)
                .treatMissingData(TreatMissingData.NOT_BREACHING)
                .build();
        alarm.addAlarmAction(new SnsAction(topic));
        return alarm;
    }
}
