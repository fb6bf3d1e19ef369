package io.lotabots.cdk.services;

import static io.lotabots.cdk.model.Declaration.get;
import static io.lotabots.cdk.model.Declaration.post;
import static io.lotabots.cdk.services.Attestation.MINERS;
import static io.lotabots.cdk.services.Settlement.ARCHIVE;
import static io.lotabots.cdk.services.Shared.LIMITS;
import static io.lotabots.cdk.services.Wallets.EPOCHS;
import static io.lotabots.cdk.services.Wallets.PAGES;
import static io.lotabots.cdk.services.Wallets.SLOTS;
import static io.lotabots.cdk.services.Wallets.WALLETS;

import io.lotabots.cdk.model.Service;
import io.lotabots.cdk.model.Table;
import java.util.List;

/** Owners of money ask one another, and answer with what they owned at a seal. */
public final class Governance {

    /** Proposals by number, the last number, and the nonces of those who proposed. */
    public static final Table PROPOSALS = Table.keyed("proposals", "item");

    /** The votes on each proposal and what they come to. */
    public static final Table VOTES = Table.keyed("votes", "proposal").sortedBy("entry");

    private Governance() {}

    /** The service. */
    public static Service service() {
        return new Service(
                "governance",
                "ledger",
                List.of(PROPOSALS, VOTES),
                List.of(
                        get(
                                        "/governance/proposals",
                                        "GetGovernanceProposals",
                                        "What was proposed, newest first, in pages")
                                .gets(PROPOSALS)
                                .batchGets(PROPOSALS)
                                .queries(VOTES)
                                .counts("listRequestsPerMinute", LIMITS),
                        get(
                                        "/governance/proposal/{proposal_id}",
                                        "GetGovernanceProposal",
                                        "A proposal, what its votes come to, and the votes in pages")
                                .gets(PROPOSALS)
                                .queries(VOTES)
                                .counts("listRequestsPerMinute", LIMITS),
                        post(
                                        "/governance/propose",
                                        "PostGovernancePropose",
                                        "Puts something to the vote by the signature of a wallet with more than 10 RTC")
                                .gets(PROPOSALS, WALLETS, SLOTS, EPOCHS, MINERS)
                                .queries(PAGES)
                                .puts(PROPOSALS)
                                .updates(PROPOSALS)
                                .readsObjects(ARCHIVE)
                                .counts("votesPerAddressPerMinute", LIMITS)
                                .settings("votingSeconds"),
                        post(
                                        "/governance/vote",
                                        "PostGovernanceVote",
                                        "Votes with what a wallet owned at the last seal before the proposal, once")
                                .gets(PROPOSALS)
                                .queries(VOTES, MINERS)
                                .puts(VOTES)
                                .updates(VOTES)
                                .readsObjects(ARCHIVE)
                                .counts("votesPerAddressPerMinute", LIMITS)));
    }
}
