package io.lotabots.appraisal;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.aws.AdminKey;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Wire;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/policies}: adds a version of a policy; its rules are compiled here, once. */
public final class PostV1Policies extends Endpoint<PostV1Policies.Request, PostV1Policies.Answer> {
    private final AdminKey admin;
    private final PolicyText text = new PolicyText(AllKinds.kinds());
    private final Policies policies;

    public PostV1Policies() {
        this(Aws.of(Env.ofFunction()));
    }

    PostV1Policies(Aws aws) {
        super(Request.class, Wire.PROBLEM);
        this.admin = AdminKey.toChange(aws);
        this.policies = new Policies(aws, text);
    }

    /**
     * @param policy its name: lower-case words with hyphens; {@code strict} is built in and never changes
     * @param formats the formats that it takes; all when absent
     * @param settings of each format by its name
     * @param rules at most 32; each lowers a claim of the vector when it does not hold
     * @param note why, at most 200 characters
     * @param activate whether it is in force at once
     */
    public record Request(
            @Nullable String policy,
            @Nullable List<String> formats,
            @Nullable JsonNode settings,
            @Nullable List<PolicyText.RuleText> rules,
            @Nullable String note,
            @Nullable Boolean activate) {}

    public record Answer(String policy, long version, boolean active) {}

    @Override
    protected void admit(Call call) {
        admin.demand(call, 401);
    }

    @Override
    protected Answer answer(Request request, Call call) {
        String name = Fields.word("policy", request.policy(), PolicyText.NAME);
        if (name.equals(PolicyDocument.STRICT.name())) {
            throw Fields.invalid("policy", "must not be strict, which is built in");
        }
        String document = text.compiled(request.formats(), request.settings(), request.rules());
        String note = Fields.text("note", request.note(), 200).orElse("");
        long version = policies.add(name, document, note, call.epochSecond());
        boolean active = Boolean.TRUE.equals(request.activate());
        if (active) {
            policies.activate(name, version, call.epochSecond());
        }
        return new Answer(name, version, active);
    }
}
