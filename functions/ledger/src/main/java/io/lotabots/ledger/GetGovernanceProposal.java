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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code GET /governance/proposal/{proposal_id}}: a proposal, what its votes come to, and a page of them by wallet. */
public final class GetGovernanceProposal extends Endpoint<GetGovernanceProposal.Request, GetGovernanceProposal.Answer> {
    private static final int MAX_LIMIT = 200;
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_OFFSET = 1_000;

    private final Governance governance;
    private final ListLimit perAddress;

    public GetGovernanceProposal() {
        this(Aws.of(Env.ofFunction()));
    }

    GetGovernanceProposal(Aws aws) {
        super(Request.class, Wire.RUSTCHAIN);
        this.governance = new Governance(aws);
        this.perAddress = new ListLimit(aws, "proposal");
    }

    /**
     * @param votesLimit votes of a page, 1 to 200, 100 unless told; {@code limit} means the same
     * @param votesOffset votes before the page, 0 to 1000; {@code offset} means the same
     * @param votesAfter the wallet after which the page begins, as {@code votes_next} told it
     */
    public record Request(
            String proposalId,
            @Nullable String votesLimit,
            @Nullable String limit,
            @Nullable String votesOffset,
            @Nullable String offset,
            @Nullable String votesAfter) {}

    /**
     * @param votesTotal how many voted
     * @param votesNext what to ask for as {@code votes_after} for the next page, null when this is the last
     */
    public record Answer(
            boolean ok,
            Shown proposal,
            List<Row> votes,
            int votesLimit,
            int votesOffset,
            long votesTotal,
            @Nullable String votesNext) {}

    /**
     * @param status {@code active}, then {@code passed} or {@code failed}
     * @param result {@code pending}, then {@code passed} or {@code failed}
     * @param resultFinal whether no vote can be counted any more, those of the last second included
     * @param snapshotEpoch the sealed epoch whose balances weigh
     * @param yesWeight RTC, as are {@code noWeight} and {@code totalWeight}
     */
    public record Shown(
            long id,
            String proposerWallet,
            String title,
            String description,
            String status,
            String result,
            boolean resultFinal,
            long createdAt,
            long activatedAt,
            long endsAt,
            long snapshotEpoch,
            BigDecimal yesWeight,
            BigDecimal noWeight,
            BigDecimal totalWeight,
            long yesVotes,
            long noVotes) {
        static Shown of(Proposal proposal, Tally tally, long now) {
            return new Shown(
                    proposal.id(),
                    proposal.wallet(),
                    proposal.title(),
                    proposal.description(),
                    proposal.status(tally, now),
                    proposal.result(tally, now),
                    proposal.isFinal(now),
                    proposal.activatedAt(),
                    proposal.activatedAt(),
                    proposal.endsAt(),
                    proposal.snapshotEpoch(),
                    Rtc.shown(tally.yes()),
                    Rtc.shown(tally.no()),
                    Rtc.shown(tally.total()),
                    tally.yesVotes(),
                    tally.noVotes());
        }
    }

    /** @param weight RTC: {@code baseBalanceRtc} times {@code multiplier} */
    public record Row(
            String voterWallet,
            String vote,
            BigDecimal weight,
            BigDecimal baseBalanceRtc,
            BigDecimal multiplier,
            long createdAt) {
        static Row of(Vote vote) {
            return new Row(
                    vote.wallet(),
                    vote.choice(),
                    Rtc.shown(vote.weight()),
                    Rtc.shown(vote.balance()),
                    Weight.shown(vote.multiplier()),
                    vote.at());
        }
    }

    @Override
    protected Answer answer(Request request, Call call) {
        perAddress.take(call);
        int id = Asked.number("proposal_id", request.proposalId(), 1, Integer.MAX_VALUE, 0);
        String limitAsked = request.votesLimit() == null ? request.limit() : request.votesLimit();
        int limit = Asked.number("votes_limit", limitAsked, 1, MAX_LIMIT, DEFAULT_LIMIT);
        String offsetAsked = request.votesOffset() == null ? request.offset() : request.votesOffset();
        int offset = Asked.number("votes_offset", offsetAsked, 0, MAX_OFFSET, 0);
        Optional<String> after =
                Optional.ofNullable(request.votesAfter()).map(wallet -> Asked.wallet("votes_after", wallet));
        Proposal proposal = GovernanceAnswers.proposal(governance, id);
        List<Vote> read = governance.votes(id, after, offset + limit + 1);
        List<Vote> page = read.stream().skip(offset).limit(limit).toList();
        Tally tally = governance.tally(id);
        return new Answer(
                true,
                Shown.of(proposal, tally, call.epochSecond()),
                page.stream().map(Row::of).toList(),
                limit,
                offset,
                tally.votes(),
                read.size() > offset + limit ? page.getLast().wallet() : null);
    }
}
