package io.lotabots.operations;

import io.lotabots.aws.AdminKey;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Wire;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/nodes}: the nodes of the network, in pages; private addresses for operators alone. */
public final class GetApiNodes extends Endpoint<GetApiNodes.Request, GetApiNodes.Answer> {
    private final NodeList nodes;
    private final AdminKey admin;

    public GetApiNodes() {
        this(Aws.of(Env.ofFunction()));
    }

    GetApiNodes(Aws aws) {
        super(Request.class, Wire.RUSTCHAIN);
        this.nodes = NodeList.of(aws.env());
        this.admin = AdminKey.toRead(aws);
    }

    /**
     * @param limit 1 to 50, 20 when absent
     * @param offset 0 to 1000000, 0 when absent
     */
    public record Request(@Nullable String limit, @Nullable String offset) {}

    /** @param total how many nodes there are in all */
    public record Answer(List<Node> nodes, int count, int total, int offset, int limit) {}

    @Override
    protected Answer answer(Request request, Call call) {
        Page page = Page.of(request.limit(), request.offset());
        List<Node> shown = nodes.page(page, admin.recognises(call));
        return new Answer(shown, shown.size(), nodes.size(), page.offset(), page.limit());
    }
}
