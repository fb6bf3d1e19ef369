package io.lotabots.cdk.stacks;

import io.lotabots.cdk.Stage;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.CfnCodeDeployLambdaAliasUpdate;
import software.amazon.awscdk.CfnUpdatePolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.codedeploy.CfnApplication;
import software.amazon.awscdk.services.codedeploy.CfnDeploymentGroup;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.lambda.CfnAlias;

/**
 * New versions by degrees, in stages that want it: a tenth of the calls for five minutes, then all; back to the old
 * version when the function's error alarm sounds. Written at the lower level because the higher one attaches an
 * AWS-managed policy with wildcards to whatever role it is given.
 */
final class Canary {

    private static final String TENTH_FOR_FIVE_MINUTES = "CodeDeployDefault.LambdaCanary10Percent5Minutes";

    private final Stack stack;
    private final Stage stage;
    private @Nullable CfnApplication application;

    Canary(Stack stack, Stage stage) {
        this.stack = stack;
        this.stage = stage;
    }

    void add(LiveFunction function) {
        if (!stage.canary()) {
            return;
        }
        CfnApplication app = application();
        Role role = Roles.withPolicy(
                function,
                "CanaryRole",
                "codedeploy.amazonaws.com",
                List.of(
                        Roles.allow(
                                List.of(
                                        "lambda:GetAlias",
                                        "lambda:UpdateAlias",
                                        "lambda:GetProvisionedConcurrencyConfig"),
                                function.function().getFunctionArn(),
                                // Spelled out: the alias stands on this role, so it cannot be referred to.
                                function.function().getFunctionArn() + ":" + LiveFunction.LIVE),
                        Roles.allow(
                                List.of("cloudwatch:DescribeAlarms"),
                                function.errors().getAlarmArn())));
        CfnDeploymentGroup group = CfnDeploymentGroup.Builder.create(function, "Canary")
                .applicationName(app.getRef())
                .serviceRoleArn(role.getRoleArn())
                .deploymentConfigName(TENTH_FOR_FIVE_MINUTES)
                .deploymentStyle(CfnDeploymentGroup.DeploymentStyleProperty.builder()
                        .deploymentType("BLUE_GREEN")
                        .deploymentOption("WITH_TRAFFIC_CONTROL")
                        .build())
                .alarmConfiguration(CfnDeploymentGroup.AlarmConfigurationProperty.builder()
                        .enabled(true)
                        .alarms(List.of(CfnDeploymentGroup.AlarmProperty.builder()
                                .name(function.errors().getAlarmName())
                                .build()))
                        .build())
                .autoRollbackConfiguration(CfnDeploymentGroup.AutoRollbackConfigurationProperty.builder()
                        .enabled(true)
                        .events(List.of("DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM", "DEPLOYMENT_STOP_ON_REQUEST"))
                        .build())
                .build();
        if (function.live().getNode().getDefaultChild() instanceof CfnAlias alias) {
            alias.getCfnOptions()
                    .setUpdatePolicy(CfnUpdatePolicy.builder()
                            .codeDeployLambdaAliasUpdate(CfnCodeDeployLambdaAliasUpdate.builder()
                                    .applicationName(app.getRef())
                                    .deploymentGroupName(group.getRef())
                                    .build())
                            .build());
        }
    }

    private CfnApplication application() {
        if (application == null) {
            application = CfnApplication.Builder.create(stack, "Canaries")
                    .computePlatform("Lambda")
                    .build();
        }
        return application;
    }
}
