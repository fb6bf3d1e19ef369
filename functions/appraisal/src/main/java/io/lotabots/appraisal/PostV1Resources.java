package io.lotabots.appraisal;

import io.lotabots.aws.AdminKey;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Wire;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/resources/{repository}/{type}/{tag}}: puts a secret that attested guests may have. */
public final class PostV1Resources extends Endpoint<PostV1Resources.Request, PostV1Resources.Answer> {
    private final AdminKey admin;
    private final Vault vault;

    public PostV1Resources() {
        this(Aws.of(Env.ofFunction()));
    }

    PostV1Resources(Aws aws) {
        super(Request.class, Wire.PROBLEM);
        this.admin = AdminKey.toChange(aws);
        this.vault = new Vault(aws);
    }

    /**
     * @param content the secret in base64, at most 16 KB
     * @param policy the profile under which a guest must have been appraised; {@code strict} when absent
     * @param format the format of the evidence that speaks for the key, as {@code sev-snp}; any of a confidential guest
     *     when absent
     * @param allowWarning whether {@code warning} is enough; by default only {@code affirming} is
     */
    public record Request(
            @Nullable String repository,
            @Nullable String type,
            @Nullable String tag,
            @Nullable String content,
            @Nullable String policy,
            @Nullable String format,
            @Nullable Boolean allowWarning) {}

    /** @param format empty for any of a confidential guest */
    public record Answer(String resource, String policy, String format, boolean allowWarning) {}

    @Override
    protected void admit(Call call) {
        admin.demand(call, 401);
    }

    @Override
    protected Answer answer(Request request, Call call) {
        String path = GetV1Resources.path(request.repository(), request.type(), request.tag());
        byte[] content = Fields.bytes("content", request.content(), Vault.MOST_BYTES);
        String policy = Fields.word("policy", request.policy(), PolicyText.NAME, PolicyDocument.STRICT.name());
        String format = request.format() == null
                ? ""
                : AllKinds.kinds().named(request.format()).name();
        Vault.Terms terms = new Vault.Terms(path, policy, Boolean.TRUE.equals(request.allowWarning()), format);
        vault.put(new Vault.Resource(terms, content), call.epochSecond());
        return new Answer(path, policy, format, terms.warning());
    }
}
