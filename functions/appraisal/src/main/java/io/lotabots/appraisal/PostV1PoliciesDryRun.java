package io.lotabots.appraisal;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.aws.AdminKey;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Json;
import io.lotabots.platform.Refusal;
import io.lotabots.platform.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /v1/policies/{policy}/dry-run}: what a version would have said of evidence that was appraised before, as of
 * then, with the reference values, roots and collateral of today. Nothing is signed or kept.
 */
public final class PostV1PoliciesDryRun extends Endpoint<PostV1PoliciesDryRun.Request, PostV1PoliciesDryRun.Answer> {
    private final AdminKey admin;
    private final Appraiser appraiser;
    private final Results results;

    public PostV1PoliciesDryRun() {
        this(Aws.of(Env.ofFunction()));
    }

    PostV1PoliciesDryRun(Aws aws) {
        super(Request.class, Wire.PROBLEM);
        this.admin = AdminKey.toChange(aws);
        this.appraiser = new Appraiser(aws, AllKinds.kinds());
        this.results = new Results(aws);
    }

    /**
     * @param version from 1; 0 for the built-in strict policy
     * @param attestationId an attestation of the last thirty days
     */
    public record Request(
            @Nullable String policy,
            @Nullable Long version,
            @Nullable String attestationId) {}

    public record Answer(
            String policy, long version, String attestationId, String status, List<Appraisal> appraisals) {}

    @Override
    protected void admit(Call call) {
        admin.demand(call, 401);
    }

    @Override
    protected Answer answer(Request request, Call call) {
        String name = Fields.word("policy", request.policy(), PolicyText.NAME);
        String id = Fields.word("attestation_id", request.attestationId(), Results.ID);
        boolean strict = name.equals(PolicyDocument.STRICT.name());
        long version = strict ? 0 : Policies.number(request.version());
        PolicyDocument policy =
                strict ? PolicyDocument.STRICT : appraiser.policies().version(name, version);
        Results.Result result = results.find(id, call.epochSecond()).orElseThrow(PostV1PoliciesDryRun::gone);
        List<Submitted.Piece> pieces =
                appraiser.submitted().pieces(results.evidence(id).orElseThrow(PostV1PoliciesDryRun::gone));
        List<Appraisal> appraisals =
                appraiser.appraise(pieces, result.bound(), policy, known(result), new ArrayList<>(), result.at());
        return new Answer(name, version, id, Judge.together(appraisals), appraisals);
    }

    private static Appraiser.Known known(Results.Result result) {
        JsonNode known = json(result.known());
        return piece -> {
            Map<String, Object> settings = new HashMap<>();
            known.path(piece.label())
                    .properties()
                    .forEach(setting ->
                            settings.put(setting.getKey(), PolicyText.value(setting.getKey(), setting.getValue())));
            return settings;
        };
    }

    private static JsonNode json(String kept) {
        try {
            return Json.tree(kept.getBytes(StandardCharsets.UTF_8));
        } catch (IOException broken) {
            throw new IllegalStateException("what is kept of a result cannot be read", broken);
        }
    }

    private static Refusal gone() {
        return new Refusal(404, "NO_ATTESTATION", "There is no evidence of this id, or not any more");
    }
}
