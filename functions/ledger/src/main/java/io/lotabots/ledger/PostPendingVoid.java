package io.lotabots.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.aws.AdminKey;
import io.lotabots.aws.Aws;
import io.lotabots.crypto.Rtc;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Refusal;
import io.lotabots.platform.Wire;
import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code POST /pending/void}: gives a pending transfer's money back to its sender, for ever. */
public final class PostPendingVoid extends Endpoint<PostPendingVoid.Request, PostPendingVoid.Answer> {
    private static final int MAX_REASON = 200;
    private static final int MAX_NAME = 64;

    private final AdminKey admin;
    private final Transfers transfers;

    public PostPendingVoid() {
        this(Aws.of(Env.ofFunction()));
    }

    PostPendingVoid(Aws aws) {
        super(Request.class, Wire.RUSTCHAIN);
        this.admin = AdminKey.toChange(aws);
        this.transfers = TransferAnswers.transfers(aws);
    }

    /**
     * @param pendingId the transfer's number; or {@code txHash}, its hash
     * @param reason at most 200 characters
     * @param voidedBy at most 64 characters
     */
    public record Request(
            @Nullable JsonNode pendingId,
            @Nullable JsonNode txHash,
            @Nullable JsonNode reason,
            @Nullable JsonNode voidedBy) {}

    public record Answer(
            boolean ok,
            long voidedId,
            String txHash,
            String fromMiner,
            String toMiner,
            BigDecimal amountRtc,
            String voidedBy,
            String reason) {}

    @Override
    protected void admit(Call call) {
        admin.demand(call, 401);
    }

    @Override
    protected Answer answer(Request request, Call call) {
        String reason = Asked.text("reason", request.reason(), MAX_REASON).orElse("admin_void");
        String by = Asked.text("voided_by", request.voidedBy(), MAX_NAME).orElse("admin");
        Transfer transfer = named(request)
                .orElseThrow(() -> new Refusal(404, "PENDING_NOT_FOUND", "There is no transfer of this name")
                        .with("error", "Pending transfer not found"));
        if (transfer.status() != Transfer.Status.PENDING) {
            throw notPending(transfer);
        }
        Transfer voided = transfers
                .voided(transfer, call.epochSecond(), by, reason)
                .orElseThrow(() -> notPending(
                        transfers.store().transfer(transfer.pendingId()).orElse(transfer)));
        return new Answer(
                true,
                voided.pendingId(),
                voided.txHash(),
                voided.from(),
                voided.to(),
                Rtc.shown(voided.amount()),
                by,
                reason);
    }

    private Optional<Transfer> named(Request request) {
        JsonNode id = request.pendingId();
        if (id != null && !id.isNull()) {
            if (!id.isIntegralNumber()
                    || !id.canConvertToLong()
                    || id.longValue() < 0
                    || id.longValue() >= 1L << Transfer.PENDING_ID_BITS) {
                throw Asked.invalid("pending_id", "must be the number of a transfer");
            }
            return transfers.store().transfer(id.longValue());
        }
        if (request.txHash() == null || request.txHash().isNull()) {
            throw Asked.invalid("pending_id", "or tx_hash must be given");
        }
        return transfers.find(Asked.txHash(
                "tx_hash", Asked.text("tx_hash", request.txHash(), 64).orElse("")));
    }

    private static Refusal notPending(Transfer transfer) {
        return new Refusal(400, "NOT_PENDING", "Only a pending transfer can be voided")
                .with("error", "Cannot void: transfer is " + TransferAnswers.status(transfer))
                .with("hint", "Only pending transfers can be voided")
                .with("status", TransferAnswers.status(transfer));
    }
}
