package io.lotabots.attestation;

import io.lotabots.aws.AdminKey;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Wire;
import java.util.List;

/** {@code GET /admin/oui_deny/list}: the vendors of network interfaces that no miner may show. */
public final class GetAdminOuiDenyList extends Endpoint<GetAdminOuiDenyList.Request, GetAdminOuiDenyList.Answer> {
    private final AdminKey admin;
    private final Denials denials;

    public GetAdminOuiDenyList() {
        this(Aws.of(Env.ofFunction()));
    }

    GetAdminOuiDenyList(Aws aws) {
        super(Request.class, Wire.RUSTCHAIN);
        this.admin = AdminKey.toRead(aws);
        this.denials = new Denials(aws);
    }

    /** Nothing is asked. */
    public record Request() {}

    public record Answer(boolean ok, int count, List<Entry> entries) {}

    /**
     * @param oui 6 hexadecimal digits
     * @param enforce 1 when showing the vendor is refused, 0 when it is only listed
     * @param addedTs seconds since 1970
     */
    public record Entry(String oui, String vendor, int enforce, long addedTs) {}

    @Override
    protected void admit(Call call) {
        admin.demand(call, 401);
    }

    @Override
    protected Answer answer(Request request, Call call) {
        List<Entry> entries = denials.entries().stream()
                .map(d -> new Entry(d.oui(), d.vendor(), d.enforced() ? 1 : 0, d.addedAtEpochSecond()))
                .toList();
        return new Answer(true, entries.size(), entries);
    }
}
