package io.lotabots.local.aws;

import static io.lotabots.local.aws.Machine.item;
import static io.lotabots.local.aws.Machine.s;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** Units as metered, against AWS's published rules. */
class MeterTest {
    private static final Machine MACHINE = Machine.shared();

    private final DynamoDbClient client = MACHINE.dynamoDb("admin");

    @BeforeAll
    static void tables() {
        MACHINE.table("metered", "");
        MACHINE.table("metered-sorted", "row");
        MACHINE.provision("AWS::DynamoDB::Table", """
                {"TableName":"metered-indexed",
                 "AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"},{"AttributeName":"owner","AttributeType":"S"}],
                 "KeySchema":[{"AttributeName":"id","KeyType":"HASH"}],
                 "GlobalSecondaryIndexes":[{"IndexName":"by-owner",
                   "KeySchema":[{"AttributeName":"owner","KeyType":"HASH"}],"Projection":{"ProjectionType":"ALL"}}]}""");
    }

    @BeforeEach
    void reset() {
        MACHINE.port.meter().reset();
    }

    @AfterEach
    void close() {
        client.close();
    }

    /** An item of exactly so many bytes: 2 for "id", the id, 1 for "v", the rest. */
    private static Map<String, AttributeValue> sized(String id, int bytes) {
        return item(id, i -> i.put("v", s("x".repeat(bytes - 3 - id.length()))));
    }

    private static double written() {
        return MACHINE.port.meter().snapshot().writeUnits();
    }

    private static double read() {
        return MACHINE.port.meter().snapshot().readUnits();
    }

    @ParameterizedTest
    @CsvSource({"20, 1", "1024, 1", "1025, 2", "2048, 2", "2049, 3", "100000, 98"})
    void a_put_costs_a_unit_for_each_kilobyte(int bytes, double units) {
        client.putItem(r -> r.tableName("metered").item(sized("put" + bytes, bytes)));
        assertThat(written()).isEqualTo(units);
        assertThat(read()).isZero();
    }

    @Test
    void a_put_over_a_larger_item_costs_the_larger() {
        client.putItem(r -> r.tableName("metered").item(sized("shrink", 3000)));
        reset();
        client.putItem(r -> r.tableName("metered").item(item("shrink")));
        assertThat(written()).isEqualTo(3);
    }

    @Test
    void an_update_costs_the_larger_of_before_and_after() {
        client.putItem(r -> r.tableName("metered").item(sized("grow", 1000)));
        reset();
        client.updateItem(r -> r.tableName("metered")
                .key(item("grow"))
                .updateExpression("SET w = :w")
                .expressionAttributeValues(Map.of(":w", s("y".repeat(1500)))));
        assertThat(written()).isEqualTo(3);
        reset();
        client.updateItem(r -> r.tableName("metered").key(item("grow")).updateExpression("REMOVE w, v"));
        assertThat(written()).isEqualTo(3);
    }

    @Test
    void a_delete_costs_the_item_and_one_unit_when_there_is_none() {
        client.putItem(r -> r.tableName("metered").item(sized("delete", 2500)));
        reset();
        client.deleteItem(r -> r.tableName("metered").key(item("delete")));
        assertThat(written()).isEqualTo(3);
        reset();
        client.deleteItem(r -> r.tableName("metered").key(item("delete")));
        assertThat(written()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"20, 1", "4096, 1", "4097, 2", "12289, 4"})
    void a_read_costs_a_unit_for_each_four_kilobytes_and_half_when_eventual(int bytes, double units) {
        client.putItem(r -> r.tableName("metered").item(sized("read" + bytes, bytes)));
        reset();
        client.getItem(r -> r.tableName("metered").key(item("read" + bytes)).consistentRead(true));
        assertThat(read()).isEqualTo(units);
        reset();
        client.getItem(r -> r.tableName("metered").key(item("read" + bytes)));
        assertThat(read()).isEqualTo(units / 2);
        assertThat(written()).isZero();
    }

    @Test
    void a_read_of_nothing_costs_too() {
        client.getItem(r -> r.tableName("metered").key(item("absent")).consistentRead(true));
        assertThat(read()).isEqualTo(1);
    }

