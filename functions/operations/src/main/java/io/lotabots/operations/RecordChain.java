package io.lotabots.operations;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import io.lotabots.aws.Aws;
import io.lotabots.aws.Expression;
import io.lotabots.aws.Table;
import io.lotabots.aws.Written;
import io.lotabots.platform.Env;
import io.lotabots.platform.WallClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The chain's values as a resource of a deployment: recorded at the first start, and a deployment with others is refused
 * in one line. Removing the deployment leaves the record, because the rows that stand on it stay too.
 */
public final class RecordChain implements RequestHandler<Map<String, Object>, Map<String, Object>> {
    private final Logger logger = LoggerFactory.getLogger(RecordChain.class);
    private final Table chain;
    private final InstantSource clock;

    public RecordChain() {
        this(Aws.of(Env.ofFunction()), new WallClock());
    }

    RecordChain(Aws aws, InstantSource clock) {
        this.chain = aws.table("CHAIN");
        this.clock = clock;
    }

    /**
     * Answers CloudFormation, whatever happens.
     *
     * @throws IllegalArgumentException when the event names nobody to answer
     * @throws UncheckedIOException when the answer is not taken
     */
    @Override
    public Map<String, Object> handleRequest(Map<String, Object> event, Context context) {
        StackRequest request = StackRequest.of(event);
        StackAnswer answer = answer(request);
        try {
            answer.send(request);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while answering CloudFormation", e);
        }
        return answer.body(request);
    }

    private StackAnswer answer(StackRequest request) {
        try {
            return switch (request.type()) {
                case "Create", "Update" -> record(ChainValues.of(request.properties()));
                case "Delete" -> StackAnswer.success("the record of the chain stays", Map.of());
                default -> StackAnswer.failed("RequestType must be Create, Update or Delete, got: " + request.type());
            };
        } catch (IllegalArgumentException wrong) {
            return StackAnswer.failed(String.valueOf(wrong.getMessage()));
        } catch (RuntimeException unexpected) {
            logger.error("the chain could not be recorded", unexpected);
            return StackAnswer.failed("the chain could not be recorded ("
                    + unexpected.getClass().getSimpleName() + "); the function's log says why");
        }
    }

    private StackAnswer record(ChainValues values) {
        Written written =
                chain.put(values.row(clock.instant().getEpochSecond()), Expression.of("attribute_not_exists(#item)"));
        return switch (written) {
            case Written.Done _ -> StackAnswer.success("recorded", Map.of("Recorded", "new"));
            case Written.Refused(var recorded) ->
                values.conflict(recorded)
                        .map(StackAnswer::failed)
                        .orElseGet(() -> StackAnswer.success("recorded before", Map.of("Recorded", "before")));
        };
    }
}
