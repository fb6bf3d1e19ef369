package io.lotabots.appraisal;

import io.lotabots.aws.AdminKey;
import io.lotabots.aws.Aws;
import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Refusal;
import io.lotabots.platform.Wire;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/collateral}: loads by hand what a vendor publishes; what no vendor signed is not stored. */
public final class PostV1Collateral extends Endpoint<PostV1Collateral.Request, PostV1Collateral.Answer> {
    private static final int MOST_ISSUERS = 64 * 1024;

    private final AdminKey admin;
    private final CollateralLoader loader;

    public PostV1Collateral() {
        this(Aws.of(Env.ofFunction()));
    }

    PostV1Collateral(Aws aws) {
        super(Request.class, Wire.PROBLEM);
        this.admin = AdminKey.toChange(aws);
        this.loader = new CollateralLoader(aws);
    }

    /**
     * @param key the name under which verifiers look for it, as {@code amd/milan/vcek/crl}: see docs/appraisal.md
     * @param content in base64
     * @param issuers the chain of its signer in PEM in base64, leaf first; not needed when a root signed it
     */
    public record Request(
            @Nullable String key,
            @Nullable String content,
            @Nullable String issuers) {}

    /**
     * @param freshUntil seconds since 1970 until which its publisher calls it current; 0 when it does not say
     * @param verified whether a pinned root vouches for it; otherwise it is the operator's word until a verifier checks it
     */
    public record Answer(String key, String sha256, long freshUntil, boolean verified) {}

    @Override
    protected void admit(Call call) {
        admin.demand(call, 401);
    }

    @Override
    protected Answer answer(Request request, Call call) {
        long now = call.epochSecond();
        String key = Fields.word("key", request.key(), StoredCollateral.KEY);
        byte[] content = Fields.bytes("content", request.content(), StoredCollateral.MOST_BYTES);
        byte[] issuers =
                request.issuers() == null ? new byte[0] : Fields.bytes("issuers", request.issuers(), MOST_ISSUERS);
        CollateralLoader.Loaded loaded;
        try {
            loaded = loader.load(key, content, issuers, now);
        } catch (EvidenceRefused refused) {
            throw new Refusal(400, "COLLATERAL_REFUSED", "It was not stored: " + refused.detail())
                    .with("reason", refused.reason().code());
        }
        return new Answer(key, loaded.row().sha256(), loaded.row().freshUntil(), loaded.byVendor());
    }
}
