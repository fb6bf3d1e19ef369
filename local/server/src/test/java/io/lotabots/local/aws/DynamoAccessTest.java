package io.lotabots.local.aws;

import static io.lotabots.local.aws.Machine.item;
import static io.lotabots.local.aws.Machine.s;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** What policies let functions do with tables, through the real SDK. */
class DynamoAccessTest {
    private static final Machine MACHINE = Machine.shared();
    private static final String ARN = "arn:aws:dynamodb:us-east-1:123456789012:table/";

    @BeforeAll
    static void tables() {
        MACHINE.table("access", "");
        MACHINE.table("foreign", "");
        MACHINE.register("reader", """
                {"Statement":{"Effect":"Allow","Action":"dynamodb:GetItem","Resource":"%saccess"}}""".formatted(ARN));
        MACHINE.register("writer", """
                {"Statement":[
                  {"Effect":"Allow","Action":["dynamodb:PutItem","dynamodb:ConditionCheckItem"],"Resource":["%saccess"]},
                  {"Effect":"Allow","Action":"dynamodb:*","Resource":"%sforeign*"},
                  {"Effect":"Deny","Action":"dynamodb:Delete*","Resource":"*"}]}""".formatted(ARN, ARN));
        MACHINE.register("tenant", """
                {"Statement":{"Effect":"Allow","Action":"dynamodb:*","Resource":"*",
                  "Condition":{"ForAllValues:StringLike":{"dynamodb:LeadingKeys":["tenant-1#*"]}}}}""");
        MACHINE.register("strange", """
                {"Statement":{"Effect":"Allow","Action":"dynamodb:*","Resource":"*",
                  "Condition":{"DateGreaterThan":{"aws:RequestedRegion":"2026-01-01"}}}}""");
    }

    private static void isDenied(ThrowingCallable call, String action, String resource) {
        assertThatThrownBy(call).isInstanceOfSatisfying(DynamoDbException.class, e -> {
            assertThat(e.statusCode()).isEqualTo(400);
            assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDeniedException");
            assertThat(e.awsErrorDetails().errorMessage())
                    .startsWith("User: arn:aws:sts::123456789012:assumed-role/")
                    .contains(" is not authorized to perform: " + action + " on resource: " + resource + " ");
        });
    }

    @Test
    void what_a_policy_grants_is_carried_out() {
        try (DynamoDbClient writer = MACHINE.dynamoDb("writer");
                DynamoDbClient reader = MACHINE.dynamoDb("reader")) {
            writer.putItem(r -> r.tableName("access").item(item("granted")));
            assertThat(reader.getItem(r -> r.tableName("access").key(item("granted")))
                            .hasItem())
                    .isTrue();
            assertThat(reader.getItem(r -> r.tableName(ARN + "access").key(item("granted")))
                            .hasItem())
                    .isTrue();
        }
    }

    @Test
    void what_no_policy_grants_is_denied_as_on_aws() {
        try (DynamoDbClient reader = MACHINE.dynamoDb("reader")) {
            isDenied(
                    () -> reader.putItem(r -> r.tableName("access").item(item("x"))),
                    "dynamodb:PutItem",
                    ARN + "access");
            isDenied(
                    () -> reader.getItem(r -> r.tableName("foreign").key(item("x"))),
                    "dynamodb:GetItem",
                    ARN + "foreign");
            isDenied(() -> reader.scan(r -> r.tableName("access")), "dynamodb:Scan", ARN + "access");
            isDenied(
                    () -> reader.query(r -> r.tableName("access")
                            .indexName("by-owner")
                            .keyConditionExpression("id = :i")
                            .expressionAttributeValues(Map.of(":i", s("x")))),
                    "dynamodb:Query",
                    ARN + "access/index/by-owner");
            isDenied(() -> reader.listTables(), "dynamodb:ListTables", "*");
            isDenied(
                    () -> reader.executeStatement(r -> r.statement("SELECT * FROM access")),
                    "dynamodb:ExecuteStatement",
                    "*");
        }
    }

    @Test
    void an_explicit_deny_wins_over_an_allow() {
        try (DynamoDbClient writer = MACHINE.dynamoDb("writer")) {
            writer.putItem(r -> r.tableName("foreign").item(item("kept")));
            assertThatThrownBy(
                            () -> writer.deleteItem(r -> r.tableName("foreign").key(item("kept"))))
                    .hasMessageContaining("with an explicit deny in an identity-based policy");
        }
    }

