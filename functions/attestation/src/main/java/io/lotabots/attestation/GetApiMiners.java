package io.lotabots.attestation;

import io.lotabots.aws.Aws;
import io.lotabots.aws.ListLimit;
import io.lotabots.platform.Call;
import io.lotabots.platform.Chain;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Reply;
import io.lotabots.platform.Wire;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/miners}: who attested within the last hour, in pages. */
public final class GetApiMiners extends Endpoint<GetApiMiners.Request, Reply> {
    private static final int MAX_LIMIT = 1000;
    private static final int DEFAULT_LIMIT = 100;

    private final Chain chain;
    private final Listing listing;
    private final Enrolments enrolments;
    private final ListLimit perAddress;

    public GetApiMiners() {
        this(Aws.of(Env.ofFunction()));
    }

    GetApiMiners(Aws aws) {
        super(Request.class, Wire.RUSTCHAIN);
        this.chain = Chain.of(aws.env());
        this.listing = new Listing(aws);
        this.enrolments = new Enrolments(aws);
        this.perAddress = new ListLimit(aws, "list");
    }

    /**
     * @param limit rows of a page, 1 to 1000, 100 unless told
     * @param offset rows before the page, 0 unless told
     */
    public record Request(@Nullable String limit, @Nullable String offset) {}

    public record Answer(List<Row> miners, Pagination pagination) {}

    /**
     * One miner, by its machine that came last to the list.
     *
     * @param lastAttest seconds since 1970, as are {@code firstAttest} and {@code lastSeen}
     * @param entropyScore what the miner reports of its entropy
     * @param antiquityMultiplier the table's weight of the machine, as are {@code multiplier} and {@code hwWeight}
     * @param weight what its last attestation is worth; 0 for invalid evidence
     * @param hardwareTier {@code fingerprint}, or what its hardware evidence was found to be: {@code affirming},
     *     {@code virtual-tpm} or {@code warning}
     */
    public record Row(
            String miner,
            String minerId,
            long lastAttest,
            long lastSeen,
            long firstAttest,
            String deviceFamily,
            String deviceArch,
            String hardwareType,
            double entropyScore,
            double antiquityMultiplier,
            double multiplier,
            double hwWeight,
            double weight,
            String hardwareTier) {
        static Row of(Machine m) {
            return new Row(
                    m.miner(),
                    m.miner(),
                    m.attestedAtEpochSecond(),
                    m.attestedAtEpochSecond(),
                    m.firstAtEpochSecond(),
                    m.family(),
                    m.arch(),
                    HardwareType.of(m.family(), m.arch()),
                    Weights.entropy(m.entropyScore()),
                    Weights.shown(m.hardwareWeight()),
                    Weights.shown(m.hardwareWeight()),
                    Weights.shown(m.hardwareWeight()),
                    Weights.shown(m.weight()),
                    m.tier());
        }
    }

    /**
     * @param total how many are listed in all
     * @param totalEnrolled how many are enrolled in the current epoch
     * @param count how many stand in this page
     */
    public record Pagination(long total, long totalEnrolled, int limit, int offset, int count) {}

    @Override
    protected Reply answer(Request request, Call call) {
        Map<String, String> limits = perAddress.take(call);
        int limit = Fields.number("limit", request.limit(), 1, MAX_LIMIT, DEFAULT_LIMIT);
        int offset = Fields.number("offset", request.offset(), 0, Integer.MAX_VALUE, 0);
        List<Presence.Present> active = listing.active(call.epochMilli());
        int from = Math.min(offset, active.size());
        List<Row> rows =
                listing.machines(active.subList(from, Math.min(active.size(), Math.addExact(from, limit)))).stream()
                        .map(Row::of)
                        .toList();
        long enrolled = enrolments.enrolled(chain.epochAt(call.epochSecond()));
        Reply reply = Reply.json(
                        200, new Answer(rows, new Pagination(active.size(), enrolled, limit, offset, rows.size())))
                .with("X-Total-Count", Integer.toString(active.size()))
                .with("X-Page-Limit", Integer.toString(limit))
                .with("X-Page-Offset", Integer.toString(offset));
        for (Map.Entry<String, String> header : limits.entrySet()) {
            reply = reply.with(header.getKey(), header.getValue());
        }
        return reply;
    }
}
