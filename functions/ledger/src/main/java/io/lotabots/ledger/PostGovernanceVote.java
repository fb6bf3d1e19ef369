package io.lotabots.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.aws.Aws;
import io.lotabots.aws.RateLimit;
import io.lotabots.crypto.GovernanceMessage;
import io.lotabots.crypto.Rtc;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Refusal;
import io.lotabots.platform.Wire;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /governance/vote}: a wallet votes on an open proposal, once and for ever, with what it owned at the last seal
 * before the proposal was activated.
 */
public final class PostGovernanceVote extends Endpoint<PostGovernanceVote.Request, PostGovernanceVote.Answer> {
    private static final int MAX_CHAIN_ID = 64;

    private final Aws aws;
    private final String chainId;
    private final Snapshot snapshot;
    private final Governance governance;
    private final RateLimit perAddress;

    public PostGovernanceVote() {
        this(Aws.of(Env.ofFunction()));
    }

    PostGovernanceVote(Aws aws) {
        super(Request.class, Wire.RUSTCHAIN);
        this.aws = aws;
        this.chainId = aws.env().get("CHAIN_ID");
        this.snapshot = new Snapshot(new DynamoStore(aws));
        this.governance = new Governance(aws);
        this.perAddress = GovernanceAnswers.limit(aws, "vote");
    }

    /**
     * @param proposalId 1 or more
     * @param vote {@code yes} or {@code no}
     * @param nonce 1 to 64 characters, or a whole number
     * @param publicKey 64 hexadecimal digits, the key of {@code wallet}
     * @param signature 128 hexadecimal digits, Ed25519 over the canonical JSON of the fields before it
     * @param chainId the chain that the signature is for, when it names one
     */
    public record Request(
            @Nullable JsonNode proposalId,
            @Nullable JsonNode wallet,
            @Nullable JsonNode vote,
            @Nullable JsonNode nonce,
            @Nullable JsonNode publicKey,
            @Nullable JsonNode signature,
            @Nullable JsonNode chainId) {}

    /**
     * @param voteWeight RTC that the vote weighs: {@code baseBalanceRtc} times {@code antiquityMultiplier}
     * @param snapshotEpoch the sealed epoch of which that is the balance
     * @param yesWeight RTC of all votes so far, as are {@code noWeight} and {@code totalWeight}
     */
    public record Answer(
            boolean ok,
            long proposalId,
            String voterWallet,
            String vote,
            BigDecimal voteWeight,
            BigDecimal baseBalanceRtc,
            BigDecimal antiquityMultiplier,
            long snapshotEpoch,
            BigDecimal yesWeight,
            BigDecimal noWeight,
            BigDecimal totalWeight,
            String status,
            String result) {}

    @Override
    protected void admit(Call call) {
        perAddress.take(call.sourceNetwork(), call.epochSecond());
    }

    @Override
    protected Answer answer(Request request, Call call) {
        demandAll(request);
        long now = call.epochSecond();
        long id = Asked.number("proposal_id", request.proposalId(), 1, Integer.MAX_VALUE, 0);
        String named = Asked.demand("wallet", request.wallet(), 128);
        String wallet = Asked.wallet("wallet", named);
        String choice = choice(request.vote());
        String nonce = GovernanceAnswers.nonce(request.nonce());
        Optional<String> chain = Asked.text("chain_id", request.chainId(), MAX_CHAIN_ID);
        Signer.demandChain(chain, chainId);
        Signer signer = GovernanceAnswers.signer(request.publicKey(), request.signature());
        Attested voter = Attested.of(aws, wallet);
        signer.demand("wallet", wallet, voter.profile());
        if (!GovernanceMessage.vote(named, id, choice, nonce, chain).isSignedBy(signer.key(), signer.signature())) {
            throw Signer.forged("vote");
        }
        voter.profile().hold().ifPresent(hold -> {
            throw hold.refusal();
        });
        Proposal proposal = GovernanceAnswers.proposal(governance, id);
        if (!proposal.isOpen(now)) {
            throw new Refusal(409, "PROPOSAL_NOT_ACTIVE", "Proposal " + id + " closed at " + proposal.endsAt())
                    .with("ends_at", proposal.endsAt());
        }
        Vote vote = weighed(proposal, wallet, choice, voter, now);
        governance.cast(vote, nonce, signer).ifPresent(standing -> {
            throw new Refusal(409, "ALREADY_VOTED", "'" + wallet + "' voted on proposal " + id + "; a vote is for ever")
                    .with("vote", standing.choice())
                    .with("vote_weight", Rtc.shown(standing.weight()));
        });
        Tally tally = governance.tally(id);
        return new Answer(
                true,
                id,
                wallet,
                choice,
                Rtc.shown(vote.weight()),
                Rtc.shown(vote.balance()),
                Weight.shown(vote.multiplier()),
                proposal.snapshotEpoch(),
                Rtc.shown(tally.yes()),
                Rtc.shown(tally.no()),
                Rtc.shown(tally.total()),
                proposal.status(tally, now),
                proposal.result(tally, now));
    }

    private static void demandAll(Request request) {
        Map<String, @Nullable JsonNode> fields = new LinkedHashMap<>();
        fields.put("proposal_id", request.proposalId());
        fields.put("wallet", request.wallet());
        fields.put("vote", request.vote());
        fields.put("nonce", request.nonce());
        fields.put("signature", request.signature());
        fields.put("public_key", request.publicKey());
        GovernanceAnswers.demand(fields);
    }

    private static String choice(@Nullable JsonNode node) {
        String choice = Asked.demand("vote", node, 16);
        if (!choice.equals(Vote.YES) && !choice.equals(Vote.NO)) {
            throw Asked.invalid("vote", "must be yes or no, got " + Asked.shown(choice));
        }
        return choice;
    }

    /** The vote with its weight. @throws Refusal 403 when it has none */
    private Vote weighed(Proposal proposal, String wallet, String choice, Attested voter, long now) {
        long multiplier = voter.multiplier(now);
        if (multiplier == 0) {
            throw new Refusal(
                    403,
                    "RECENT_ATTESTATION_REQUIRED",
                    "A voter must have attested with valid evidence in the last " + Attested.VOTER_SECONDS
                            + " seconds");
        }
        Vote vote =
                new Vote(proposal.id(), wallet, choice, snapshot.balance(proposal.accounts(), wallet), multiplier, now);
        if (vote.weight() == 0) {
            throw new Refusal(
                            403,
                            "NO_VOTING_WEIGHT",
                            "'" + wallet + "' owned nothing at the seal of epoch " + proposal.snapshotEpoch()
                                    + ", the last before proposal " + proposal.id())
                    .with("base_balance_rtc", Rtc.shown(vote.balance()))
                    .with("snapshot_epoch", proposal.snapshotEpoch());
        }
        return vote;
    }
}
