package io.lotabots.local.aws;

import static io.lotabots.local.aws.Machine.item;
import static io.lotabots.local.aws.Machine.s;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.SecretsManagerException;

/** Faults as the real SDK sees them; clients without retries unless a test says so. */
class FaultsTest {
    private static final Machine MACHINE = Machine.shared();
    private static final Faults FAULTS = MACHINE.port.faults();

    private final DynamoDbClient client = MACHINE.dynamoDb("admin");

    @BeforeAll
    static void tables() {
        MACHINE.table("faulty", "");
        MACHINE.table("sound", "");
        MACHINE.table("faulty-sorted", "row");
    }

    @AfterEach
    void close() {
        FAULTS.clear();
        client.close();
    }

    private Map<String, AttributeValue> stored(String table, String id) {
        return client.getItem(r -> r.tableName(table).key(item(id)).consistentRead(true))
                .item();
    }

    private void put(String table, String id) {
        client.putItem(r -> r.tableName(table).item(item(id)));
    }

    @Test
    void a_throttled_request_is_refused_and_nothing_is_written() {
        FAULTS.next(FaultRule.next(Fault.THROUGHPUT_EXCEEDED).on("faulty").during("PutItem"));
        put("sound", "passes");
        assertThatThrownBy(() -> put("faulty", "throttled")).isInstanceOf(ProvisionedThroughputExceededException.class);
        assertThat(stored("faulty", "throttled")).isEmpty();
        put("faulty", "throttled");
        assertThat(FAULTS.pending()).isZero();
        FAULTS.next(FaultRule.next(Fault.THROTTLED));
        assertThatThrownBy(() -> put("faulty", "throttled")).isInstanceOfSatisfying(DynamoDbException.class, e -> {
            assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ThrottlingException");
            assertThat(e.isThrottlingException()).isTrue();
        });
    }

    @Test
    void a_fault_strikes_as_often_as_it_says_and_the_sdk_retries() {
        FAULTS.next(FaultRule.next(Fault.THROUGHPUT_EXCEEDED).on("faulty").times(2));
        try (DynamoDbClient retrying = MACHINE.retryingDynamoDb("admin")) {
            retrying.putItem(r -> r.tableName("faulty").item(item("retried")));
        }
        assertThat(FAULTS.pending()).isZero();
        assertThat(stored("faulty", "retried")).isNotEmpty();
    }

    @Test
    void a_fault_strikes_only_the_principal_that_it_names() {
        MACHINE.register("victim", Machine.ALL);
        FAULTS.next(FaultRule.next(Fault.THROTTLED).by("victim"));
        put("faulty", "unharmed");
        try (DynamoDbClient victim = MACHINE.dynamoDb("victim")) {
            assertThatThrownBy(() -> victim.putItem(r -> r.tableName("faulty").item(item("harmed"))))
                    .hasMessageContaining("Rate of requests exceeds");
        }
    }

    @Test
    void a_conflict_cancels_a_transaction_and_fails_a_single_write() {
        FAULTS.next(FaultRule.next(Fault.TRANSACTION_CONFLICT).times(2));
        TransactWriteItem first = TransactWriteItem.builder()
                .put(p -> p.tableName("faulty").item(item("c1")))
                .build();
        TransactWriteItem second = TransactWriteItem.builder()
                .put(p -> p.tableName("faulty").item(item("c2")))
                .build();
        assertThatThrownBy(() -> client.transactWriteItems(r -> r.transactItems(first, second)))
                .isInstanceOfSatisfying(
                        TransactionCanceledException.class,
                        e -> assertThat(e.cancellationReasons())
                                .extracting(reason -> reason.code())
                                .containsExactly("TransactionConflict", "None"));
        assertThatThrownBy(() -> put("faulty", "c3")).isInstanceOf(TransactionConflictException.class);
        assertThat(stored("faulty", "c1")).isEmpty();
        assertThat(stored("faulty", "c3")).isEmpty();
    }

    @Test
    void half_of_a_batch_is_handed_back() {
        FAULTS.next(FaultRule.next(Fault.UNPROCESSED_ITEMS).on("faulty").times(3));
        List<WriteRequest> writes = List.of(write("u1"), write("u2"), write("u3"));
        BatchWriteItemResponse answer = client.batchWriteItem(r -> r.requestItems(Map.of("faulty", writes)));
        assertThat(answer.unprocessedItems()).isEqualTo(Map.of("faulty", writes.subList(1, 3)));
        assertThat(stored("faulty", "u1")).isNotEmpty();
        assertThat(stored("faulty", "u2")).isEmpty();
        BatchWriteItemResponse none =
                client.batchWriteItem(r -> r.requestItems(Map.of("faulty", List.of(write("u4")))));
        assertThat(none.unprocessedItems()).isEqualTo(Map.of("faulty", List.of(write("u4"))));
        BatchGetItemResponse read = client.batchGetItem(r -> r.requestItems(Map.of(
                "faulty",
                KeysAndAttributes.builder()
                        .keys(List.of(item("u1"), item("u2")))
                        .build())));
        assertThat(read.responses().get("faulty")).containsExactly(item("u1"));
        assertThat(Objects.requireNonNull(read.unprocessedKeys().get("faulty")).keys())
                .containsExactly(item("u2"));
    }