    @Test
    void a_query_costs_the_sum_of_its_items_once_rounded() {
        for (int i = 0; i < 9; i++) {
            int row = i;
            client.putItem(r -> r.tableName("metered-sorted").item(item("q", m -> {
                m.put("row", s("r" + row));
                m.put("v", s("x".repeat(1000 - 9)));
            })));
        }
        reset();
        assertThat(client.query(r -> r.tableName("metered-sorted")
                                .consistentRead(true)
                                .keyConditionExpression("id = :i")
                                .expressionAttributeValues(Map.of(":i", s("q"))))
                        .count())
                .isEqualTo(9);
        // 9 items of 1,000 bytes: 9,000 bytes are 3 times 4 KB begun.
        assertThat(read()).isEqualTo(3);
    }

    @Test
    void a_transaction_costs_twice() {
        TransactWriteItem put = TransactWriteItem.builder()
                .put(p -> p.tableName("metered").item(sized("tx", 1500)))
                .build();
        TransactWriteItem check = TransactWriteItem.builder()
                .conditionCheck(c -> c.tableName("metered-sorted")
                        .key(item("none", i -> i.put("row", s("none"))))
                        .conditionExpression("attribute_not_exists(id)"))
                .build();
        client.transactWriteItems(r -> r.transactItems(put, check));
        Meter.Snapshot snapshot = MACHINE.port.meter().snapshot();
        assertThat(snapshot.ofTable("metered").writeUnits()).isEqualTo(4);
        assertThat(snapshot.ofTable("metered-sorted").writeUnits()).isEqualTo(2);
        assertThat(snapshot.requests()).isEqualTo(1);
        reset();
        client.transactGetItems(r -> r.transactItems(TransactGetItem.builder()
                .get(g -> g.tableName("metered").key(item("tx")))
                .build()));
        assertThat(read()).isEqualTo(2);
    }

    @Test
    void a_transaction_pays_for_every_item_of_a_table() {
        TransactWriteItem large = TransactWriteItem.builder()
                .put(p -> p.tableName("metered").item(sized("tx-large", 1500)))
                .build();
        TransactWriteItem small = TransactWriteItem.builder()
                .put(p -> p.tableName("metered").item(sized("tx-small", 100)))
                .build();
        client.transactWriteItems(r -> r.transactItems(large, small));
        assertThat(MACHINE.port.meter().snapshot().writeUnits()).isEqualTo(6);
    }

    @Test
    void a_batch_costs_each_item_rounded_by_itself() {
        client.batchWriteItem(r -> r.requestItems(Map.of(
                "metered",
                List.of(
                        WriteRequest.builder()
                                .putRequest(p -> p.item(sized("b1", 600)))
                                .build(),
                        WriteRequest.builder()
                                .putRequest(p -> p.item(sized("b2", 600)))
                                .build()))));
        assertThat(written()).isEqualTo(2);
        reset();
        client.batchGetItem(r -> r.requestItems(Map.of(
                "metered",
                KeysAndAttributes.builder()
                        .keys(List.of(item("b1"), item("b2")))
                        .consistentRead(true)
                        .build())));
        assertThat(read()).isEqualTo(2);
    }

    @Test
    void an_index_costs_its_own_write() {
        client.putItem(r -> r.tableName("metered-indexed").item(item("i", m -> m.put("owner", s("o")))));
        assertThat(written()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 3000})
    void a_failed_condition_costs_the_existing_item_and_does_not_show_it(int bytes) {
        client.putItem(r -> r.tableName("metered").item(sized("taken", bytes)));
        reset();
        assertThatThrownBy(() -> client.putItem(r ->
                        r.tableName("metered").item(item("taken")).conditionExpression("attribute_not_exists(id)")))
                .isInstanceOfSatisfying(
                        ConditionalCheckFailedException.class,
                        e -> assertThat(e.hasItem()).isFalse());
        assertThat(written()).isEqualTo(Math.ceilDiv(bytes, 1024));
        assertThat(MACHINE.port.meter().snapshot().consumptions())
                .singleElement()
                .returns(false, Consumption::succeeded);
        reset();
        assertThatThrownBy(() -> client.updateItem(r -> r.tableName("metered")
                        .key(item("nobody"))
                        .conditionExpression("attribute_exists(id)")
                        .updateExpression("SET a = :a")
                        .expressionAttributeValues(Map.of(":a", s("a")))))
                .isInstanceOf(ConditionalCheckFailedException.class);
        assertThat(written()).isEqualTo(1);
    }

