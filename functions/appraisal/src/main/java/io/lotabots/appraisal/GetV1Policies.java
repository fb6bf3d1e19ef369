package io.lotabots.appraisal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotabots.aws.AdminKey;
import io.lotabots.aws.Aws;
import io.lotabots.aws.Item;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Json;
import io.lotabots.platform.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code GET /v1/policies/{policy}}: the newest versions of a policy and which of them is in force. */
public final class GetV1Policies extends Endpoint<GetV1Policies.Request, GetV1Policies.Answer> {
    private static final int MOST = 10;

    private final AdminKey admin;
    private final Policies policies;

    public GetV1Policies() {
        this(Aws.of(Env.ofFunction()));
    }

    GetV1Policies(Aws aws) {
        super(Request.class, Wire.PROBLEM);
        this.admin = AdminKey.toRead(aws);
        this.policies = new Policies(aws, new PolicyText(AllKinds.kinds()));
    }

    public record Request(@Nullable String policy) {}

    /** @param active the version in force; absent when none is */
    public record Answer(String policy, @Nullable Long active, List<Version> versions) {}

    /** @param document formats, settings and rules as they were handed in */
    public record Version(long version, long addedAt, String note, JsonNode document) {}

    @Override
    protected void admit(Call call) {
        admin.demand(call, 401);
    }

    @Override
    protected Answer answer(Request request, Call call) {
        String name = Fields.word("policy", request.policy(), PolicyText.NAME);
        Long active = name.equals(PolicyDocument.STRICT.name()) ? (Long) 0L : null;
        List<Version> versions = new ArrayList<>();
        for (Item row : policies.rows(name, MOST)) {
            if (row.has("active")) {
                active = row.number("active");
            } else {
                versions.add(new Version(
                        Long.parseLong(row.text("version")),
                        row.number("added_at"),
                        row.text("note"),
                        shown(row.text("document"))));
            }
        }
        return new Answer(name, active, versions);
    }

    /** The document without the compiled trees, which tell people nothing. */
    private static JsonNode shown(String document) {
        try {
            JsonNode tree = Json.tree(document.getBytes(StandardCharsets.UTF_8));
            tree.path("rules").forEach(rule -> ((ObjectNode) rule).remove("tree"));
            return tree;
        } catch (IOException broken) {
            throw new IllegalStateException("a policy cannot be read", broken);
        }
    }
}
