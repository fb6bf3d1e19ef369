package io.lotabots.ledger;

import io.lotabots.aws.Aws;
import io.lotabots.aws.Expression;
import io.lotabots.aws.Item;
import io.lotabots.aws.Table;
import io.lotabots.aws.Transaction;
import io.lotabots.crypto.Digests;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.stream.LongStream;

/**
 * Proposals and votes in their tables. A vote and the tally that it changes are one transaction; the tally is spread over
 * {@value #SHARDS} rows, so that voters of one moment seldom meet.
 *
 * <p>The rows of a tally and the votes of a proposal share its partition. Those of the tally sort first: no wallet's name
 * begins with their {@code #}.
 */
final class Governance {
    private static final int SHARDS = 8;
    private static final String SHARD = "#";

    /** After every row of a tally, before every wallet. */
    private static final String FIRST_WALLET = "$";

    /** Less than any character of a wallet's name: behind a name it stands after that name and before every longer one. */
    private static final String NEXT = "!";

    private static final String LAST_WALLET = "~";
    private static final Item LAST = Item.of("item", "last");

    /** Most attempts at the next number while others propose. */
    private static final int MAX_ATTEMPTS = 48;

    private static final Expression NEW_ITEM = Expression.of("attribute_not_exists(#item)");

    private final Aws aws;
    private final Table proposals;
    private final Table votes;

    Governance(Aws aws) {
        this.aws = aws;
        this.proposals = aws.table("PROPOSALS");
        this.votes = aws.table("VOTES");
    }

    /** How many proposals there are; their numbers are 1 to this. */
    long count() {
        return proposals.get(LAST).map(row -> row.number("id")).orElse(0L);
    }

    Optional<Proposal> proposal(long id) {
        return proposals.get(Proposal.key(id)).map(Proposal::of);
    }

    /** A page of the proposals, newest first. @param count as {@link #count} says */
    List<Proposal> newest(long count, int offset, int limit) {
        List<Item> keys = LongStream.rangeClosed(count - offset - limit + 1, count - offset)
                .filter(id -> id > 0)
                .mapToObj(Proposal::key)
                .toList();
        return proposals.batchGetConsistently(keys).stream()
                .map(Proposal::of)
                .sorted(Comparator.comparingLong(Proposal::id).reversed())
                .toList();
    }

    /** What became of a proposal. */
    sealed interface Proposed {
        record Accepted(Proposal proposal) implements Proposed {}

        /** The wallet used this nonce for another one. */
        record NonceUsed(long proposal) implements Proposed {}
    }

    /**
     * Notes a proposal under the next number.
     *
     * @param numbered makes it from its number
     * @throws IllegalStateException when others kept taking the number; nothing happened then
     */
    Proposed propose(String wallet, String nonce, LongFunction<Proposal> numbered) {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            long last = count();
            Proposal proposal = numbered.apply(last + 1);
            Item used = Item.of("item", "nonce#" + wallet + "#" + nonce).with("proposal", proposal.id());
            Transaction.Outcome outcome = aws.transaction()
                    .put(proposals, used, NEW_ITEM)
                    .update(
                            proposals,
                            LAST,
                            Expression.of("SET #id = :next").with(":next", proposal.id()),
                            last == 0
                                    ? Expression.of("attribute_not_exists(#id)")
                                    : Expression.of("#id = :last").with(":last", last))
                    .put(proposals, proposal.row(), NEW_ITEM)
                    .run();
            if (outcome.committed()) {
                return new Proposed.Accepted(proposal);
            }
            if (outcome.refusedAt(0)) {
                return new Proposed.NonceUsed(outcome.stored(0).number("proposal"));
            }
        }
        throw new IllegalStateException("the next number of a proposal kept changing");
    }

    /**
     * Counts a vote, unless its wallet voted on the proposal before.
     *
     * @param signer what proves it, kept beside it
     * @return the vote that stood already; empty when this one was counted
     */
    Optional<Vote> cast(Vote vote, String nonce, Signer signer) {
        boolean yes = vote.choice().equals(Vote.YES);
        Item row = vote.row()
                .with("nonce", nonce)
                .with("public_key", signer.key().bytes())
                .with("signature", signer.signature());
        Expression counted = Expression.of(
                        yes ? "ADD #yes :weight, #yes_votes :one" : "ADD #no :weight, #no_votes :one")
                .with(":weight", vote.weight())
                .with(":one", 1);
        Transaction.Outcome outcome = aws.transaction()
                .put(votes, row, Expression.of("attribute_not_exists(#entry)"))
                .update(votes, shardOf(vote), counted, null)
                .run();
        return outcome.committed() ? Optional.empty() : Optional.of(Vote.of(outcome.stored(0)));
    }

    private static Item shardOf(Vote vote) {
        byte first = Digests.sha256(vote.wallet().getBytes(StandardCharsets.UTF_8))[0];
        return Item.of("proposal", Proposal.number(vote.proposal()))
                .with("entry", SHARD + Byte.toUnsignedInt(first) % SHARDS);
    }

    /** What the votes come to at this moment. */
    Tally tally(long proposal) {
        return Tally.of(votes.query("proposal", Proposal.number(proposal), SHARDS).stream()
                .filter(row -> row.text("entry").startsWith(SHARD))
                .toList());
    }

    /** The votes on a proposal in the order of their wallets, from the one after {@code after}. */
    List<Vote> votes(long proposal, Optional<String> after, int limit) {
        String from = after.map(wallet -> wallet + NEXT).orElse(FIRST_WALLET);
        Table.Range range = new Table.Range("proposal", Proposal.number(proposal), "entry", from, LAST_WALLET, false);
        return votes.query(range, limit).stream().map(Vote::of).toList();
    }
}
