package io.lotabots.aws;

import io.lotabots.platform.Telemetry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** The verbs of one DynamoDB table; safe for concurrent use. What each consumed goes to {@link Telemetry}. */
public final class Table {
    /** Most keys that one batch read takes. */
    public static final int MAX_BATCH = 100;

    /** Most rows that one batch write takes. */
    public static final int MAX_BATCH_WRITE = 25;

    private static final int MAX_BATCH_ROUNDS = 8;
    private static final int MAX_CONFLICTS = 6;

    private final Supplier<DynamoDbClient> clients;
    private final Supplier<String> names;

    Table(Supplier<DynamoDbClient> clients, Supplier<String> names) {
        this.clients = clients;
        this.names = names;
    }

    String name() {
        return names.get();
    }

    /** The row at {@code key}, strongly consistent. */
    public Optional<Item> get(Item key) {
        return get(key, true);
    }

    /** The row at {@code key} as it was a moment ago, for half the price. */
    public Optional<Item> getEventually(Item key) {
        return get(key, false);
    }

    private Optional<Item> get(Item key, boolean consistent) {
        GetItemResponse response = clients.get()
                .getItem(r -> r.tableName(name())
                        .key(key.sdk())
                        .consistentRead(consistent)
                        .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL));
        read(response.consumedCapacity());
        return response.hasItem() && !response.item().isEmpty()
                ? Optional.of(Item.ofSdk(response.item()))
                : Optional.empty();
    }

    /** The rows of one partition in the order of the sort key, strongly consistent; at most {@code limit}. */
    public List<Item> query(String partitionKey, String partition, int limit) {
        return query(partitionKey, partition, null, limit, true);
    }

    /** The rows of one partition as they were a moment ago, for half the price. */
    public List<Item> queryEventually(String partitionKey, String partition, int limit) {
        return query(partitionKey, partition, null, limit, false);
    }

    private List<Item> query(
            String partitionKey, String partition, @Nullable String newest, int limit, boolean consistent) {
        List<Item> rows = new ArrayList<>();
        Map<String, AttributeValue> start = Map.of();
        do {
            QueryRequest.Builder request = QueryRequest.builder()
                    .tableName(name())
                    .keyConditionExpression("#p = :p")
                    .expressionAttributeNames(Map.of("#p", partitionKey))
                    .expressionAttributeValues(Map.of(":p", AttributeValue.fromS(partition)))
                    .scanIndexForward(newest == null)
                    .limit(limit - rows.size())
                    .consistentRead(consistent)
                    .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL);
            QueryResponse response = clients.get()
                    .query(
                            start.isEmpty()
                                    ? request.build()
                                    : request.exclusiveStartKey(start).build());
            read(response.consumedCapacity());
            response.items().forEach(item -> rows.add(Item.ofSdk(item)));
            start = response.hasLastEvaluatedKey() ? response.lastEvaluatedKey() : Map.of();
        } while (!start.isEmpty() && rows.size() < limit);
        return rows;
    }

    /** The last rows of one partition, newest (greatest sort key) first, strongly consistent. */
    public List<Item> queryNewest(String partitionKey, String partition, int limit) {
        return query(partitionKey, partition, "newest", limit, true);
    }

    /**
     * Rows of one partition in a range of sort keys, strongly consistent.
     *
     * @param limit at most this many; they are read in requests of up to 1 MB
     */
    public List<Item> query(Range range, int limit) {
        return query(range, limit, true);
    }

    /** Rows of one partition in a range of sort keys as they were a moment ago, for half the price. */
    public List<Item> queryEventually(Range range, int limit) {
        return query(range, limit, false);
    }

    private List<Item> query(Range range, int limit, boolean consistent) {
        List<Item> rows = new ArrayList<>();
        Map<String, AttributeValue> start = Map.of();
        do {
            QueryRequest.Builder request = QueryRequest.builder()
                    .tableName(name())
                    .keyConditionExpression("#p = :p AND #s BETWEEN :from AND :to")
                    .expressionAttributeNames(Map.of("#p", range.partitionKey, "#s", range.sortKey))
                    .expressionAttributeValues(Map.of(
                            ":p", AttributeValue.fromS(range.partition),
                            ":from", AttributeValue.fromS(range.from),
                            ":to", AttributeValue.fromS(range.to)))
                    .scanIndexForward(!range.newestFirst)
                    .limit(limit - rows.size())
                    .consistentRead(consistent)
                    .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL);
            if (!start.isEmpty()) {
                request.exclusiveStartKey(start);
            }
            QueryResponse response = clients.get().query(request.build());
            read(response.consumedCapacity());
            response.items().forEach(item -> rows.add(Item.ofSdk(item)));
            start = response.hasLastEvaluatedKey() ? response.lastEvaluatedKey() : Map.of();
        } while (!start.isEmpty() && rows.size() < limit);
        return rows;
    }

    /**
     * A range of sort keys in one partition, both ends in it, in the order of their bytes.
     *
     * @param newestFirst whether the greatest key comes first
     */
    public record Range(
            String partitionKey, String partition, String sortKey, String from, String to, boolean newestFirst) {

        /** The same range, beginning elsewhere. */
        public Range from(String other) {
            return new Range(partitionKey, partition, sortKey, other, to, newestFirst);
        }
    }

    /** The rows at any number of keys, in no order, as they were a moment ago; missing ones are left out. */
    public List<Item> batchGet(List<Item> keys) {
        return batchGet(keys, false);
    }

    /** The rows at any number of keys, in no order, strongly consistent; missing ones are left out. */
    public List<Item> batchGetConsistently(List<Item> keys) {
        return batchGet(keys, true);
    }

    private List<Item> batchGet(List<Item> keys, boolean consistent) {
        List<Item> rows = new ArrayList<>();
        for (int from = 0; from < keys.size(); from += MAX_BATCH) {
            List<Map<String, AttributeValue>> open =
                    keys.subList(from, Math.min(keys.size(), from + MAX_BATCH)).stream()
                            .map(Item::sdk)
                            .toList();
            for (int round = 0; !open.isEmpty(); round++) {
                if (round == MAX_BATCH_ROUNDS) {
                    throw new IllegalStateException(
                            "table " + name() + " left " + open.size() + " keys unread in " + round + " rounds");
                }
                List<Map<String, AttributeValue>> asked = open;
                BatchGetItemResponse response = clients.get()
                        .batchGetItem(r -> r.requestItems(Map.of(
                                        name(),
                                        KeysAndAttributes.builder()
                                                .keys(asked)
                                                .consistentRead(consistent)
                                                .build()))
                                .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL));
                response.consumedCapacity().forEach(Table::read);
                response.responses().getOrDefault(name(), List.of()).forEach(item -> rows.add(Item.ofSdk(item)));
                KeysAndAttributes left = response.unprocessedKeys().get(name());
                open = left == null ? List.of() : left.keys();
                if (!open.isEmpty()) {
                    Backoff.pause(round);
                }
            }
        }
        return rows;
    }

    /** Writes a row whatever stands there. */
    public void put(Item item) {
        PutItemResponse response = clients.get()
                .putItem(
                        r -> r.tableName(name()).item(item.sdk()).returnConsumedCapacity(ReturnConsumedCapacity.TOTAL));
        written(response.consumedCapacity());
    }

    /**
     * Writes rows whatever stands there, each by itself.
     *
     * @param items at most {@value #MAX_BATCH_WRITE}, of different keys
     * @return those that the table did not take, to be tried again
     */
    public List<Item> batchPut(List<Item> items) {
        if (items.isEmpty()) {
            return List.of();
        }
        List<WriteRequest> writes = items.stream()
                .map(item -> WriteRequest.builder()
                        .putRequest(put -> put.item(item.sdk()))
                        .build())
                .toList();
        BatchWriteItemResponse response = clients.get()
                .batchWriteItem(r ->
                        r.requestItems(Map.of(name(), writes)).returnConsumedCapacity(ReturnConsumedCapacity.TOTAL));
        response.consumedCapacity().forEach(Table::written);
        return response.unprocessedItems().getOrDefault(name(), List.of()).stream()
                .map(left -> Item.ofSdk(left.putRequest().item()))
                .toList();
    }

    /** Writes a row if {@code condition} holds of what stands there. */
    public Written put(Item item, Expression condition) {
        try {
            PutItemResponse response = uncontended(client -> client.putItem(r -> {
                r.tableName(name())
                        .item(item.sdk())
                        .conditionExpression(condition.text())
                        .expressionAttributeNames(Expression.names(condition))
                        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                        .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL);
                Map<String, AttributeValue> values = Expression.values(condition);
                if (!values.isEmpty()) {
                    r.expressionAttributeValues(values);
                }
            }));
            written(response.consumedCapacity());
            return new Written.Done(Item.empty());
        } catch (ConditionalCheckFailedException e) {
            return refused(e);
        }
    }

    /** Changes the row at {@code key} (made when absent); answers the row as it is then. */
    public Item update(Item key, Expression change) {
        return switch (update(key, change, null)) {
            case Written.Done done -> done.row();
            case Written.Refused _ -> throw new IllegalStateException("an update without a condition was refused");
        };
    }

    /** Changes the row at {@code key} if {@code condition} holds of what stands there. */
    public Written update(Item key, Expression change, @Nullable Expression condition) {
        try {
            UpdateItemResponse response = uncontended(client -> client.updateItem(r -> {
                r.tableName(name())
                        .key(key.sdk())
                        .updateExpression(change.text())
                        .returnValues(ReturnValue.ALL_NEW)
                        .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL);
                Expression[] both =
                        condition == null ? new Expression[] {change} : new Expression[] {change, condition};
                if (condition != null) {
                    r.conditionExpression(condition.text())
                            .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD);
                }
                Map<String, String> names = Expression.names(both);
                if (!names.isEmpty()) {
                    r.expressionAttributeNames(names);
                }
                Map<String, AttributeValue> values = Expression.values(both);
                if (!values.isEmpty()) {
                    r.expressionAttributeValues(values);
                }
            }));
            written(response.consumedCapacity());
            return new Written.Done(Item.ofSdk(response.attributes()));
        } catch (ConditionalCheckFailedException e) {
            return refused(e);
        }
    }

    /** Removes the row at {@code key}, if there is one. */
    public void delete(Item key) {
        written(clients.get()
                .deleteItem(
                        r -> r.tableName(name()).key(key.sdk()).returnConsumedCapacity(ReturnConsumedCapacity.TOTAL))
                .consumedCapacity());
    }

    /** Removes the row at {@code key} if {@code condition} holds of it; answers the row as it stood. */
    public Written delete(Item key, Expression condition) {
        try {
            DeleteItemResponse response = uncontended(client -> client.deleteItem(r -> {
                r.tableName(name())
                        .key(key.sdk())
                        .conditionExpression(condition.text())
                        .expressionAttributeNames(Expression.names(condition))
                        .returnValues(ReturnValue.ALL_OLD)
                        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                        .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL);
                Map<String, AttributeValue> values = Expression.values(condition);
                if (!values.isEmpty()) {
                    r.expressionAttributeValues(values);
                }
            }));
            written(response.consumedCapacity());
            return new Written.Done(Item.ofSdk(response.attributes()));
        } catch (ConditionalCheckFailedException e) {
            return refused(e);
        }
    }

    /** Writes, and again a few times while a transaction holds the row: the SDK does not try that again by itself. */
    private <R> R uncontended(Function<DynamoDbClient, R> write) {
        for (int tried = 1; ; tried++) {
            try {
                return write.apply(clients.get());
            } catch (TransactionConflictException e) {
                if (tried == MAX_CONFLICTS) {
                    throw e;
                }
                Backoff.pause(tried);
            }
        }
    }

    private static Written refused(ConditionalCheckFailedException e) {
        Telemetry.current().consumed(0, 1);
        return new Written.Refused(Item.ofSdk(e.hasItem() ? e.item() : Map.of()));
    }

    private static void read(@Nullable ConsumedCapacity capacity) {
        Telemetry.current().consumed(units(capacity), 0);
    }

    static void written(@Nullable ConsumedCapacity capacity) {
        Telemetry.current().consumed(0, units(capacity));
    }

    private static double units(@Nullable ConsumedCapacity capacity) {
        return capacity == null || capacity.capacityUnits() == null ? 0 : capacity.capacityUnits();
    }
}
