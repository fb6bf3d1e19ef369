package io.lotabots.operations;

import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Chain;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Nothing;
import io.lotabots.platform.Reply;
import io.lotabots.platform.Wire;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /health}: whether the platform is well. Answers 503 with the same body when the database does not take a
 * write, or its backup is 36 hours old or older.
 */
public final class GetHealth extends Endpoint<Nothing, Reply> {
    private final Chain chain;
    private final Checkup checkup;

    public GetHealth() {
        this(Aws.of(Env.ofFunction()));
    }

    GetHealth(Aws aws) {
        super(Nothing.class, Wire.RUSTCHAIN);
        this.chain = Chain.of(aws.env());
        this.checkup = new Checkup(aws);
    }

    /**
     * @param status {@code ok} or {@code unwell}, for clients of other families
     * @param uptimeS seconds since the chain was first recorded
     * @param backupAgeHours since the moment to which all tables were backed up; null before the first backup
     * @param tipAgeSlots null when there is no block header
     * @param staleCollateral pieces of vendors' collateral that are not current any more; null before the first count
     * @param failedCollateral pieces that the last fetch tried and did not bring
     */
    public record Answer(
            boolean ok,
            String status,
            String version,
            @Nullable Long uptimeS,
            boolean dbRw,
            @Nullable BigDecimal backupAgeHours,
            @Nullable Long tipAgeSlots,
            @Nullable Long staleCollateral,
            @Nullable Long failedCollateral) {
        static Answer of(Vitals vitals, Chain chain, long now) {
            boolean ok = vitals.well(now);
            return new Answer(
                    ok,
                    ok ? "ok" : "unwell",
                    Release.VERSION,
                    vitals.uptimeSeconds(now),
                    vitals.database(),
                    vitals.backupAgeHours(now),
                    vitals.tipAgeSlots(chain.slotAt(now)),
                    vitals.staleCollateral(),
                    vitals.failedCollateral());
        }
    }

    @Override
    protected Reply answer(Nothing request, Call call) {
        long now = call.epochSecond();
        Answer answer = Answer.of(checkup.take(now), chain, now);
        return Reply.json(answer.ok() ? 200 : 503, answer);
    }
}
