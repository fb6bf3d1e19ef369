package io.lotabots.settlement;

import io.lotabots.crypto.Rtc;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Recomputes sealed epochs from an archive alone: membership, shares, pages, tree, accounts (which replays the journal
 * and so rebuilds every wallet), signatures, sums and the chain of roots. Nothing is believed that can be computed.
 *
 * <p>It needs memory for the wallets of one epoch, and time in proportion to members and journal entries.
 */
public final class Audit {
    private final Sealed sealed;
    private final Map<String, byte[]> keys;
    private final Progress progress;

    /**
     * @param archive what is audited
     * @param keys the platform's Ed25519 public keys by {@link EpochRoot#keyId}, from a source that is trusted
     * @param progress is told of every audited seal
     */
    public Audit(Archive archive, Map<String, byte[]> keys, Progress progress) {
        this.sealed = new Sealed(archive);
        this.keys = Map.copyOf(keys);
        this.progress = progress;
    }

    /** Is told how far an audit has come. */
    @FunctionalInterface
    public interface Progress {
        /** @param done seals that are audited @param of seals to audit in all */
        void audited(long epoch, long done, long of);
    }

    /**
     * Is told, in order, of what an audit replays: enough to rebuild every row of the ledger that money stands on. What
     * it is told is computed, not read; it is the archive's own only while the report has no differences.
     */
    public interface Replay {
        /** One step of a movement of money, by seal, shard and time. */
        void moved(JournalEntry entry);

        /**
         * One seal, after the steps before its cut.
         *
         * @param accounts every wallet as of the seal and its journal cut, by wallet
         * @param pages numbers of the pages that it changed
         */
        void sealed(EpochRoot root, Manifest manifest, List<Account> accounts, List<Long> pages);
    }

    private static final class Unheard implements Replay {
        @Override
        public void moved(JournalEntry entry) {
            // An audit alone needs no more than the report.
        }

        @Override
        public void sealed(EpochRoot root, Manifest manifest, List<Account> accounts, List<Long> pages) {
            // The same.
        }
    }

    /**
     * What an audit came to.
     *
     * @param seals how many were audited
     * @param firstEpoch the first epoch that they cover
     * @param lastEpoch the last one
     * @param shares how many shares were recomputed
     * @param minted micro-RTC that these seals paid
     * @param supply micro-RTC in existence after the last one
     * @param differences one line each; none when everything is as it should be
     */
    public record Report(
            long seals,
            long firstEpoch,
            long lastEpoch,
            long shares,
            long minted,
            long supply,
            List<String> differences) {
        public Report {
            differences = List.copyOf(differences);
        }
    }

    /** Audits the one seal that ends with an epoch, starting from the accounts that it names as those before it. */
    public Report epoch(long epoch) {
        Differences differences = new Differences();
        Optional<EpochRoot> root = root(epoch, differences);
        if (root.isEmpty()) {
            return new Report(0, epoch, epoch, 0, 0, 0, differences.lines());
        }
        return run(List.of(root.get()), differences, false, new Unheard());
    }

    /** Audits every seal from the first one to that which ends with epoch {@code last}, and that each leads to the next. */
    public Report chain(long last) {
        return chain(last, new Unheard());
    }

    /** The same, telling {@code replay} what every seal rebuilds. */
    public Report chain(long last, Replay replay) {
        Differences differences = new Differences();
        List<EpochRoot> roots = new ArrayList<>();
        for (long epoch = last; ; ) {
            Optional<EpochRoot> root = root(epoch, differences);
            root.ifPresent(roots::addFirst);
            if (root.isEmpty() || root.get().previousRoot().equals(Part.NO_ROOT)) {
                break;
            }
            if (root.get().firstEpoch() > root.get().epoch() || root.get().firstEpoch() < 1) {
                differences.add(
                        "epoch " + epoch + " is sealed from epoch " + root.get().firstEpoch());
                break;
            }
            epoch = root.get().firstEpoch() - 1;
        }
        return roots.isEmpty()
                ? new Report(0, last, last, 0, 0, 0, differences.lines())
                : run(roots, differences, true, replay);
    }

    private Report run(List<EpochRoot> roots, Differences differences, boolean fromTheFirst, Replay replay) {
        long shares = 0;
        long minted = 0;
        @Nullable Link before = null;
        for (int i = 0; i < roots.size(); i++) {
            EpochRoot root = roots.get(i);
            try {
                Link link = new SealCheck(sealed, root, keys, differences, replay).run(before, fromTheFirst && i == 0);
                shares += link.shares();
                before = link;
            } catch (Malformed | ArithmeticException | IllegalArgumentException e) {
                differences.add("epoch " + root.epoch() + ": " + e.getMessage());
                before = null;
            }
            minted += root.minted();
            progress.audited(root.epoch(), i + 1L, roots.size());
        }
        EpochRoot last = roots.getLast();
        if (last.supply() > Rtc.SUPPLY) {
            differences.add("epoch " + last.epoch() + ": a supply of " + last.supply() + " is more than " + Rtc.SUPPLY);
        }
        return new Report(
                roots.size(),
                roots.getFirst().firstEpoch(),
                last.epoch(),
                shares,
                minted,
                last.supply(),
                differences.lines());
    }

    private Optional<EpochRoot> root(long epoch, Differences differences) {
        try {
            Optional<EpochRoot> root = sealed.root(epoch);
            if (root.isEmpty()) {
                differences.add("epoch " + epoch + ": the archive has no root of a seal that ends with it");
            }
            return root;
        } catch (Malformed e) {
            differences.add("epoch " + epoch + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    /**
     * A seal that was recomputed, as the next one builds on it.
     *
     * @param accounts the recomputed accounts after it
     * @param allocated micro-RTC of the opening allocations that the journal has shown so far
     * @param opening micro-RTC in existence before the first seal
     */
    record Link(EpochRoot root, Manifest manifest, List<Account> accounts, long allocated, long opening) {
        long shares() {
            return manifest.treeSize();
        }
    }
}
