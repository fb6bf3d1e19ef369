package io.lotabots.local.aws;

import java.util.Arrays;
import java.util.Optional;

/** The services behind the port, each with its name in credential scopes and actions. */
enum Service {
    DYNAMODB("dynamodb", "DynamoDB_20120810."),
    S3("s3", ""),
    SECRETS_MANAGER("secretsmanager", "secretsmanager."),
    EVENT_BRIDGE("events", "AWSEvents.");

    final String scope;
    private final String targetPrefix;

    Service(String scope, String targetPrefix) {
        this.scope = scope;
        this.targetPrefix = targetPrefix;
    }

    /** The service that {@code X-Amz-Target} names; S3 has none. */
    static Optional<Service> ofTarget(String target) {
        return target.isEmpty()
                ? Optional.of(S3)
                : Arrays.stream(values())
                        .filter(s -> s != S3 && target.startsWith(s.targetPrefix))
                        .findFirst();
    }

    /** {@code PutItem} of {@code DynamoDB_20120810.PutItem}. */
    String operation(String target) {
        return target.substring(targetPrefix.length());
    }
}
