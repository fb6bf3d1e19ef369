package io.lotabots.aws;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionCheck;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.Update;

/**
 * Up to a hundred writes that all hold or none. A conflict with another transaction is tried again with the same
 * request token, so that a lost reply never writes twice.
 */
public final class Transaction {
    private static final int MAX_TRIES = 6;
    private static final String CONFLICT = "TransactionConflict";

    /** Reasons that pass by themselves. */
    private static final Set<String> PASSING = Set.of(CONFLICT, "ThrottlingError", "ProvisionedThroughputExceeded");

    private final DynamoDbClient client;
    private final List<TransactWriteItem> writes = new ArrayList<>();

    Transaction(DynamoDbClient client) {
        this.client = client;
    }

    /** Writes a row if {@code condition} holds of what stands there. */
    public Transaction put(Table table, Item item, Expression condition) {
        Map<String, AttributeValue> values = Expression.values(condition);
        Put.Builder put = Put.builder()
                .tableName(table.name())
                .item(item.sdk())
                .conditionExpression(condition.text())
                .expressionAttributeNames(Expression.names(condition))
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD);
        if (!values.isEmpty()) {
            put.expressionAttributeValues(values);
        }
        return add(TransactWriteItem.builder().put(put.build()).build());
    }

    /** Changes a row, if {@code condition} (when given) holds of what stands there. */
    public Transaction update(Table table, Item key, Expression change, @Nullable Expression condition) {
        Expression[] all = condition == null ? new Expression[] {change} : new Expression[] {change, condition};
        Update.Builder update = Update.builder()
                .tableName(table.name())
                .key(key.sdk())
                .updateExpression(change.text())
                .expressionAttributeNames(Expression.names(all))
                .expressionAttributeValues(Expression.values(all))
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD);
        if (condition != null) {
            update.conditionExpression(condition.text());
        }
        return add(TransactWriteItem.builder().update(update.build()).build());
    }

    /** Demands that {@code condition} holds of a row that is not written. */
    public Transaction check(Table table, Item key, Expression condition) {
        Map<String, AttributeValue> values = Expression.values(condition);
        ConditionCheck.Builder check = ConditionCheck.builder()
                .tableName(table.name())
                .key(key.sdk())
                .conditionExpression(condition.text())
                .expressionAttributeNames(Expression.names(condition))
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD);
        if (!values.isEmpty()) {
            check.expressionAttributeValues(values);
        }
        return add(TransactWriteItem.builder().conditionCheck(check.build()).build());
    }

    /** Removes a row, if there is one. */
    public Transaction delete(Table table, Item key) {
        Delete delete = Delete.builder().tableName(table.name()).key(key.sdk()).build();
        return add(TransactWriteItem.builder().delete(delete).build());
    }

    /** Removes a row, if {@code condition} holds of it. */
    public Transaction delete(Table table, Item key, Expression condition) {
        Map<String, AttributeValue> values = Expression.values(condition);
        Delete.Builder delete = Delete.builder()
                .tableName(table.name())
                .key(key.sdk())
                .conditionExpression(condition.text())
                .expressionAttributeNames(Expression.names(condition))
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD);
        if (!values.isEmpty()) {
            delete.expressionAttributeValues(values);
        }
        return add(TransactWriteItem.builder().delete(delete.build()).build());
    }

    private Transaction add(TransactWriteItem write) {
        writes.add(write);
        return this;
    }

    /**
     * Runs the writes.
     *
     * @return for each write in order, the row that stood in its way; all empty when the transaction holds. An absent
     *     row that a condition demanded reads as an empty row in a refused outcome.
     * @throws Contended when others change the same rows all the time, after bounded tries
     * @throws TransactionCanceledException for any other reason, after bounded tries
     */
    public Outcome run() {
        String token = UUID.randomUUID().toString();
        for (int tried = 1; ; tried++) {
            try {
                TransactWriteItemsResponse response = client.transactWriteItems(r -> r.transactItems(writes)
                        .clientRequestToken(token)
                        .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL));
                response.consumedCapacity().forEach(Table::written);
                return new Outcome(true, List.of());
            } catch (TransactionCanceledException e) {
                List<CancellationReason> reasons = e.cancellationReasons();
                io.lotabots.platform.Telemetry.current().consumed(0, 2.0 * writes.size());
                if (reasons.stream().anyMatch(r -> "ConditionalCheckFailed".equals(r.code()))) {
                    return new Outcome(false, reasons);
                }
                boolean passing = reasons.stream().anyMatch(r -> PASSING.contains(r.code()));
                if (!passing) {
                    throw e;
                }
                if (tried == MAX_TRIES) {
                    throw reasons.stream().anyMatch(r -> CONFLICT.equals(r.code())) ? new Contended(e) : e;
                }
                Backoff.pause(tried);
            }
        }
    }

    /** Others changed the same rows each time that it was tried; nothing was written. */
    public static final class Contended extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Contended(TransactionCanceledException last) {
            super(last);
        }
    }

    /** What became of a transaction. */
    public static final class Outcome {
        private final boolean committed;
        private final List<CancellationReason> reasons;

        Outcome(boolean committed, List<CancellationReason> reasons) {
            this.committed = committed;
            this.reasons = reasons;
        }

        public boolean committed() {
            return committed;
        }

        /** Whether the condition of write number {@code index} (from 0) did not hold. */
        public boolean refusedAt(int index) {
            return !committed
                    && "ConditionalCheckFailed".equals(reasons.get(index).code());
        }

        /** The row that stood in the way of write number {@code index}; empty when there was none. */
        public Item stored(int index) {
            return Item.ofSdk(reasons.get(index).hasItem() ? reasons.get(index).item() : Map.of());
        }
    }
}
