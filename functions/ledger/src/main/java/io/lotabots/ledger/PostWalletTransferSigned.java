package io.lotabots.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.aws.Aws;
import io.lotabots.aws.RateLimit;
import io.lotabots.crypto.Digests;
import io.lotabots.crypto.Rtc;
import io.lotabots.crypto.TransferMessage;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Refusal;
import io.lotabots.platform.Wire;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** {@code POST /wallet/transfer/signed}: the owner of a wallet moves money; pending until it is confirmed. */
public final class PostWalletTransferSigned
        extends Endpoint<PostWalletTransferSigned.Request, PostWalletTransferSigned.Answer> {
    private final Aws aws;
    private final String chainId;
    private final Transfers transfers;
    private final RateLimit perAddress;

    public PostWalletTransferSigned() {
        this(Aws.of(Env.ofFunction()));
    }

    PostWalletTransferSigned(Aws aws) {
        super(Request.class, Wire.RUSTCHAIN);
        this.aws = aws;
        this.chainId = aws.env().get("CHAIN_ID");
        this.transfers = TransferAnswers.transfers(aws);
        this.perAddress = TransferAnswers.limit(aws, "transfer");
    }

    /**
     * @param amountRtc RTC as a number or its text; what lies beyond the sixth decimal moves no money
     * @param feeRtc 0, or absent
     * @param nonce above every nonce that the sender used, a number or its text
     * @param publicKey 64 hexadecimal digits, the key that {@code fromAddress} derives from
     * @param signature 128 hexadecimal digits, Ed25519 over the transfer's canonical JSON
     * @param chainId the chain that the signature is for, when it names one
     */
    public record Request(
            @Nullable JsonNode fromAddress,
            @Nullable JsonNode toAddress,
            @Nullable JsonNode amountRtc,
            @Nullable JsonNode feeRtc,
            @Nullable JsonNode memo,
            @Nullable JsonNode nonce,
            @Nullable JsonNode publicKey,
            @Nullable JsonNode signature,
            @Nullable JsonNode chainId) {}

    /**
     * @param txHash names the transfer, as does {@code txId}
     * @param confirmsAt seconds since 1970 from which it is confirmed
     */
    public record Answer(
            boolean ok,
            boolean success,
            boolean verified,
            String signatureType,
            boolean replayProtected,
            String phase,
            long pendingId,
            String txHash,
            String txId,
            String fromAddress,
            String toAddress,
            BigDecimal amountRtc,
            String chainId,
            long nonce,
            long confirmsAt,
            BigDecimal confirmsInHours,
            String message) {
        static Answer of(Transfer transfer, String chainId, long now) {
            return new Answer(
                    true,
                    true,
                    true,
                    "Ed25519",
                    true,
                    "pending",
                    transfer.pendingId(),
                    transfer.txHash(),
                    transfer.txHash(),
                    transfer.from(),
                    transfer.to(),
                    Rtc.shown(transfer.amount()),
                    chainId,
                    transfer.nonce(),
                    transfer.dueAt(),
                    TransferAnswers.hours(transfer.dueAt() - now),
                    TransferAnswers.message(transfer, now));
        }
    }

    @Override
    protected void admit(Call call) {
        perAddress.take(call.sourceNetwork(), call.epochSecond());
    }

    @Override
    protected Answer answer(Request request, Call call) {
        SignedTransfer asked = SignedTransfer.of(request);
        TransferMessage message = asked.message();
        Signer.demandChain(message.chainId(), chainId);
        if (SignedTransfer.isBeacon(message.from())) {
            throw TransferAnswers.unknownBeacon("from_address");
        }
        Signer signer = Signer.of(asked.publicKey(), asked.signature());
        Profile profile = Profile.of(aws, message.from());
        signer.demand("from_address", message.from(), profile);
        TransferMessage.Signed signed =
                message.verify(signer.key(), signer.signature()).orElseThrow(() -> Signer.forged("transfer"));
        if (message.fee().signum() != 0) {
            throw feeRefused(signed, message.fee());
        }
        if (SignedTransfer.isBeacon(message.to())) {
            throw TransferAnswers.unknownBeacon("to_address");
        }
        profile.hold().ifPresent(hold -> {
            throw hold.refusal();
        });
        Transfers.Order order = new Transfers.Order(
                signed.txHash(),
                message.from(),
                message.to(),
                asked.amountMicro(),
                message.memo(),
                message.nonce(),
                Digests.sha256Hex("signed"));
        return switch (transfers.submit(order, call.epochMilli())) {
            case Transfers.Result.Accepted accepted -> Answer.of(accepted.transfer(), chainId, call.epochSecond());
            case Transfers.Result.Standing standing ->
                throw replay(message.nonce())
                        .with("tx_hash", standing.transfer().txHash())
                        .with("pending_id", standing.transfer().pendingId())
                        .with("status", TransferAnswers.status(standing.transfer()));
            case Transfers.Result.StaleNonce stale
            when stale.latest() == message.nonce() -> throw replay(message.nonce());
            case Transfers.Result.StaleNonce stale ->
                throw new Refusal(
                                400,
                                "OUT_OF_ORDER_NONCE",
                                "The nonce must be above " + stale.latest() + ", the last one of this wallet")
                        .with("nonce", Long.toString(message.nonce()))
                        .with("latest_nonce", stale.latest());
            case Transfers.Result.Insufficient poor ->
                throw TransferAnswers.insufficient(poor.balance(), order.amount());
        };
    }

    private static Refusal feeRefused(TransferMessage.Signed signed, BigDecimal fee) {
        return signed.bindsFee()
                ? new Refusal(400, "SIGNED_TRANSFER_FEE_UNSETTLED", "This network takes no fee; send fee_rtc 0")
                        .with("fee_rtc", fee)
                : new Refusal(401, "LEGACY_SIGNATURE_FEE_UNBOUND", "A fee must stand in what is signed");
    }

    private static Refusal replay(long nonce) {
        return new Refusal(400, "REPLAY_DETECTED", "This wallet used this nonce already")
                .with("nonce", Long.toString(nonce));
    }
}
