package io.lotabots.attestation;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.aws.AdminKey;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Wire;
import org.jspecify.annotations.Nullable;

/** {@code POST /admin/oui_deny/add}: lists a vendor of network interfaces, or changes its entry. */
public final class PostAdminOuiDenyAdd extends Endpoint<PostAdminOuiDenyAdd.Request, PostAdminOuiDenyAdd.Answer> {
    private static final int MAX_VENDOR = 80;

    private final AdminKey admin;
    private final Denials denials;

    public PostAdminOuiDenyAdd() {
        this(Aws.of(Env.ofFunction()));
    }

    PostAdminOuiDenyAdd(Aws aws) {
        super(Request.class, Wire.RUSTCHAIN);
        this.admin = AdminKey.toChange(aws);
        this.denials = new Denials(aws);
    }

    /**
     * @param vendor shown with the refusal, at most 80 characters; {@code Unknown} unless told
     * @param enforce whether showing the vendor is refused; 0 unless told: the entry is listed only
     */
    public record Request(
            @Nullable JsonNode oui,
            @Nullable JsonNode vendor,
            @Nullable JsonNode enforce) {}

    public record Answer(boolean ok, String oui, String vendor, int enforce) {}

    @Override
    protected void admit(Call call) {
        admin.demand(call, 401);
    }

    @Override
    protected Answer answer(Request request, Call call) {
        String oui = Denials.named(request.oui());
        String vendor =
                Fields.optionalText("vendor", request.vendor(), MAX_VENDOR).orElse("Unknown");
        boolean enforce =
                request.enforce() != null && !request.enforce().isNull() && Fields.flag("enforce", request.enforce());
        denials.add(new Denials.Denial(oui, vendor, enforce, call.epochSecond()));
        return new Answer(true, oui, vendor, enforce ? 1 : 0);
    }
}
