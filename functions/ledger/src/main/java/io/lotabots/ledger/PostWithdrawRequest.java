package io.lotabots.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.aws.Aws;
import io.lotabots.aws.RateLimit;
import io.lotabots.crypto.Rtc;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Refusal;
import io.lotabots.platform.Reply;
import io.lotabots.platform.Wire;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /withdraw/request}: a withdrawal to another chain, signed by sr25519. No such signature can be verified
 * here, so that every request is refused; nothing is moved.
 */
public final class PostWithdrawRequest extends Endpoint<PostWithdrawRequest.Request, Reply> {
    private static final long LEAST_MICRO_RTC = 100_000;
    private static final int MAX_TEXT = 256;

    private final Store store;
    private final Withdrawals withdrawals;
    private final RateLimit perAddress;

    public PostWithdrawRequest() {
        this(Aws.of(Env.ofFunction()));
    }

    PostWithdrawRequest(Aws aws) {
        super(Request.class, Wire.RUSTCHAIN);
        this.store = new DynamoStore(aws);
        this.withdrawals = new Withdrawals(aws);
        this.perAddress = TransferAnswers.limit(aws, "withdrawal");
    }

    /** @param amount RTC, at least 0.1 */
    public record Request(
            @Nullable JsonNode minerPk,
            @Nullable JsonNode amount,
            @Nullable JsonNode destination,
            @Nullable JsonNode signature,
            @Nullable JsonNode nonce) {}

    @Override
    protected void admit(Call call) {
        perAddress.take(call.sourceNetwork(), call.epochSecond());
    }

    @Override
    protected Reply answer(Request request, Call call) {
        String wallet = Asked.wallet("miner_pk", request.minerPk());
        Asked.demand("destination", request.destination(), MAX_TEXT);
        Asked.demand("signature", request.signature(), MAX_TEXT);
        long amount = Rtc.micro(SignedTransfer.amount(request.amount()));
        if (amount < LEAST_MICRO_RTC) {
            throw Asked.invalid("amount", "must be at least 0.1 RTC");
        }
        Balance balance = Balance.of(store, wallet);
        if (amount > balance.available()) {
            throw new Refusal(400, "INSUFFICIENT_BALANCE", "The wallet has not so much that is free to spend")
                    .with("error", "Insufficient balance")
                    .with("balance", Rtc.shown(balance.total()))
                    .with("available", Rtc.shown(balance.available()));
        }
        throw withdrawals.key(wallet).isEmpty()
                ? new Refusal(403, "NO_WITHDRAWAL_KEY", "No sr25519 key is registered for this wallet")
                : new Refusal(
                        403,
                        "WITHDRAWALS_UNAVAILABLE",
                        "This platform verifies no sr25519 signatures; move money by POST /wallet/transfer/signed");
    }
}
