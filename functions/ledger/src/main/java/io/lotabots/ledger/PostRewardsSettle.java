package io.lotabots.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.aws.AdminKey;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Refusal;
import io.lotabots.platform.Reply;
import io.lotabots.platform.Telemetry;
import io.lotabots.platform.Wire;
import io.lotabots.settlement.EpochRoot;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /rewards/settle}: seals what is due up to an epoch, as the schedule does each minute. What takes longer than
 * a request may last goes on with the schedule: the answer is then a 202 that says where to look.
 */
public final class PostRewardsSettle extends Endpoint<PostRewardsSettle.Request, Reply> {
    private static final int MAX_LISTED = 1000;
    private static final long PATIENCE_SECONDS = 25;

    private final AdminKey admin;
    private final SettlementDesk desk;
    private final Architectures architectures;

    public PostRewardsSettle() {
        this(Aws.of(Env.ofFunction()));
    }

    PostRewardsSettle(Aws aws) {
        super(Request.class, Wire.RUSTCHAIN);
        this.admin = AdminKey.toChange(aws);
        this.desk = SettlementDesk.of(aws);
        this.architectures = new Architectures(aws, desk.terms().shards());
    }

    /** @param epoch 0 or more, finished */
    public record Request(@Nullable JsonNode epoch) {}

    @Override
    protected void admit(Call call) {
        admin.demand(call, 401);
    }

    @Override
    protected Reply answer(Request request, Call call) {
        if (request.epoch() == null || request.epoch().isNull()) {
            throw Asked.invalid("epoch", "required");
        }
        long epoch = Asked.number("epoch", request.epoch(), 0, Integer.MAX_VALUE, 0);
        long now = call.epochSecond();
        Optional<Head> head = desk.store().head();
        if (head.isPresent() && epoch <= head.get().epoch()) {
            return Reply.json(200, new SettleAnswer.Again(true, true, epoch, SettleAnswer.bridge(epoch, head.get())));
        }
        long current = desk.terms().chain().epochAt(now);
        if (head.isEmpty() || epoch > desk.terms().lastDue(now)) {
            throw new Refusal(
                            400,
                            "EPOCH_NOT_REACHED",
                            "Epoch " + epoch + " is not finished; it can be settled "
                                    + desk.terms().graceSeconds() + " seconds after its end")
                    .with("requested", epoch)
                    .with("current_epoch", current);
        }
        Optional<Head> sealed = settle(epoch, now);
        if (sealed.isEmpty()) {
            return Reply.json(202, Map.of("ok", true, "epoch", epoch, "status", "settling", "status_url", url(epoch)))
                    .with("Location", url(epoch));
        }
        Optional<EpochRoot> root = desk.root(epoch, sealed).filter(r -> r.minted() > 0);
        if (root.isEmpty()) {
            return Reply.json(
                    200,
                    new SettleAnswer.Nobody(
                            false, "no_eligible_miners", epoch, SettleAnswer.bridge(epoch, sealed.get())));
        }
        return Reply.json(200, SettleAnswer.of(desk, architectures, root.get(), sealed.get(), now, MAX_LISTED));
    }

    private static String url(long epoch) {
        return "/rewards/epoch/" + epoch;
    }

    /** The head once it has reached an epoch; empty when that takes too long. */
    private Optional<Head> settle(long epoch, long now) {
        FutureTask<Head> work = new FutureTask<>(Telemetry.carried(() -> {
            Settlement.Run run = desk.settlement().run(now, 1);
            while (run.more() && run.head().orElseThrow().epoch() < epoch) {
                run = desk.settlement().run(now, 1);
            }
            return run.head().orElseThrow();
        }));
        Thread.ofVirtual().start(work);
        try {
            return Optional.of(work.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        } catch (TimeoutException late) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException("epoch " + epoch + " could not be settled", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while epoch " + epoch + " was settled", e);
        }
    }
}
