package io.lotabots.cdk.stacks;

import io.lotabots.cdk.Settings;
import io.lotabots.cdk.Stage;
import io.lotabots.cdk.model.Bucket;
import io.lotabots.cdk.model.Bus;
import io.lotabots.cdk.model.Secret;
import io.lotabots.cdk.model.Service;
import io.lotabots.cdk.model.Store;
import io.lotabots.cdk.model.Table;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.dynamodb.Attribute;
import software.amazon.awscdk.services.dynamodb.AttributeType;
import software.amazon.awscdk.services.dynamodb.BillingMode;
import software.amazon.awscdk.services.dynamodb.PointInTimeRecoverySpecification;
import software.amazon.awscdk.services.events.CfnEventBus;
import software.amazon.awscdk.services.s3.BlockPublicAccess;
import software.amazon.awscdk.services.s3.BucketEncryption;
import software.amazon.awscdk.services.s3.LifecycleRule;
import software.amazon.awscdk.services.s3.ObjectLockRetention;
import software.amazon.awscdk.services.secretsmanager.SecretStringGenerator;
import software.constructs.Construct;

/**
 * What a service owns. Every table, bucket and secret is exported whether or not another stack reads it today, so that a
 * service which stops reading one never blocks the deployment that would drop the export (docs/adr/0011).
 */
public final class DataStack extends Stack {

    /** How far back point-in-time recovery goes. */
    private static final int RESTORABLE_DAYS = 35;

    private final Stage stage;

    public DataStack(Construct scope, Stage stage, Service service, Stores stores) {
        super(
                scope,
                name(stage, service),
                StackProps.builder()
                        .description("What the service " + service.name() + " stores")
                        .terminationProtection(stage.deletionProtection())
                        .build());
        this.stage = stage;
        for (Store store : service.owns()) {
            stores.put(
                    store,
                    switch (store) {
                        case Table table -> table(table);
                        case Bucket bucket -> bucket(bucket);
                        case Secret secret -> secret(secret);
                        case Bus bus -> bus(bus);
                    });
        }
    }

    private static String name(Stage stage, Service service) {
        return stage.prefix() + (service.name().equals("chain") ? "-data" : "-" + service.name() + "-data");
    }

    private Stores.Place table(Table declared) {
        var table = software.amazon.awscdk.services.dynamodb.Table.Builder.create(this, id(declared))
                .partitionKey(string(declared.partitionKey()))
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .pointInTimeRecoverySpecification(PointInTimeRecoverySpecification.builder()
                        .pointInTimeRecoveryEnabled(stage.pointInTimeRecovery())
                        .build())
                .deletionProtection(stage.deletionProtection())
                .removalPolicy(Removal.of(stage));
        declared.sortKey().ifPresent(key -> table.sortKey(string(key)));
        declared.expiry().ifPresent(table::timeToLiveAttribute);
        var built = table.build();
        if (!stage.pointInTimeRecovery()) {
            Nag.acknowledge(
                    built, "AwsSolutions-DDB3", "stage " + stage.name() + " holds nothing that is worth restoring");
        }
        return exported(built.getTableArn(), built.getTableName());
    }

    private Stores.Place bucket(Bucket declared) {
        var built = software.amazon.awscdk.services.s3.Bucket.Builder.create(this, id(declared))
                .encryption(BucketEncryption.S3_MANAGED)
                .blockPublicAccess(BlockPublicAccess.BLOCK_ALL)
                .enforceSsl(true)
                .minimumTlsVersion(1.2)
                .removalPolicy(Removal.of(stage));
        if (stage.pointInTimeRecovery() || declared.days().isPresent()) {
            var rule = LifecycleRule.builder();
            declared.days()
                    .map(setting -> Duration.days(Integer.parseInt(Settings.text(stage, setting))))
                    .ifPresent(rule::expiration);
            if (stage.pointInTimeRecovery()) {
                // What tables have by point-in-time recovery, objects have by their versions.
                built.versioned(true);
                rule.noncurrentVersionExpiration(Duration.days(RESTORABLE_DAYS));
            }
            built.lifecycleRules(List.of(rule.build()));
        }
        if (declared.lockedDays() > 0 && stage.deletionProtection()) {
            // Compliance: not even the account's root may change or remove what is in it.
            built.objectLockEnabled(true)
                    .objectLockDefaultRetention(ObjectLockRetention.compliance(Duration.days(declared.lockedDays())));
        }
        var bucket = built.build();
        Nag.acknowledge(
                bucket, "AwsSolutions-S1", "functions alone read and write its objects, on requests that the API logs");
        return exported(bucket.getBucketArn(), bucket.getBucketName());
    }

    private Stores.Place secret(Secret declared) {
        var secret = software.amazon.awscdk.services.secretsmanager.Secret.Builder.create(this, id(declared))
                .description(declared.purpose())
                .generateSecretString(generated(declared))
                .removalPolicy(Removal.of(stage))
                .build();
        Nag.acknowledge(secret, "AwsSolutions-SMG4", declared.unrotated());
        CfnOutput.Builder.create(this, id(declared) + "Arn")
                .description(declared.purpose())
                .value(secret.getSecretArn())
                .build();
        return exported(secret.getSecretArn(), secret.getSecretArn());
    }

    private Stores.Place bus(Bus declared) {
        CfnEventBus bus = CfnEventBus.Builder.create(this, id(declared))
                .name(stage.prefix() + "-" + declared.name())
                .description(declared.purpose())
                .build();
        return exported(bus.getAttrArn(), bus.getRef());
    }

    private static SecretStringGenerator generated(Secret declared) {
        SecretStringGenerator.Builder generator =
                SecretStringGenerator.builder().passwordLength(Secret.LENGTH).excludePunctuation(true);
        if (!declared.field().isEmpty()) {
            generator.secretStringTemplate("{}").generateStringKey(declared.field());
        }
        return generator.build();
    }

    private Stores.Place exported(String arn, String handle) {
        if (!(resolve(exportValue(arn)) instanceof Map<?, ?> imported)
                || !(imported.get("Fn::ImportValue") instanceof String export)) {
            throw new IllegalStateException("an exported value is not imported by its name");
        }
        if (!handle.equals(arn)) {
            exportValue(handle);
        }
        return new Stores.Place(arn, handle, export);
    }

    private static String id(Store store) {
        StringBuilder id = new StringBuilder();
        for (String word : store.name().split("-", -1)) {
            id.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
        }
        return id.toString();
    }

    private static Attribute string(String name) {
        return Attribute.builder().name(name).type(AttributeType.STRING).build();
    }
}
