package io.lotabots.attestation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.aws.AdminKey;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Wire;
import org.jspecify.annotations.Nullable;

/** {@code POST /admin/oui_deny/enforce}: switches whether listed vendors are refused, one of them or the list at all. */
public final class PostAdminOuiDenyEnforce
        extends Endpoint<PostAdminOuiDenyEnforce.Request, PostAdminOuiDenyEnforce.Answer> {
    private final AdminKey admin;
    private final Denials denials;

    public PostAdminOuiDenyEnforce() {
        this(Aws.of(Env.ofFunction()));
    }

    PostAdminOuiDenyEnforce(Aws aws) {
        super(Request.class, Wire.RUSTCHAIN);
        this.admin = AdminKey.toChange(aws);
        this.denials = new Denials(aws);
    }

    /**
     * @param enforce 0, 1, false or true
     * @param oui the entry to switch; absent switches the list as a whole, the entries keep their own switches
     */
    public record Request(
            @Nullable JsonNode enforce, @Nullable JsonNode oui) {}

    public record Answer(
            boolean ok,
            int enforce,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String oui) {}

    @Override
    protected void admit(Call call) {
        admin.demand(call, 401);
    }

    @Override
    protected Answer answer(Request request, Call call) {
        boolean on = Fields.flag("enforce", request.enforce());
        if (request.oui() == null || request.oui().isNull()) {
            denials.enforceAll(on);
            return new Answer(true, on ? 1 : 0, null);
        }
        String oui = Denials.named(request.oui());
        denials.enforce(oui, on);
        return new Answer(true, on ? 1 : 0, oui);
    }
}
