package io.lotabots.local.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Serves DynamoDB: policy, then faults, then DynamoDB Local, then the meter. */
final class DynamoService {
    private static final Set<String> EVENTUAL = Set.of("GetItem", "Query", "Scan", "BatchGetItem");
    private static final Set<String> WRITES = Set.of("PutItem", "UpdateItem", "DeleteItem");

    private final DynamoDbClient client;
    private final DynamoAccess access;
    private final Authority authority;
    private final Faults faults;
    private final Replicas replicas;
    private final Meter meter;

    DynamoService(
            DynamoDbClient client,
            DynamoAccess access,
            Authority authority,
            Faults faults,
            Replicas replicas,
            Meter meter) {
        this.client = client;
        this.access = access;
        this.authority = authority;
        this.faults = faults;
        this.replicas = replicas;
        this.meter = meter;
    }

    Reply serve(Principal principal, String operation, Call call) {
        ObjectNode body = Json.object(call.body());
        authority.require(Service.DYNAMODB, principal, access.of(operation, body));
        Optional<Fault> fault =
                faults.take(principal.name(), operation, tables(body), possible -> possible(possible, operation, body));
        return switch (fault.orElse(null)) {
            case null -> forward(principal, operation, body, call);
            case THROUGHPUT_EXCEEDED ->
                throw new ServiceError(
                        400,
                        "ProvisionedThroughputExceededException",
                        "The level of configured provisioned throughput for the table was exceeded. Consider increasing"
                                + " your provisioning level with the UpdateTable API.");
            case THROTTLED ->
                throw new ServiceError(400, "ThrottlingException", "Rate of requests exceeds the allowed throughput.");
            case TRANSACTION_CONFLICT -> Conflict.reply(operation, body);
            case UNPROCESSED_ITEMS -> partly(principal, operation, body, call);
            case LOST_REPLY -> {
                forward(principal, operation, body, call);
                yield Reply.NONE;
            }
            case CONNECTION_CLOSED -> Reply.NONE;
            case HELD -> {
                faults.hold();
                yield forward(principal, operation, body, call);
            }
            case STALE_READ -> {
                replicas.redirect(body);
                yield forward(principal, operation, body, call);
            }
        };
    }

    private static boolean possible(Fault fault, String operation, ObjectNode body) {
        return switch (fault) {
            case TRANSACTION_CONFLICT -> operation.startsWith("Transact") || WRITES.contains(operation);
            case UNPROCESSED_ITEMS -> operation.equals("BatchWriteItem") || operation.equals("BatchGetItem");
            case STALE_READ -> EVENTUAL.contains(operation) && !stronglyConsistent(body);
            case THROUGHPUT_EXCEEDED, THROTTLED, LOST_REPLY, CONNECTION_CLOSED, HELD -> true;
        };
    }

    private static boolean stronglyConsistent(ObjectNode body) {
        return body.has("RequestItems")
                ? body.path("RequestItems")
                        .valueStream()
                        .allMatch(t -> t.path("ConsistentRead").asBoolean())
                : body.path("ConsistentRead").asBoolean();
    }

    private static Set<String> tables(ObjectNode body) {
        Set<String> tables = new TreeSet<>();
        if (body.has("TableName")) {
            tables.add(DynamoAccess.table(body.path("TableName").asText()));
        }
        body.path("RequestItems").fieldNames().forEachRemaining(t -> tables.add(DynamoAccess.table(t)));
        body.path("TransactItems")
                .forEach(i -> i.forEach(part ->
                        tables.add(DynamoAccess.table(part.path("TableName").asText()))));
        return tables;
    }

    /** Carries out the first half of a batch and hands back the rest. */
    private Reply partly(Principal principal, String operation, ObjectNode body, Call call) {
        Batch batch = Batch.split(operation, body);
        if (batch.kept().path("RequestItems").isEmpty()) {
            return Json.reply(200, batch.emptyAnswer());
        }
        Reply reply = forward(principal, operation, batch.kept(), call);
        if (!reply.ok()) {
            return reply;
        }
        return Json.reply(200, batch.withRest(Json.object(reply.body())));
    }

    private Reply forward(Principal principal, String operation, ObjectNode body, Call call) {
        Capacity capacity = new Capacity(operation, body);
        Reply reply;
        replicas.lock.readLock().lock();
        try {
            reply = client.forward(operation, Json.bytes(body));
        } finally {
            replicas.lock.readLock().unlock();
        }
        if (!capacity.metered()) {
            return reply.ok() || !operation.equals("DescribeContinuousBackups") ? reply : noBackups(body);
        }
        ObjectNode answer = Json.object(reply.body());
        Replicas.restore(answer);
        Map<String, Capacity.Units> units = reply.ok() ? capacity.succeeded(answer) : capacity.failed(answer);
        long sequence = meter.nextSequence();
        units.forEach((table, used) -> meter.add(new Consumption(
                sequence,
                principal.name(),
                call.header("x-amzn-trace-id"),
                operation,
                table,
                used.read(),
                used.write(),
                reply.ok())));
        return Json.reply(reply.status(), answer);
    }

    /**
     * DynamoDB Local does not know the operation: says what AWS says of a table without point-in-time recovery.
     */
    private Reply noBackups(ObjectNode body) {
        client.call("DescribeTable", Json.MAPPER.createObjectNode().set("TableName", body.path("TableName")));
        ObjectNode answer = Json.MAPPER.createObjectNode();
        answer.putObject("ContinuousBackupsDescription")
                .put("ContinuousBackupsStatus", "ENABLED")
                .putObject("PointInTimeRecoveryDescription")
                .put("PointInTimeRecoveryStatus", "DISABLED");
        return Json.reply(200, answer);
    }

    /** The answers of a conflict with another transaction. */
    private static final class Conflict {
        private static Reply reply(String operation, ObjectNode body) {
            if (!operation.startsWith("Transact")) {
                throw new ServiceError(400, "TransactionConflictException", "Transaction is ongoing for the item");
            }
            List<JsonNode> items = body.path("TransactItems").valueStream().toList();
            ObjectNode answer = Json.MAPPER.createObjectNode();
            answer.put("__type", "com.amazonaws.dynamodb.v20120810#TransactionCanceledException");
            var reasons = answer.putArray("CancellationReasons");
            StringBuilder codes = new StringBuilder();
            for (int i = 0; i < items.size(); i++) {
                String code = i == 0 ? "TransactionConflict" : "None";
                codes.append(i == 0 ? "" : ", ").append(code);
                ObjectNode reason = reasons.addObject().put("Code", code);
                if (i == 0) {
                    reason.put("Message", "Transaction is ongoing for the item");
                }
            }
            // DynamoDB writes this one member with a capital.
            answer.put(
                    "Message",
                    "Transaction cancelled, please refer cancellation reasons for specific reasons [" + codes + "]");
            return Json.reply(400, answer);
        }
    }
}
