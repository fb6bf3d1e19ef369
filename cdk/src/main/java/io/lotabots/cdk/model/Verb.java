package io.lotabots.cdk.model;

/** One thing that a function does to a store: exactly one IAM action on that store. */
public enum Verb {
    GET("dynamodb:GetItem", Table.class),
    BATCH_GET("dynamodb:BatchGetItem", Table.class),
    QUERY("dynamodb:Query", Table.class),
    PUT("dynamodb:PutItem", Table.class),
    BATCH_WRITE("dynamodb:BatchWriteItem", Table.class),
    UPDATE("dynamodb:UpdateItem", Table.class),
    DELETE("dynamodb:DeleteItem", Table.class),
    CHECK("dynamodb:ConditionCheckItem", Table.class),
    READ_OBJECT("s3:GetObject", Bucket.class),
    WRITE_OBJECT("s3:PutObject", Bucket.class),
    LIST_OBJECTS("s3:ListBucket", Bucket.class),
    READ_SECRET("secretsmanager:GetSecretValue", Secret.class),
    DESCRIBE_SECRET("secretsmanager:DescribeSecret", Secret.class),
    PUT_SECRET("secretsmanager:PutSecretValue", Secret.class),
    STAGE_SECRET("secretsmanager:UpdateSecretVersionStage", Secret.class),
    PUT_EVENTS("events:PutEvents", Bus.class);

    private final String action;
    private final Class<? extends Store> on;

    Verb(String action, Class<? extends Store> on) {
        this.action = action;
        this.on = on;
    }

    /** The IAM action. */
    public String action() {
        return action;
    }

    /** Whether the action is granted on the objects of a bucket and not on the bucket itself. */
    public boolean onObjects() {
        return this == READ_OBJECT || this == WRITE_OBJECT;
    }

    /** Whether the action is granted on the store itself. */
    public boolean onStore() {
        return !onObjects();
    }

    void require(Store store) {
        if (!on.isInstance(store)) {
            throw new IllegalArgumentException(action + " is no verb of the " + store.kind() + " " + store.name());
        }
    }
}