    @Test
    void each_item_of_a_transaction_needs_its_own_grant() {
        try (DynamoDbClient writer = MACHINE.dynamoDb("writer")) {
            TransactWriteItem put = TransactWriteItem.builder()
                    .put(p -> p.tableName("access").item(item("t")))
                    .build();
            TransactWriteItem check = TransactWriteItem.builder()
                    .conditionCheck(c ->
                            c.tableName("access").key(item("none")).conditionExpression("attribute_not_exists(id)"))
                    .build();
            TransactWriteItem update = TransactWriteItem.builder()
                    .update(u -> u.tableName("access")
                            .key(item("u"))
                            .updateExpression("SET a = :a")
                            .expressionAttributeValues(Map.of(":a", s("a"))))
                    .build();
            writer.transactWriteItems(r -> r.transactItems(put, check));
            isDenied(
                    () -> writer.transactWriteItems(r -> r.transactItems(put, check, update)),
                    "dynamodb:UpdateItem",
                    ARN + "access");
        }
    }

    @Test
    void each_table_of_a_batch_needs_its_own_grant() {
        try (DynamoDbClient writer = MACHINE.dynamoDb("writer")) {
            List<WriteRequest> one = List.of(WriteRequest.builder()
                    .putRequest(p -> p.item(item("batch")))
                    .build());
            writer.batchWriteItem(r -> r.requestItems(Map.of("foreign", one)));
            isDenied(
                    () -> writer.batchWriteItem(r -> r.requestItems(Map.of("foreign", one, "access", one))),
                    "dynamodb:BatchWriteItem",
                    ARN + "access");
        }
    }

    @Test
    void a_condition_on_leading_keys_holds_tenants_apart() {
        try (DynamoDbClient tenant = MACHINE.dynamoDb("tenant")) {
            tenant.putItem(r -> r.tableName("access").item(item("tenant-1#a")));
            isDenied(
                    () -> tenant.putItem(r -> r.tableName("access").item(item("tenant-2#a"))),
                    "dynamodb:PutItem",
                    ARN + "access");
        }
    }

    @Test
    void a_condition_that_cannot_be_evaluated_denies_and_says_so() {
        try (DynamoDbClient strange = MACHINE.dynamoDb("strange")) {
            assertThatThrownBy(() -> strange.getItem(r -> r.tableName("access").key(item("x"))))
                    .hasMessageContaining(
                            "a condition cannot be evaluated on this machine: condition operator DateGreaterThan");
        }
    }

    @Test
    void a_wrong_secret_is_refused() {
        try (DynamoDbClient forger = MACHINE.dynamoDb("reader", "guessed")) {
            assertThatThrownBy(() -> forger.getItem(r -> r.tableName("access").key(item("x"))))
                    .isInstanceOfSatisfying(
                            DynamoDbException.class,
                            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("InvalidSignatureException"));
        }
    }

    @Test
    void an_unknown_caller_is_refused() {
        try (DynamoDbClient stranger = MACHINE.dynamoDb("nobody")) {
            assertThatThrownBy(() -> stranger.getItem(r -> r.tableName("access").key(item("x"))))
                    .isInstanceOfSatisfying(
                            DynamoDbException.class,
                            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("UnrecognizedClientException"));
        }
    }

    @Test
    void a_moved_clock_makes_no_request_too_old() {
        try (Machine.Moved moved = new Machine.Moved(MACHINE, java.time.Duration.ofDays(400));
                DynamoDbClient admin = MACHINE.dynamoDb("admin")) {
            assertThat(moved.now()).isAfter(java.time.Instant.EPOCH);
            admin.putItem(r -> r.tableName("access").item(item("later")));
        }
    }

    @Test
    void a_table_here_has_no_point_in_time_recovery_and_says_so() {
        try (DynamoDbClient admin = MACHINE.dynamoDb("admin")) {
            assertThat(admin.describeContinuousBackups(r -> r.tableName("access"))
                            .continuousBackupsDescription()
                            .pointInTimeRecoveryDescription()
                            .pointInTimeRecoveryStatusAsString())
                    .isEqualTo("DISABLED");
            assertThatThrownBy(() -> admin.describeContinuousBackups(r -> r.tableName("absent")))
                    .isInstanceOf(software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException.class);
        }
    }

    @Test
    void an_item_that_is_no_item_is_the_callers_error() {
        try (DynamoDbClient admin = MACHINE.dynamoDb("admin")) {
            assertThatThrownBy(() -> admin.getItem(r -> r.tableName("access")
                            .key(Map.of(
                                    "id",
                                    software.amazon.awssdk.services.dynamodb.model.AttributeValue.builder()
                                            .build()))))
                    .isInstanceOfSatisfying(
                            DynamoDbException.class,
                            e -> assertThat(e.statusCode()).isEqualTo(400));
        }
    }
}
