package io.lotabots.ledger;

import io.lotabots.aws.Aws;
import io.lotabots.aws.ListLimit;
import io.lotabots.crypto.Rtc;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Wire;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code GET /governance/proposals}: what was proposed, newest first, in pages. */
public final class GetGovernanceProposals
        extends Endpoint<GetGovernanceProposals.Request, GetGovernanceProposals.Answer> {
    private static final int MAX_LIMIT = 50;
    private static final int DEFAULT_LIMIT = 20;
    private static final int PREVIEW = 200;

    private final Governance governance;
    private final ListLimit perAddress;

    public GetGovernanceProposals() {
        this(Aws.of(Env.ofFunction()));
    }

    GetGovernanceProposals(Aws aws) {
        super(Request.class, Wire.RUSTCHAIN);
        this.governance = new Governance(aws);
        this.perAddress = new ListLimit(aws, "proposals");
    }

    /**
     * @param limit rows of a page, 1 to 50, 20 unless told
     * @param offset rows before the page, 0 unless told
     */
    public record Request(@Nullable String limit, @Nullable String offset) {}

    /** @param total how many proposals there are */
    public record Answer(boolean ok, long total, int count, int limit, int offset, List<Row> proposals) {}

    /**
     * @param descriptionPreview the first 200 characters
     * @param status {@code active}, {@code passed} or {@code failed}
     * @param yesWeight RTC, as is {@code noWeight}
     */
    public record Row(
            long id,
            String proposerWallet,
            String title,
            String descriptionPreview,
            String status,
            long createdAt,
            long activatedAt,
            long endsAt,
            long snapshotEpoch,
            BigDecimal yesWeight,
            BigDecimal noWeight) {
        static Row of(Proposal proposal, Tally tally, long now) {
            return new Row(
                    proposal.id(),
                    proposal.wallet(),
                    proposal.title(),
                    preview(proposal.description()),
                    proposal.status(tally, now),
                    proposal.activatedAt(),
                    proposal.activatedAt(),
                    proposal.endsAt(),
                    proposal.snapshotEpoch(),
                    Rtc.shown(tally.yes()),
                    Rtc.shown(tally.no()));
        }

        private static String preview(String description) {
            return description.codePointCount(0, description.length()) <= PREVIEW
                    ? description
                    : description.substring(0, description.offsetByCodePoints(0, PREVIEW));
        }
    }

    @Override
    protected Answer answer(Request request, Call call) {
        perAddress.take(call);
        int limit = Asked.number("limit", request.limit(), 1, MAX_LIMIT, DEFAULT_LIMIT);
        int offset = Asked.number("offset", request.offset(), 0, Integer.MAX_VALUE, 0);
        long total = governance.count();
        List<Row> rows = governance.newest(total, offset, limit).stream()
                .map(proposal -> Row.of(proposal, governance.tally(proposal.id()), call.epochSecond()))
                .toList();
        return new Answer(true, total, rows.size(), limit, offset, rows);
    }
}
