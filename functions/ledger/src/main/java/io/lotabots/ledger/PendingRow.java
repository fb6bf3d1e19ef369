package io.lotabots.ledger;

import io.lotabots.crypto.Rtc;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A transfer as operators see it.
 *
 * @param ts seconds since 1970 at which it was submitted
 * @param confirmsAt seconds since 1970 from which it is confirmed
 * @param reason what its sender said of it
 */
public record PendingRow(
        long id,
        long ts,
        String fromMiner,
        String toMiner,
        BigDecimal amountRtc,
        String reason,
        long confirmsAt,
        String status,
        String txHash,
        @Nullable String voidedBy,
        @Nullable String voidedReason) {
    static PendingRow of(Transfer transfer) {
        boolean voided = transfer.status() == Transfer.Status.VOIDED;
        return new PendingRow(
                transfer.pendingId(),
                transfer.submittedAt(),
                transfer.from(),
                transfer.to(),
                Rtc.shown(transfer.amount()),
                transfer.memo(),
                transfer.dueAt(),
                TransferAnswers.status(transfer),
                transfer.txHash(),
                voided ? transfer.decidedBy() : null,
                voided ? transfer.decision() : null);
    }

    /** Those that should have been confirmed by now. */
    static List<Transfer> overdue(List<Transfer> transfers, long now) {
        return transfers.stream()
                .filter(transfer -> transfer.status() == Transfer.Status.PENDING && transfer.dueAt() <= now)
                .toList();
    }

    /** By how many seconds the longest overdue one is, 0 when none is. */
    static long longest(List<Transfer> overdue, long now) {
        return overdue.stream()
                .mapToLong(transfer -> now - transfer.dueAt())
                .max()
                .orElse(0);
    }
}
