package io.lotabots.ledger;

import io.lotabots.settlement.Archive;
import io.lotabots.settlement.EpochRoot;
import io.lotabots.settlement.Manifest;
import io.lotabots.settlement.RootKey;
import io.lotabots.settlement.Sealed;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Seals finished epochs, in order. Each step may crash, be repeated or run in several workers at once: what is written
 * before the last step is the same whoever writes it and is seen by nobody, and the last step, moving the head, happens
 * once.
 *
 * <p>The membership and all that follows from it is computed by whoever comes first and proposed by its digest under the
 * first epoch after the head. The first proposal is the only one, for ever; everyone else loads and completes it.
 */
final class Settlement {
    private final Store store;
    private final Terms terms;
    private final Supplier<RootKey> key;
    private final Sealed sealed;
    private final Freeze freeze;
    private final Publication publication;

    /** @param key with which roots are signed; asked for when there is one to sign */
    Settlement(Store store, Terms terms, Supplier<RootKey> key, Fan fan) {
        this.store = store;
        this.terms = terms;
        this.key = key;
        this.sealed = new Sealed(new StoreArchive(store));
        this.freeze = new Freeze(store, terms, sealed, fan);
        this.publication = new Publication(store, sealed, fan);
    }

    /**
     * What a run came to.
     *
     * @param seals how many times it found something due and sealed it, or saw it sealed
     * @param head where the head stands then; absent when the ledger is not open
     * @param more whether something is due that this run was not to do any more
     */
    record Run(int seals, Optional<Head> head, boolean more) {}

    /**
     * Seals what is due; one read when nothing is.
     *
     * @param now seconds since 1970
     * @param most seals to make in this run
     */
    Run run(long now, int most) {
        Optional<Head> head = store.head();
        int seals = 0;
        while (head.isPresent() && isDue(head.get(), now) && seals < most) {
            head = Optional.of(seal(head.get(), now));
            seals++;
        }
        return new Run(seals, head, head.isPresent() && isDue(head.get(), now));
    }

    private boolean isDue(Head head, long now) {
        return head.epoch() < terms.lastDue(now);
    }

    /** Seals at least one epoch after this head. @return the head that stands then */
    private Head seal(Head head, long now) {
        long first = head.epoch() + 1;
        Optional<String> standing = store.manifest(first);
        Manifest manifest;
        if (standing.isPresent()) {
            manifest = sealed.manifest(standing.get());
            publication.complete(manifest);
        } else {
            Freeze.Proposal proposal = freeze.propose(head, now);
            String won = store.nominate(first, proposal.digest());
            boolean chosen = won.equals(proposal.digest());
            manifest = chosen ? proposal.manifest() : sealed.manifest(won);
            if (chosen) {
                publication.begin(manifest, proposal.accounts());
            } else {
                publication.complete(manifest);
            }
        }
        EpochRoot root = EpochRoot.signed(manifest, key.get());
        store.archive(Archive.rootKey(manifest.epoch()), root.bytes());
        Head after = new Head(
                manifest.epoch(),
                root.digest(),
                manifest.supplyAfter(),
                manifest.slotsAfter(),
                manifest.minted() > 0 ? manifest.epoch() : head.paidEpoch());
        if (store.commit(head, after)) {
            return after;
        }
        // Another worker moved it, or this one did and its answer was lost.
        return store.head().orElseThrow();
    }
}
