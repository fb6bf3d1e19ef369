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
import io.lotabots.platform.Reply;
import io.lotabots.platform.Wire;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code POST /governance/propose}: the owner of more than 10 RTC asks all others. */
public final class PostGovernancePropose extends Endpoint<PostGovernancePropose.Request, Reply> {
    private static final long LEAST_BALANCE = 10 * Rtc.MICRO;
    private static final int MAX_TITLE = 200;
    private static final int MAX_DESCRIPTION = 4_000;
    private static final int MAX_CHAIN_ID = 64;
    private static final int PER_WALLET_AND_DAY = 10;
    private static final long DAY_SECONDS = 86_400;

    private final Aws aws;
    private final String chainId;
    private final long votingSeconds;
    private final Store store;
    private final Snapshot snapshot;
    private final Governance governance;
    private final RateLimit perAddress;
    private final RateLimit perWallet;

    public PostGovernancePropose() {
        this(Aws.of(Env.ofFunction()));
    }

    PostGovernancePropose(Aws aws) {
        super(Request.class, Wire.RUSTCHAIN);
        this.aws = aws;
        this.chainId = aws.env().get("CHAIN_ID");
        this.votingSeconds = aws.env().number("VOTING_SECONDS");
        this.store = new DynamoStore(aws);
        this.snapshot = new Snapshot(store);
        this.governance = new Governance(aws);
        this.perAddress = GovernanceAnswers.limit(aws, "propose");
        this.perWallet =
                new RateLimit(aws.table("LIMITS"), "proposals", PER_WALLET_AND_DAY, DAY_SECONDS, "PROPOSAL_RATE_LIMIT");
    }

    /**
     * @param title 1 to 200 characters of one line
     * @param description 1 to 4000 characters
     * @param nonce 1 to 64 characters, or a whole number, with which this wallet proposed nothing yet
     * @param publicKey 64 hexadecimal digits, the key of {@code wallet}
     * @param signature 128 hexadecimal digits, Ed25519 over the canonical JSON of the fields before it
     * @param chainId the chain that the signature is for, when it names one
     */
    public record Request(
            @Nullable JsonNode wallet,
            @Nullable JsonNode title,
            @Nullable JsonNode description,
            @Nullable JsonNode nonce,
            @Nullable JsonNode publicKey,
            @Nullable JsonNode signature,
            @Nullable JsonNode chainId) {}

    public record Answer(boolean ok, Proposed proposal) {}

    /**
     * @param activatedAt seconds since 1970, as are {@code createdAt} and {@code endsAt}
     * @param snapshotEpoch the sealed epoch whose balances weigh
     */
    public record Proposed(
            long id,
            String wallet,
            String title,
            String description,
            String status,
            long createdAt,
            long activatedAt,
            long endsAt,
            long snapshotEpoch,
            Rules rules) {
        static Proposed of(Proposal proposal) {
            return new Proposed(
                    proposal.id(),
                    proposal.wallet(),
                    proposal.title(),
                    proposal.description(),
                    Proposal.ACTIVE,
                    proposal.activatedAt(),
                    proposal.activatedAt(),
                    proposal.endsAt(),
                    proposal.snapshotEpoch(),
                    new Rules(
                            "active until " + proposal.endsAt() + ", then passed or failed",
                            "yes_weight above no_weight when it ends; a vote weighs the balance at the seal of epoch "
                                    + proposal.snapshotEpoch() + " times the multiplier of the voter's hardware"));
        }
    }

    public record Rules(String lifecycle, String passCondition) {}

    @Override
    protected void admit(Call call) {
        perAddress.take(call.sourceNetwork(), call.epochSecond());
    }

    @Override
    protected Reply answer(Request request, Call call) {
        demandAll(request);
        String named = Asked.demand("wallet", request.wallet(), 128);
        String wallet = Asked.wallet("wallet", named);
        String title = Asked.demand("title", request.title(), MAX_TITLE);
        String description = Asked.lines("description", request.description(), MAX_DESCRIPTION)
                .orElseThrow(() -> Asked.none("description", MAX_DESCRIPTION));
        String nonce = GovernanceAnswers.nonce(request.nonce());
        Optional<String> chain = Asked.text("chain_id", request.chainId(), MAX_CHAIN_ID);
        Signer.demandChain(chain, chainId);
        Signer signer = GovernanceAnswers.signer(request.publicKey(), request.signature());
        Profile profile = Profile.of(aws, wallet);
        signer.demand("wallet", wallet, profile);
        if (!GovernanceMessage.proposal(named, title, description, nonce, chain)
                .isSignedBy(signer.key(), signer.signature())) {
            throw Signer.forged("proposal");
        }
        profile.hold().ifPresent(hold -> {
            throw hold.refusal();
        });
        demandMoney(wallet);
        Snapshot.Seal seal = snapshot.last()
                .orElseThrow(() -> new Refusal(
                        409,
                        "NOTHING_SEALED",
                        "Votes weigh the balances of the last sealed epoch, and none is sealed yet"));
        perWallet.take(wallet, call.epochSecond());
        long now = call.epochSecond();
        return switch (governance.propose(
                wallet,
                nonce,
                id -> new Proposal(
                        id,
                        wallet,
                        title.strip(),
                        description.strip(),
                        now,
                        Math.addExact(now, votingSeconds),
                        seal.epoch(),
                        seal.accounts()))) {
            case Governance.Proposed.Accepted accepted ->
                Reply.json(201, new Answer(true, Proposed.of(accepted.proposal())));
            case Governance.Proposed.NonceUsed used ->
                throw new Refusal(
                                409,
                                "NONCE_ALREADY_USED",
                                "This wallet used this nonce for proposal " + used.proposal())
                        .with("nonce", nonce)
                        .with("proposal_id", used.proposal());
        };
    }

    private static void demandAll(Request request) {
        Map<String, @Nullable JsonNode> fields = new LinkedHashMap<>();
        fields.put("wallet", request.wallet());
        fields.put("title", request.title());
        fields.put("description", request.description());
        fields.put("nonce", request.nonce());
        fields.put("signature", request.signature());
        fields.put("public_key", request.publicKey());
        GovernanceAnswers.demand(fields);
    }

    private void demandMoney(String wallet) {
        long balance = Balance.of(store, wallet).total();
        if (balance <= LEAST_BALANCE) {
            throw new Refusal(
                            403,
                            "INSUFFICIENT_BALANCE_TO_PROPOSE",
                            "Who proposes must own more than " + Rtc.shown(LEAST_BALANCE) + " RTC, this wallet owns "
                                    + Rtc.shown(balance))
                    .with("balance_rtc", Rtc.shown(balance))
                    .with("required_gt_rtc", Rtc.shown(LEAST_BALANCE));
        }
    }
}
