package io.lotabots.ledger;

import io.lotabots.settlement.JournalEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Moves money in two steps: a transfer is pending, its amount held back, until it is confirmed after the delay or voided.
 * Whatever stops a step, it happened wholly or not at all, and asking again never moves money twice.
 *
 * @param confirmationSeconds from a transfer's submission until it may be confirmed
 */
record Transfers(Store store, long confirmationSeconds) {
    /** Most attempts at a wallet that others keep changing. */
    private static final int MAX_ATTEMPTS = 48;

    /** Most transfers whose hashes begin with the same 52 bits. */
    private static final int MAX_PROBES = 16;

    private static final long MAX_PENDING_ID = (1L << Transfer.PENDING_ID_BITS) - 1;

    /**
     * What is asked for.
     *
     * @param txHash 32 hexadecimal digits that name this transfer for ever
     * @param amount micro-RTC, above 0
     * @param nonce above every nonce that the sender used; 0 when an operator moves the money
     * @param content digest of what was asked for, see {@link Transfer}
     */
    record Order(String txHash, String from, String to, long amount, String memo, long nonce, String content) {}

    /** What became of an order. */
    sealed interface Result {
        /** The transfer is pending now. */
        record Accepted(Transfer transfer) implements Result {}

        /** A transfer of this hash was submitted before; nothing happened. */
        record Standing(Transfer transfer) implements Result {}

        /** The sender has not so much; nothing happened. */
        record Insufficient(Balance balance) implements Result {}

        /** The sender used this nonce, or a greater one; nothing happened. */
        record StaleNonce(long latest) implements Result {}
    }

    /**
     * Submits a transfer.
     *
     * @param nowMillis milliseconds since 1970
     * @throws IllegalStateException when others kept changing the sender's wallet; nothing happened then
     */
    Result submit(Order order, long nowMillis) {
        long number = Transfer.pendingId(order.txHash());
        int probes = 0;
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            Balance balance = Balance.of(store, order.from());
            if (order.nonce() > 0 && order.nonce() <= balance.wallet().nonce()) {
                return find(order.txHash())
                        .<Result>map(Result.Standing::new)
                        .orElseGet(() -> new Result.StaleNonce(balance.wallet().nonce()));
            }
            if (order.amount() > balance.available()) {
                // Money that an earlier try of the same order holds back is no reason to refuse it.
                return find(order.txHash())
                        .<Result>map(Result.Standing::new)
                        .orElseGet(() -> new Result.Insufficient(balance));
            }
            Transfer transfer = pending(order, number, nowMillis);
            Wallet after = balance.spent(order.amount(), order.nonce());
            switch (store.submit(transfer, balance.wallet(), after, submitted(order, balance, nowMillis))) {
                case Store.Submission.Accepted _ -> {
                    return new Result.Accepted(transfer);
                }
                case Store.Submission.Taken taken
                when taken.standing().txHash().equals(order.txHash()) -> {
                    return new Result.Standing(taken.standing());
                }
                case Store.Submission.Taken _ -> {
                    number = following(number);
                    if (++probes > MAX_PROBES) {
                        throw new IllegalStateException("no number is free for transfer " + order.txHash());
                    }
                }
                case Store.Submission.Changed _ -> {
                    // Another movement of this wallet came first: look again.
                }
            }
        }
        throw new IllegalStateException("the wallet of transfer " + order.txHash() + " kept changing");
    }

    private Transfer pending(Order order, long number, long nowMillis) {
        long now = Math.floorDiv(nowMillis, 1000);
        return new Transfer(
                order.txHash(),
                number,
                order.from(),
                order.to(),
                order.amount(),
                order.memo(),
                order.nonce(),
                order.content(),
                now,
                Math.addExact(now, confirmationSeconds),
                Transfer.Status.PENDING,
                0,
                "",
                "");
    }

    private static JournalEntry submitted(Order order, Balance balance, long nowMillis) {
        return new JournalEntry(
                nowMillis,
                JournalEntry.Step.SUBMIT,
                order.txHash(),
                order.from(),
                order.to(),
                order.amount(),
                balance.unfolded(),
                balance.earned(),
                order.nonce());
    }

    /** The transfer of this hash, if it was ever accepted. */
    Optional<Transfer> find(String txHash) {
        long number = Transfer.pendingId(txHash);
        for (int probe = 0; probe <= MAX_PROBES; probe++) {
            Optional<Transfer> transfer = store.transfer(number);
            if (transfer.isEmpty() || transfer.get().txHash().equals(txHash)) {
                return transfer;
            }
            number = following(number);
        }
        return Optional.empty();
    }

    private static long following(long number) {
        return number == MAX_PENDING_ID ? 0 : number + 1;
    }

    /**
     * Confirms what is due, the longest due first.
     *
     * @param second seconds since 1970
     * @return those that this call confirmed
     */
    List<Transfer> confirmDue(long second, int limit) {
        return confirm(store.due(second, limit), second);
    }

    /** Confirms those of {@code transfers} that are due. @return those that this call confirmed */
    List<Transfer> confirm(List<Transfer> transfers, long second) {
        List<Transfer> confirmed = new ArrayList<>();
        for (Transfer due : transfers) {
            if (due.dueAt() <= second) {
                Transfer decided = due.confirmed(second);
                if (store.decide(decided, step(JournalEntry.Step.CONFIRM, due, second))) {
                    confirmed.add(decided);
                }
            }
        }
        return confirmed;
    }

    /** Voids a pending transfer. @return the transfer as it is then; absent when it was not pending any more */
    Optional<Transfer> voided(Transfer pending, long second, String by, String why) {
        Transfer decided = pending.voided(second, by, why);
        return store.decide(decided, step(JournalEntry.Step.VOID, pending, second))
                ? Optional.of(decided)
                : Optional.empty();
    }

    private static JournalEntry step(JournalEntry.Step step, Transfer of, long second) {
        // Never before the submission, whichever clock each was told.
        long at = Math.multiplyExact(Math.max(second, of.submittedAt() + 1), 1000L);
        return new JournalEntry(at, step, of.txHash(), of.from(), of.to(), of.amount(), 0, 0, of.nonce());
    }
}
