package io.lotabots.cdk.stacks;

import io.lotabots.cdk.Stage;
import io.lotabots.cdk.model.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.backup.CfnBackupPlan;
import software.amazon.awscdk.services.backup.CfnBackupSelection;
import software.amazon.awscdk.services.backup.CfnBackupVault;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.constructs.Construct;

/**
 * A copy of every kept table each hour, in a vault of its own: what point-in-time recovery does not survive, such as a
 * deleted table or a mistake found after its days, this does. CDK's own constructs would attach managed policies with
 * wildcards to the role (docs/adr/0013), so these are CloudFormation's.
 */
public final class BackupStack extends Stack {

    private static final String EVERY_HOUR = "cron(0 * * * ? *)";
    private static final int START_WITHIN_MINUTES = 60;
    private static final int COMPLETE_WITHIN_MINUTES = 180;

    public BackupStack(Construct scope, Stage stage, Stores stores, EdgeStack edge) {
        super(
                scope,
                stage.prefix() + "-backup",
                StackProps.builder()
                        .description("Hourly copies of every table")
                        .terminationProtection(stage.deletionProtection())
                        .build());
        CfnBackupVault vault = CfnBackupVault.Builder.create(this, "Vault")
                .backupVaultName(stage.prefix())
                .build();
        vault.applyRemovalPolicy(Removal.of(stage));
        CfnBackupPlan plan = CfnBackupPlan.Builder.create(this, "Plan")
                .backupPlan(CfnBackupPlan.BackupPlanResourceTypeProperty.builder()
                        .backupPlanName(stage.prefix() + "-hourly")
                        .backupPlanRule(List.of(CfnBackupPlan.BackupRuleResourceTypeProperty.builder()
                                .ruleName("hourly")
                                .targetBackupVault(vault.getRef())
                                .scheduleExpression(EVERY_HOUR)
                                .startWindowMinutes(START_WITHIN_MINUTES)
                                .completionWindowMinutes(COMPLETE_WITHIN_MINUTES)
                                .lifecycle(CfnBackupPlan.LifecycleResourceTypeProperty.builder()
                                        .deleteAfterDays(stage.backupDays())
                                        .build())
                                .build()))
                        .build())
                .build();
        CfnBackupSelection.Builder.create(this, "Tables")
                .backupPlanId(plan.getRef())
                .backupSelection(CfnBackupSelection.BackupSelectionResourceTypeProperty.builder()
                        .selectionName("tables")
                        .iamRoleArn(role(stores, vault).getRoleArn())
                        .resources(stores.kept().values().stream()
                                .map(Stores.Place::arn)
                                .toList())
                        .build())
                .build();
        edge.alarms()
                .in(vault)
                .onSum(
                        "Failed",
                        "a table was not backed up",
                        1,
                        Metric.Builder.create()
                                .namespace("AWS/Backup")
                                .metricName("NumberOfBackupJobsFailed")
                                .dimensionsMap(Map.of("BackupVaultName", stage.prefix()))
                                .statistic("Sum")
                                .period(Duration.hours(1))
                                .build());
    }

    /** What AWS Backup may do: start backups of these tables, look at them and end them, in this vault. */
    private Role role(Stores stores, CfnBackupVault vault) {
        List<String> tables = new ArrayList<>();
        List<String> backups = new ArrayList<>();
        for (Map.Entry<Table, Stores.Place> kept : stores.kept().entrySet()) {
            tables.add(kept.getValue().arn());
            backups.add(kept.getValue().arn() + "/backup/*");
        }
        List<PolicyStatement> statements = List.of(
                Roles.allow(
                        List.of(
                                "dynamodb:DescribeTable",
                                "dynamodb:CreateBackup",
                                "dynamodb:StartAwsBackupJob",
                                "dynamodb:ListTagsOfResource"),
                        tables.toArray(String[]::new)),
                Roles.allow(
                        List.of("dynamodb:DescribeBackup", "dynamodb:DeleteBackup"), backups.toArray(String[]::new)),
                Roles.allow(
                        List.of("backup:DescribeBackupVault", "backup:CopyIntoBackupVault"),
                        vault.getAttrBackupVaultArn()));
        Role role = Roles.withPolicy(this, "Role", "backup.amazonaws.com", statements);
        for (Stores.Place place : stores.kept().values()) {
            Nag.acknowledge(
                    role,
                    "AwsSolutions-IAM5[Resource::" + place.export() + "/backup/*]",
                    "the backups of one declared table; AWS Backup names them when it makes them");
        }
        return role;
    }
}
