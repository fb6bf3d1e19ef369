package io.lotabots.appraisal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.RandomBytes;
import io.lotabots.platform.Reply;
import io.lotabots.platform.Wire;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /v3.0/agents/{agent_id}/attestations}: an agent of Keylime says which evidence it can make, and is told what to
 * make, over which registers and for which challenge.
 */
public final class PostV30AgentsAttestations extends Endpoint<PostV30AgentsAttestations.Request, Reply> {
    private static final Pattern TIME = Pattern.compile("[0-9TZ:.+-]{10,40}");

    private final Limit limit;
    private final KeylimeAgents agents;
    private final Sessions sessions;
    private final Policies policies;

    public PostV30AgentsAttestations() {
        this(Aws.of(Env.ofFunction()));
    }

    PostV30AgentsAttestations(Aws aws) {
        super(Request.class, Wire.KEYLIME);
        this.limit = new Limit(aws, "keylime-attestations");
        this.agents = new KeylimeAgents(aws);
        this.sessions = new Sessions(aws);
        this.policies = new Policies(aws, new PolicyText(AllKinds.kinds()));
    }

    /** @param data a resource whose attributes are {@code evidence_supported} and {@code system_info} */
    public record Request(
            @Nullable String agentId, @Nullable JsonNode data) {}

    @Override
    protected void admit(Call call) {
        limit.take(call);
    }

    @Override
    protected Reply answer(Request request, Call call) {
        long now = call.epochSecond();
        String id = Fields.word("agent_id", request.agentId(), KeylimeAgents.ID);
        JsonNode attributes = KeylimeResource.attributes(request.data());
        KeylimeAgents.Agent agent = agents.find(id);
        KeylimeTokens.demand(call, agent);
        // Agents put the challenge into their quote as the text that it is.
        String challenge = Fields.base64(RandomBytes.of(Sessions.NONCE_BYTES));
        ArrayNode asked = KeylimeOffer.chosen(attributes, agent, challenge);
        JsonNode boot = attributes.path("system_info").path("boot_time");
        String bootTime = boot.isTextual() ? Fields.word("boot_time", boot.textValue(), TIME) : "";
        String policy = policies.activeOrStrict(KeylimeResource.POLICY, now).name();
        long index = agents.next(id);
        Sessions.Session session = sessions.issue(
                KeylimeResource.session(id, index),
                challenge.getBytes(StandardCharsets.US_ASCII),
                policy,
                "",
                Map.of("face", Face.KEYLIME.name(), "asked", asked.toString(), "boot_time", bootTime),
                now);
        return KeylimeResource.requested(id, index, session, asked, now);
    }
}
