package io.lotabots.attestation;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.aws.AdminKey;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Wire;
import org.jspecify.annotations.Nullable;

/** {@code POST /admin/oui_deny/remove}: takes a vendor of network interfaces off the list; 404 when it is not on it. */
public final class PostAdminOuiDenyRemove
        extends Endpoint<PostAdminOuiDenyRemove.Request, PostAdminOuiDenyRemove.Answer> {
    private final AdminKey admin;
    private final Denials denials;

    public PostAdminOuiDenyRemove() {
        this(Aws.of(Env.ofFunction()));
    }

    PostAdminOuiDenyRemove(Aws aws) {
        super(Request.class, Wire.RUSTCHAIN);
        this.admin = AdminKey.toChange(aws);
        this.denials = new Denials(aws);
    }

    public record Request(@Nullable JsonNode oui) {}

    /** @param removed the same as {@code oui} */
    public record Answer(boolean ok, String oui, String removed) {}

    @Override
    protected void admit(Call call) {
        admin.demand(call, 401);
    }

    @Override
    protected Answer answer(Request request, Call call) {
        String oui = Denials.named(request.oui());
        denials.remove(oui);
        return new Answer(true, oui, oui);
    }
}
