package io.lotabots.aws;

import io.lotabots.platform.Env;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ContinuousBackupsDescription;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.PointInTimeRecoveryDescription;
import software.amazon.awssdk.services.dynamodb.model.PointInTimeRecoveryStatus;

/** What DynamoDB tells of the continuous backups of tables; safe for concurrent use. */
public final class Backups {
    /** A store without the operation, and a table whose backups were never switched on: neither can be measured. */
    private static final Set<String> UNMEASURABLE =
            Set.of("UnknownOperationException", "ContinuousBackupsUnavailableException");

    private final Supplier<DynamoDbClient> client;
    private final Env env;

    Backups(Supplier<DynamoDbClient> client, Env env) {
        this.client = client;
        this.env = env;
    }

    /**
     * The latest moment to which the table whose name stands in {@code TABLE_<name>} can be restored.
     *
     * @return absent when point-in-time recovery is off, or the store has no such thing
     */
    public Optional<Instant> latestRestorable(String name) {
        String table = env.get("TABLE_" + name);
        try {
            return latestRestorable(client.get()
                    .describeContinuousBackups(r -> r.tableName(table))
                    .continuousBackupsDescription());
        } catch (DynamoDbException e) {
            if (UNMEASURABLE.contains(e.awsErrorDetails().errorCode())) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static Optional<Instant> latestRestorable(ContinuousBackupsDescription backups) {
        return Optional.ofNullable(backups)
                .map(ContinuousBackupsDescription::pointInTimeRecoveryDescription)
                .filter(pitr -> pitr.pointInTimeRecoveryStatus() == PointInTimeRecoveryStatus.ENABLED)
                .map(PointInTimeRecoveryDescription::latestRestorableDateTime);
    }
}
