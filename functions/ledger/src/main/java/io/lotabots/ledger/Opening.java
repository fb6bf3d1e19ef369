package io.lotabots.ledger;

import io.lotabots.crypto.Digests;
import io.lotabots.crypto.MinerId;
import io.lotabots.crypto.Rtc;
import io.lotabots.platform.Chain;
import io.lotabots.settlement.JournalEntry;
import io.lotabots.settlement.Part;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The opening of the ledger: the first head, and the allocations with which supply enters beside settled epochs.
 *
 * @param allocations at most {@value #MAX_ALLOCATIONS}, each wallet once
 */
record Opening(Chain chain, List<Allocation> allocations) {
    /** As many as one transaction takes with a wallet, a journal and an activity row for each. */
    static final int MAX_ALLOCATIONS = 30;

    private static final int HASH_DIGITS = 32;

    /** @throws IllegalArgumentException naming what is wrong */
    Opening {
        allocations = List.copyOf(allocations);
        if (allocations.size() > MAX_ALLOCATIONS) {
            throw new IllegalArgumentException(
                    "at most " + MAX_ALLOCATIONS + " allocations, got: " + allocations.size());
        }
        Set<String> wallets = new HashSet<>();
        long sum = 0;
        for (Allocation allocation : allocations) {
            if (!wallets.add(allocation.wallet)) {
                throw new IllegalArgumentException(allocation.wallet + " is allocated something twice");
            }
            sum = Math.addExact(sum, allocation.amount);
        }
        if (sum > Rtc.SUPPLY) {
            throw new IllegalArgumentException(
                    "the allocations sum to " + sum + " micro-RTC, there will ever be " + Rtc.SUPPLY);
        }
    }

    /** @param amount micro-RTC, above 0 */
    record Allocation(String wallet, long amount) {
        /** Reads {@code wallet=amount}. @throws IllegalArgumentException naming what is wrong */
        static Allocation parse(String text) {
            int equals = text.indexOf('=');
            String wallet = equals < 0 ? text : text.substring(0, equals);
            String amount = text.substring(equals + 1);
            if (equals < 0
                    || !MinerId.isWellFormed(wallet)
                    || !amount.matches("[0-9]{1,18}")
                    || Long.parseLong(amount) == 0) {
                throw new IllegalArgumentException(
                        "an allocation is given as wallet=amount in whole micro-RTC above 0, got: " + text);
            }
            return new Allocation(MinerId.reading(wallet).value(), Long.parseLong(amount));
        }
    }

    /** Reads allocations parted by commas; none when the text is empty. */
    static Opening of(Chain chain, String allocations) {
        return new Opening(
                chain,
                allocations.isBlank()
                        ? List.of()
                        : List.of(allocations.split(",", -1)).stream()
                                .map(String::strip)
                                .map(Allocation::parse)
                                .toList());
    }

    /**
     * Opens the ledger unless it is open.
     *
     * @param first the first epoch that is ever settled, 0 or more
     * @throws IllegalArgumentException in one line, when it is open on other allocations
     */
    void open(Store store, long first) {
        String terms = terms();
        String standing = store.open(head(first), terms, entries(first));
        if (!standing.equals(terms)) {
            throw new IllegalArgumentException("the ledger was opened on other genesis allocations than the "
                    + allocations.size() + " asked for (" + terms.substring(0, 16) + ", not "
                    + standing.substring(0, Math.min(16, standing.length())) + "); they cannot change");
        }
    }

    /** Digest of the allocations, whatever their order. */
    String terms() {
        return Digests.sha256Hex(allocations.stream()
                .map(allocation -> allocation.wallet + "=" + allocation.amount)
                .sorted()
                .collect(Collectors.joining(",")));
    }

    private Head head(long first) {
        long allocated = allocations.stream().mapToLong(Allocation::amount).sum();
        return new Head(first - 1, Part.NO_ROOT, allocated, 0, -1);
    }

    /** They are dated to the start of the first epoch, so that they come before everything else that happens. */
    private List<JournalEntry> entries(long first) {
        long atMillis = Math.multiplyExact(chain.epochStartsAt(first), 1000L);
        List<JournalEntry> entries = new ArrayList<>();
        for (Allocation allocation : allocations) {
            String hash = Digests.sha256Hex("genesis " + chain.chainId() + " " + allocation.wallet)
                    .substring(0, HASH_DIGITS);
            entries.add(new JournalEntry(
                    atMillis, JournalEntry.Step.GENESIS, hash, "", allocation.wallet, allocation.amount, 0, 0, 0));
        }
        return entries;
    }
}