    @Test
    void a_failed_condition_shows_the_item_to_those_who_ask() {
        client.putItem(r -> r.tableName("metered").item(item("shown")));
        assertThatThrownBy(() -> client.putItem(r -> r.tableName("metered")
                        .item(item("shown"))
                        .conditionExpression("attribute_not_exists(id)")
                        .returnValuesOnConditionCheckFailure("ALL_OLD")))
                .isInstanceOfSatisfying(
                        ConditionalCheckFailedException.class,
                        e -> assertThat(e.item()).isEqualTo(item("shown")));
    }

    @Test
    void a_cancelled_transaction_costs_twice_its_items_and_hides_them() {
        client.putItem(r -> r.tableName("metered").item(sized("held", 1500)));
        reset();
        TransactWriteItem failing = TransactWriteItem.builder()
                .put(p -> p.tableName("metered").item(item("held")).conditionExpression("attribute_not_exists(id)"))
                .build();
        TransactWriteItem other = TransactWriteItem.builder()
                .put(p -> p.tableName("metered").item(item("other")))
                .build();
        assertThatThrownBy(() -> client.transactWriteItems(r -> r.transactItems(failing, other)))
                .isInstanceOfSatisfying(
                        TransactionCanceledException.class,
                        e -> assertThat(e.cancellationReasons()).hasSize(2).allMatch(reason -> !reason.hasItem()));
        assertThat(written()).isEqualTo(2 * 2 + 2);
    }

    @Test
    void the_capacity_shows_only_to_those_who_ask() {
        PutItemResponse silent = client.putItem(r -> r.tableName("metered").item(item("silent")));
        assertThat(silent.consumedCapacity()).isNull();
        PutItemResponse asked = client.putItem(
                r -> r.tableName("metered").item(item("asked")).returnConsumedCapacity(ReturnConsumedCapacity.TOTAL));
        assertThat(asked.consumedCapacity().capacityUnits()).isEqualTo(1);
        assertThat(asked.consumedCapacity().table()).isNull();
        assertThat(written()).isEqualTo(2);
    }

    @Test
    void units_are_told_apart_by_principal_operation_and_request() {
        MACHINE.register("spender", Machine.ALL);
        try (DynamoDbClient spender = MACHINE.dynamoDb("spender")) {
            spender.putItem(r -> r.tableName("metered")
                    .item(item("traced"))
                    .overrideConfiguration(o -> o.putHeader("X-Amzn-Trace-Id", "Root=1-abc")));
            spender.getItem(r -> r.tableName("metered").key(item("traced")));
            client.getItem(r -> r.tableName("metered").key(item("traced")));
        }
        Meter.Snapshot snapshot = MACHINE.port.meter().snapshot();
        assertThat(snapshot.ofPrincipal("spender").readUnits()).isEqualTo(0.5);
        assertThat(snapshot.ofPrincipal("spender").ofOperation("PutItem").writeUnits())
                .isEqualTo(1);
        assertThat(snapshot.ofRequest("Root=1-abc").requests()).isEqualTo(1);
        assertThat(snapshot.readUnits()).isEqualTo(1);
        assertThat(MACHINE.port.meter().sums())
                .contains(new Meter.Sum("spender", "GetItem", "metered", 1, 0.5, 0))
                .hasSize(3);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"id":{"S":"abc"}}                             | 5
            {"ü":{"S":"ü"}}                                | 4
            {"n":{"N":"0"}}                                | 2
            {"n":{"N":"12345"}}                            | 5
            {"n":{"N":"-12345"}}                           | 6
            {"n":{"N":"1000000"}}                          | 3
            {"b":{"B":"AAEC"}}                             | 4
            {"t":{"BOOL":true}}                            | 2
            {"t":{"NULL":true}}                            | 2
            {"s":{"SS":["ab","c"]}}                        | 4
            {"l":{"L":[{"S":"ab"},{"S":"c"}]}}             | 9
            {"m":{"M":{"k":{"S":"ab"}}}}                   | 8
            {}                                             | 0
            """)
    void an_item_has_its_published_size(String item, int bytes) {
        assertThat(ItemSize.of(Machine.json(item))).isEqualTo(bytes);
    }
}
