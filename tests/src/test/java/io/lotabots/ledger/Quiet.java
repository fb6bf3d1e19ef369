package io.lotabots.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotabots.crypto.Rtc;
import io.lotabots.settlement.Account;
import io.lotabots.settlement.EpochRoot;
import io.lotabots.settlement.Leaf;
import io.lotabots.settlement.Manifest;
import io.lotabots.settlement.Part;
import io.lotabots.settlement.Sealed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** What holds of a ledger in which nothing is under way (I3, I4, I5, I8). */
final class Quiet {
    private final MemoryStore store;
    private final Terms terms;
    private final Map<Long, Map<String, Long>> weights;
    private final Sealed sealed;

    /** @param weights who was enrolled in an epoch while it was open */
    Quiet(MemoryStore store, Terms terms, Map<Long, Map<String, Long>> weights) {
        this.store = store;
        this.terms = terms;
        this.weights = weights;
        this.sealed = new Sealed(new StoreArchive(store));
    }

    void check(Head head) {
        List<Manifest> seals = seals(head);
        Map<String, Long> earned = new HashMap<>();
        for (Manifest seal : seals) {
            pays(seal, earned);
        }
        rebuilt(seals.getLast(), head, earned);
    }

    /** The chosen manifests, the first one first. */
    private List<Manifest> seals(Head head) {
        List<Manifest> seals = new ArrayList<>();
        long epoch = head.epoch();
        String digest = head.root();
        while (!digest.equals(Part.NO_ROOT)) {
            EpochRoot root = sealed.root(epoch).orElseThrow();
            assertThat(root.digest()).as("I4: the chain of roots").isEqualTo(digest);
            assertThat(store.manifest(root.firstEpoch())).as("the chosen one").contains(root.manifest());
            seals.addFirst(sealed.manifest(root.manifest()));
            digest = root.previousRoot();
            epoch = root.firstEpoch() - 1;
        }
        return seals;
    }

    private void pays(Manifest seal, Map<String, Long> earned) {
        for (long epoch = seal.firstEpoch(); epoch < seal.epoch(); epoch++) {
            assertThat(weights.getOrDefault(epoch, Map.of()).values())
                    .as("I4: only the last epoch of a seal has anybody to pay")
                    .allMatch(weight -> weight == 0);
        }
        Map<String, Long> members = new TreeMap<>();
        sealed.list(seal.shards(), "shards")
                .forEach(part -> sealed.shard(part).forEach(member -> members.put(member.identity(), member.weight())));
        assertThat(members)
                .as("who was enrolled in time")
                .containsAllEntriesOf(weights.getOrDefault(seal.epoch(), Map.of()));
        long pot = Math.min(terms.chain().potMicroRtc(), Rtc.SUPPLY - seal.supplyBefore());
        Map<String, Long> shares = Reference.shares(pot, members);
        Map<String, Long> archived = new TreeMap<>();
        sealed.list(seal.leaves(), "leaves").forEach(part -> {
            for (Leaf leaf : sealed.leaves(part)) {
                archived.put(leaf.identity(), leaf.share());
                earned.merge(leaf.identity(), leaf.share(), Long::sum);
                assertThat(leaf.cumulative()).as("I3: earnings").isEqualTo(earned.get(leaf.identity()));
            }
        });
        assertThat(archived).as("I5: shares").isEqualTo(shares);
        assertThat(seal.minted()).as("I5: all of the pot or nothing").isEqualTo(shares.isEmpty() ? 0 : pot);
    }

    /** The accounts that the archive alone leads to are the wallets of the store. */
    private void rebuilt(Manifest last, Head head, Map<String, Long> earned) {
        Map<String, Account> accounts = new TreeMap<>();
        sealed.accounts(last.accounts()).forEach(account -> accounts.put(account.wallet(), account));
        for (Wallet wallet : store.wallets()) {
            long cumulative = Invariants.earned(store, wallet, head);
            assertThat(cumulative).as("I3: pages").isEqualTo(earned.getOrDefault(wallet.id(), 0L));
            assertThat(accounts).as("I8: %s", wallet).containsKey(wallet.id());
            Account account = Objects.requireNonNull(accounts.remove(wallet.id()));
            assertThat(new Wallet(
                            wallet.id(),
                            account.base(),
                            account.encumbered(),
                            account.folded(),
                            account.nonce(),
                            account.slot()))
                    .as("I8")
                    .isEqualTo(wallet);
            assertThat(account.earned()).as("I8").isEqualTo(cumulative);
        }
        assertThat(accounts).as("I8: nobody else").isEmpty();
    }
}
