package io.lotabots.ledger;

import io.lotabots.aws.Aws;
import io.lotabots.crypto.Rtc;
import io.lotabots.platform.Call;
import io.lotabots.platform.Chain;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Refusal;
import io.lotabots.platform.Wire;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** {@code GET /wallet/tx/{tx_hash}}: where a transfer stands. */
public final class GetWalletTx extends Endpoint<GetWalletTx.Request, GetWalletTx.Answer> {
    private final Transfers transfers;
    private final Chain chain;

    public GetWalletTx() {
        this(Aws.of(Env.ofFunction()));
    }

    GetWalletTx(Aws aws) {
        super(Request.class, Wire.RUSTCHAIN);
        this.transfers = TransferAnswers.transfers(aws);
        this.chain = Chain.of(aws.env());
    }

    /** @param txHash 32 hexadecimal digits */
    public record Request(@Nullable String txHash) {}

    /**
     * @param status {@code pending}, {@code confirmed} or {@code failed} (voided)
     * @param blockHeight the slot in which it was confirmed
     * @param confirmsAt seconds since 1970 from which it is confirmed, as are the other times
     */
    public record Answer(
            boolean ok,
            String txHash,
            String status,
            int confirmations,
            @Nullable Long blockHeight,
            long pendingId,
            String from,
            String to,
            BigDecimal amountRtc,
            long submittedAt,
            long confirmsAt,
            @Nullable Long decidedAt) {}

    @Override
    protected Answer answer(Request request, Call call) {
        String txHash = Asked.txHash("tx_hash", request.txHash());
        Transfer transfer = transfers
                .find(txHash)
                .orElseThrow(
                        () -> new Refusal(404, "TRANSACTION_NOT_FOUND", "No transfer of this hash was ever accepted")
                                .with("status", "not_found")
                                .with("tx_hash", txHash));
        boolean confirmed = transfer.status() == Transfer.Status.CONFIRMED;
        boolean voided = transfer.status() == Transfer.Status.VOIDED;
        return new Answer(
                true,
                txHash,
                voided ? "failed" : TransferAnswers.status(transfer),
                confirmed ? 1 : 0,
                confirmed ? (Long) chain.slotAt(transfer.decidedAt()) : null,
                transfer.pendingId(),
                transfer.from(),
                transfer.to(),
                Rtc.shown(transfer.amount()),
                transfer.submittedAt(),
                transfer.dueAt(),
                transfer.decidedAt() == 0 ? null : (Long) transfer.decidedAt());
    }
}
