package io.lotabots.settlement;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an epoch comes to: a pure function of the accounts before it, its frozen members, the journal up to its cut and
 * the pot. Whoever computes it, in whatever order the input comes, gets the same.
 *
 * @param accounts every wallet after the epoch, by wallet
 * @param leaves who had weight, with share and earnings, by slot
 * @param minted micro-RTC paid in all
 * @param weight the members' weights in all
 * @param slots slots that are given away after the epoch
 */
public record Outcome(List<Account> accounts, List<Leaf> leaves, long minted, long weight, long slots) {
    /**
     * Computes an epoch.
     *
     * @param before the accounts as of the epoch sealed before it, by wallet
     * @param slots slots given away so far: whoever has weight for the first time gets the next ones, by identity
     * @param members distinct, by identity
     * @param pot micro-RTC to pay: what the epoch may mint
     * @throws ArithmeticException when a sum leaves 64 bits
     */
    public static Outcome of(List<Account> before, long slots, List<Enrolled> members, Movements movements, long pot) {
        List<Enrolled> weighing =
                members.stream().filter(member -> member.weight() > 0).toList();
        long[] shares = Shares.split(pot, weighing);
        List<Account> changed = moved(before, movements);
        List<Account> after = new ArrayList<>(changed.size() + weighing.size());
        List<Leaf> bySlot = new ArrayList<>();
        long next = slots;
        int at = 0;
        for (int i = 0; i < shares.length; i++) {
            String identity = weighing.get(i).identity();
            while (at < changed.size() && changed.get(at).wallet().compareTo(identity) < 0) {
                after.add(changed.get(at++));
            }
            boolean known = at < changed.size() && changed.get(at).wallet().equals(identity);
            Account account = known ? changed.get(at++) : Account.empty(identity);
            account = (account.slot() < 0 ? account.placed(next++) : account).paid(shares[i]);
            after.add(account);
            bySlot.add(new Leaf(account.slot(), identity, weighing.get(i).weight(), shares[i], account.earned()));
        }
        after.addAll(changed.subList(at, changed.size()));
        return new Outcome(after, sorted(bySlot, next), Arrays.stream(shares).sum(), Shares.total(weighing), next);
    }

    /** The accounts with the changes merged in; both stand in the order of wallets. */
    private static List<Account> moved(List<Account> before, Movements movements) {
        if (movements.wallets().isEmpty()) {
            return before;
        }
        List<Account> after =
                new ArrayList<>(before.size() + movements.wallets().size());
        int at = 0;
        for (Account change : movements.wallets().values()) {
            while (at < before.size() && before.get(at).wallet().compareTo(change.wallet()) < 0) {
                after.add(before.get(at++));
            }
            boolean known = at < before.size() && before.get(at).wallet().equals(change.wallet());
            after.add(known ? Movements.applied(before.get(at++), change) : change);
        }
        after.addAll(before.subList(at, before.size()));
        return after;
    }

    /** By slot: a place for each slot is quicker than sorting, and shows two leaves of one slot. */
    private static List<Leaf> sorted(List<Leaf> leaves, long slots) {
        @Nullable Leaf[] places = new Leaf[Math.toIntExact(slots)];
        for (Leaf leaf : leaves) {
            int slot = Math.toIntExact(leaf.slot());
            if (places[slot] != null) {
                throw new Malformed("slot " + slot + " is given to two wallets");
            }
            places[slot] = leaf;
        }
        List<Leaf> sorted = new ArrayList<>(leaves.size());
        for (@Nullable Leaf leaf : places) {
            if (leaf != null) {
                sorted.add(leaf);
            }
        }
        return sorted;
    }

    /** Numbers of the pages that the epoch changes, in order: those of everyone whom it pays. */
    public List<Long> changedPages() {
        BitSet changed = new BitSet();
        for (Leaf leaf : leaves) {
            if (leaf.share() > 0) {
                changed.set(Math.toIntExact(Page.of(leaf.slot())));
            }
        }
        return changed.stream().asLongStream().boxed().toList();
    }

    /** The bytes of the given pages, from accounts in any order. */
    public static SortedMap<Long, byte[]> pages(List<Account> accounts, List<Long> wanted) {
        SortedMap<Long, List<Account>> wallets = new TreeMap<>();
        wanted.forEach(page -> wallets.put(page, new ArrayList<>(Page.WALLETS)));
        for (Account account : accounts) {
            List<Account> page = account.slot() < 0 ? null : wallets.get(Page.of(account.slot()));
            if (page != null) {
                page.add(account);
            }
        }
        SortedMap<Long, byte[]> pages = new TreeMap<>();
        wallets.forEach((page, of) -> pages.put(page, Page.write(page, of)));
        return pages;
    }
}
