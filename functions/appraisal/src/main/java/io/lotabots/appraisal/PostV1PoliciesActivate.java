package io.lotabots.appraisal;

import io.lotabots.aws.AdminKey;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Wire;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/policies/{policy}/activate}: puts a version in force, an older one too. */
public final class PostV1PoliciesActivate extends Endpoint<PostV1PoliciesActivate.Request, PostV1Policies.Answer> {
    private final AdminKey admin;
    private final Policies policies;

    public PostV1PoliciesActivate() {
        this(Aws.of(Env.ofFunction()));
    }

    PostV1PoliciesActivate(Aws aws) {
        super(Request.class, Wire.PROBLEM);
        this.admin = AdminKey.toChange(aws);
        this.policies = new Policies(aws, new PolicyText(AllKinds.kinds()));
    }

    /** @param version from 1 */
    public record Request(@Nullable String policy, @Nullable Long version) {}

    @Override
    protected void admit(Call call) {
        admin.demand(call, 401);
    }

    @Override
    protected PostV1Policies.Answer answer(Request request, Call call) {
        String name = Fields.word("policy", request.policy(), PolicyText.NAME);
        long version = Policies.number(request.version());
        policies.activate(name, version, call.epochSecond());
        return new PostV1Policies.Answer(name, version, true);
    }
}
