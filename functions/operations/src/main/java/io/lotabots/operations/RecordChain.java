package io.lotabots.operations;

import io.lotabots.aws.Aws;
import io.lotabots.aws.Expression;
import io.lotabots.aws.Table;
import io.lotabots.aws.Written;
import io.lotabots.platform.CustomResource;
import io.lotabots.platform.Env;
import io.lotabots.platform.StackAnswer;
import io.lotabots.platform.WallClock;
import java.time.InstantSource;
import java.util.Map;

/**
 * The chain's values as a resource of a deployment: recorded at the first start, and a deployment with others is refused
 * in one line. Removing the deployment leaves the record, because the rows that stand on it stay too.
 */
public final class RecordChain extends CustomResource {
    private final Table chain;
    private final InstantSource clock;

    public RecordChain() {
        this(Aws.of(Env.ofFunction()), new WallClock());
    }

    RecordChain(Aws aws, InstantSource clock) {
        super("chain");
        this.chain = aws.table("CHAIN");
        this.clock = clock;
    }

    @Override
    protected StackAnswer make(Map<?, ?> properties) {
        ChainValues values = ChainValues.of(properties);
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
