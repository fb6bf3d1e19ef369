package io.lotabots.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.aws.AdminKey;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Wire;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code POST /withdraw/register}: an operator notes the sr25519 key with which a wallet would sign withdrawals. */
public final class PostWithdrawRegister extends Endpoint<PostWithdrawRegister.Request, PostWithdrawRegister.Answer> {
    private static final Pattern KEY = Pattern.compile("(0x)?[0-9a-fA-F]{64}");

    private final AdminKey admin;
    private final Withdrawals withdrawals;

    public PostWithdrawRegister() {
        this(Aws.of(Env.ofFunction()));
    }

    PostWithdrawRegister(Aws aws) {
        super(Request.class, Wire.RUSTCHAIN);
        this.admin = AdminKey.toChange(aws);
        this.withdrawals = new Withdrawals(aws);
    }

    /** @param pubkeySr25519 64 hexadecimal digits */
    public record Request(
            @Nullable JsonNode minerPk, @Nullable JsonNode pubkeySr25519) {}

    /** @param canWithdraw false: this platform verifies no sr25519 signatures */
    public record Answer(boolean ok, String minerPk, boolean pubkeyRegistered, boolean canWithdraw) {}

    @Override
    protected void admit(Call call) {
        admin.demand(call, 401);
    }

    @Override
    protected Answer answer(Request request, Call call) {
        String wallet = Asked.wallet("miner_pk", request.minerPk());
        String key = Asked.text("pubkey_sr25519", request.pubkeySr25519(), 66).orElse("");
        if (!KEY.matcher(key).matches()) {
            throw Asked.invalid("pubkey_sr25519", "must be 64 hexadecimal digits");
        }
        withdrawals.register(wallet, key.substring(key.length() - 64).toLowerCase(Locale.ROOT));
        return new Answer(true, wallet, true, false);
    }
}