    private static WriteRequest write(String id) {
        return WriteRequest.builder().putRequest(p -> p.item(item(id))).build();
    }

    @Test
    void a_lost_reply_comes_after_the_write() {
        FAULTS.next(FaultRule.next(Fault.LOST_REPLY).on("faulty"));
        assertThatThrownBy(() -> put("faulty", "lost")).isInstanceOf(SdkClientException.class);
        assertThat(stored("faulty", "lost")).isNotEmpty();
    }

    @Test
    void a_closed_connection_comes_before_the_write() {
        FAULTS.next(FaultRule.next(Fault.CONNECTION_CLOSED).on("faulty"));
        assertThatThrownBy(() -> put("faulty", "closed")).isInstanceOf(SdkClientException.class);
        assertThat(stored("faulty", "closed")).isEmpty();
        assertThat(FAULTS.pending()).isZero();
    }

    @Test
    void a_stale_read_sees_the_table_as_it_was() {
        client.putItem(r -> r.tableName("faulty").item(item("stale", i -> i.put("v", s("old")))));
        FAULTS.next(FaultRule.next(Fault.STALE_READ).on("faulty").times(2));
        client.putItem(r -> r.tableName("faulty").item(item("stale", i -> i.put("v", s("new")))));
        assertThat(stored("faulty", "stale").get("v")).isEqualTo(s("new"));
        assertThat(client.getItem(r -> r.tableName("faulty").key(item("stale")).projectionExpression("v"))
                        .item())
                .isEqualTo(Map.of("v", s("old")));
        List<Map<String, AttributeValue>> batch = client.batchGetItem(r -> r.requestItems(Map.of(
                        "faulty",
                        KeysAndAttributes.builder().keys(List.of(item("stale"))).build())))
                .responses()
                .getOrDefault("faulty", List.of());
        assertThat(batch).singleElement().returns(s("old"), i -> i.get("v"));
        assertThat(client.getItem(r -> r.tableName("faulty").key(item("stale")))
                        .item()
                        .get("v"))
                .isEqualTo(s("new"));
    }

    @Test
    void a_stale_query_misses_new_rows_and_still_shows_deleted_ones() {
        client.putItem(r -> r.tableName("faulty-sorted").item(row("deleted")));
        FAULTS.next(FaultRule.next(Fault.STALE_READ).on("faulty-sorted").during("Query"));
        client.deleteItem(r -> r.tableName("faulty-sorted").key(row("deleted")));
        client.putItem(r -> r.tableName("faulty-sorted").item(row("new")));
        MACHINE.port.meter().reset();
        assertThat(rows()).containsExactly("deleted");
        assertThat(MACHINE.port.meter().snapshot().ofTable("faulty-sorted").readUnits())
                .isEqualTo(0.5);
        assertThat(rows()).containsExactly("new");
    }

    private static Map<String, AttributeValue> row(String row) {
        return item("s", i -> i.put("row", s(row)));
    }

    private List<String> rows() {
        return client
                .query(r -> r.tableName("faulty-sorted")
                        .keyConditionExpression("id = :i")
                        .expressionAttributeValues(Map.of(":i", s("s"))))
                .items()
                .stream()
                .map(i -> Objects.requireNonNull(i.get("row")).s())
                .toList();
    }

    @Test
    void objects_and_secrets_have_faults_too() {
        MACHINE.provision("AWS::S3::Bucket", "{\"BucketName\":\"faulty-bucket\"}");
        FAULTS.next(FaultRule.next(Fault.THROTTLED).on("faulty-bucket"));
        FAULTS.next(FaultRule.next(Fault.LOST_REPLY).on("faulty-bucket"));
        FAULTS.next(FaultRule.next(Fault.THROTTLED).during("GetSecretValue"));
        try (S3Client s3 = MACHINE.s3("admin");
                SecretsManagerClient secrets = MACHINE.secretsManager("admin")) {
            assertThatThrownBy(() -> s3.putObject(r -> r.bucket("faulty-bucket").key("k"), RequestBody.fromString("x")))
                    .isInstanceOfSatisfying(
                            S3Exception.class,
                            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("SlowDown"));
            assertThatThrownBy(() -> s3.putObject(r -> r.bucket("faulty-bucket").key("k"), RequestBody.fromString("x")))
                    .isInstanceOf(SdkClientException.class);
            assertThat(s3.getObjectAsBytes(r -> r.bucket("faulty-bucket").key("k"))
                            .asUtf8String())
                    .isEqualTo("x");
            assertThatThrownBy(() -> secrets.getSecretValue(r -> r.secretId("any")))
                    .isInstanceOfSatisfying(
                            SecretsManagerException.class,
                            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ThrottlingException"));
        }
    }

    @Test
    void a_rule_without_sense_is_refused() {
        assertThatThrownBy(() -> FaultRule.next(Fault.THROTTLED).times(0))
                .hasMessage("a fault strikes 1 to 1,000,000 times, got 0");
        assertThatThrownBy(() -> FAULTS.next(FaultRule.next(Fault.STALE_READ)))
                .hasMessage("a stale read needs the name of its table");
    }
}
