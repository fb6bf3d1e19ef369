package io.lotabots.appraisal;

import io.lotabots.aws.AdminKey;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Wire;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code GET /v1/collateral}: what is loaded, and what of it its publisher does not call current any more. */
public final class GetV1Collateral extends Endpoint<GetV1Collateral.Request, GetV1Collateral.Answer> {
    private final AdminKey admin;
    private final StoredCollateral collateral;

    public GetV1Collateral() {
        this(Aws.of(Env.ofFunction()));
    }

    GetV1Collateral(Aws aws) {
        super(Request.class, Wire.PROBLEM);
        this.admin = AdminKey.toRead(aws);
        this.collateral = new StoredCollateral(aws);
    }

    /** @param stale {@code true} for what is stale alone */
    public record Request(@Nullable String stale) {}

    public record Answer(int loaded, int stale, List<Entry> collateral) {}

    public record Entry(String key, String sha256, long length, long loadedAt, long freshUntil, boolean stale) {}

    @Override
    protected void admit(Call call) {
        admin.demand(call, 401);
    }

    @Override
    protected Answer answer(Request request, Call call) {
        List<Entry> all = collateral.all().stream()
                .map(row -> new Entry(
                        row.key(),
                        row.sha256(),
                        row.length(),
                        row.loadedAt(),
                        row.freshUntil(),
                        row.stale(call.epochSecond())))
                .toList();
        List<Entry> stale = all.stream().filter(Entry::stale).toList();
        return new Answer(all.size(), stale.size(), "true".equals(request.stale()) ? stale : all);
    }
}
