package io.lotabots.cdk.stacks;

import io.lotabots.cdk.model.Trigger;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.lambda.CfnPermission;
import software.amazon.awscdk.services.secretsmanager.CfnRotationSchedule;

/** A secret that a function rotates, each so many days. */
final class Rotations {

    private Rotations() {}

    static void add(LiveFunction function, Trigger.Rotation rotation, Stores stores) {
        String live = function.live().getFunctionArn();
        String secret = stores.of(rotation.secret()).arn();
        CfnPermission permission = CfnPermission.Builder.create(function, "RotationPermission")
                .action("lambda:InvokeFunction")
                .functionName(live)
                .principal("secretsmanager.amazonaws.com")
                .sourceAccount(Stack.of(function).getAccount())
                .sourceArn(secret)
                .build();
        CfnRotationSchedule schedule = CfnRotationSchedule.Builder.create(function, "Rotation")
                .secretId(secret)
                .rotationLambdaArn(live)
                .rotateImmediatelyOnUpdate(false)
                .rotationRules(CfnRotationSchedule.RotationRulesProperty.builder()
                        .automaticallyAfterDays(rotation.days())
                        .build())
                .build();
        // Secrets Manager tries the function when the schedule is made.
        schedule.getNode().addDependency(permission);
    }
}
