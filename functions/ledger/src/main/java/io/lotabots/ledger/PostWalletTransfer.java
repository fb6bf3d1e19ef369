package io.lotabots.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.aws.AdminKey;
import io.lotabots.aws.Aws;
import io.lotabots.crypto.Digests;
import io.lotabots.crypto.Rtc;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Priming;
import io.lotabots.platform.Refusal;
import io.lotabots.platform.Wire;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code POST /wallet/transfer}: an operator moves money, from reserved wallets too; pending until it is confirmed. */
public final class PostWalletTransfer extends Endpoint<PostWalletTransfer.Request, PostWalletTransfer.Answer> {
    private static final int MAX_REASON = 200;
    private static final int MAX_KEY = 128;
    private static final int HASH_DIGITS = 32;

    private final AdminKey admin;
    private final Transfers transfers;

    public PostWalletTransfer() {
        this(Aws.of(Env.ofFunction()));
    }

    PostWalletTransfer(Aws aws) {
        super(Request.class, Wire.RUSTCHAIN);
        this.admin = AdminKey.toChange(aws);
        this.transfers = TransferAnswers.transfers(aws);
    }

    /**
     * @param amountRtc RTC as a number or its text; what lies beyond the sixth decimal moves no money
     * @param reason at most 200 characters
     * @param idempotencyKey at most 128 characters; the same key with the same body is the same transfer, for ever
     */
    public record Request(
            @Nullable JsonNode fromMiner,
            @Nullable JsonNode toMiner,
            @Nullable JsonNode amountRtc,
            @Nullable JsonNode reason,
            @Nullable JsonNode idempotencyKey) {}

    /**
     * @param phase {@code pending}; of a repeated request what became of the transfer
     * @param confirmsAt seconds since 1970 from which it is confirmed
     * @param idempotentReplay whether this very request was made before
     */
    public record Answer(
            boolean ok,
            boolean success,
            String phase,
            long pendingId,
            String txHash,
            String txId,
            String fromMiner,
            String toMiner,
            BigDecimal amountRtc,
            long confirmsAt,
            BigDecimal confirmsInHours,
            boolean idempotentReplay,
            String message) {
        static Answer of(Transfer transfer, boolean replay, long now) {
            return new Answer(
                    true,
                    true,
                    TransferAnswers.status(transfer),
                    transfer.pendingId(),
                    transfer.txHash(),
                    transfer.txHash(),
                    transfer.from(),
                    transfer.to(),
                    Rtc.shown(transfer.amount()),
                    transfer.dueAt(),
                    TransferAnswers.hours(Math.max(0, transfer.dueAt() - now)),
                    replay,
                    transfer.status() == Transfer.Status.PENDING
                            ? TransferAnswers.message(transfer, now)
                            : "Transfer is " + TransferAnswers.status(transfer) + ".");
        }
    }

    @Override
    protected void admit(Call call) {
        admin.demand(call, 401);
    }

    @Override
    protected Answer answer(Request request, Call call) {
        String from = Asked.wallet("from_miner", request.fromMiner());
        String to = Asked.wallet("to_miner", request.toMiner());
        if (SignedTransfer.isBeacon(to)) {
            throw TransferAnswers.unknownBeacon("to_miner");
        }
        if (from.equals(to)) {
            throw new Refusal(400, "FROM_TO_MUST_DIFFER", "from_miner and to_miner must differ");
        }
        long amount = Rtc.micro(SignedTransfer.amount(request.amountRtc()));
        String reason = Asked.text("reason", request.reason(), MAX_REASON).orElse("admin_transfer");
        Optional<String> key = Asked.text("idempotency_key", request.idempotencyKey(), MAX_KEY);
        String txHash = Digests.sha256Hex(
                        key.map(k -> "wallet_transfer_idempotency:" + k).orElseGet(() -> "wallet_transfer:" + drawn()))
                .substring(0, HASH_DIGITS);
        // No wallet and no amount holds the separator; the reason stands last.
        String content = Digests.sha256Hex(from + "|" + to + "|" + amount + "|" + reason);
        Optional<Transfer> before = key.isPresent() ? transfers.find(txHash) : Optional.empty();
        if (before.isPresent()) {
            return replay(before.get(), content, call);
        }
        Transfers.Order order = new Transfers.Order(txHash, from, to, amount, reason, 0, content);
        return switch (transfers.submit(order, call.epochMilli())) {
            case Transfers.Result.Accepted accepted -> Answer.of(accepted.transfer(), false, call.epochSecond());
            case Transfers.Result.Standing standing -> replay(standing.transfer(), content, call);
            case Transfers.Result.Insufficient poor -> throw TransferAnswers.insufficient(poor.balance(), amount);
            case Transfers.Result.StaleNonce _ -> throw new IllegalStateException("an operator's order has no nonce");
        };
    }

    private static Answer replay(Transfer standing, String content, Call call) {
        if (!standing.content().equals(content)) {
            throw new Refusal(409, "IDEMPOTENCY_KEY_CONFLICT", "Another transfer was asked for under this key")
                    .with("tx_hash", standing.txHash());
        }
        return Answer.of(standing, true, call.epochSecond());
    }

    private static String drawn() {
        return Priming.active() ? "priming" : UUID.randomUUID().toString();
    }
}
