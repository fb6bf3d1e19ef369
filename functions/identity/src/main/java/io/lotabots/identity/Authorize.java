package io.lotabots.identity;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import io.lotabots.access.Caller;
import io.lotabots.access.Callers;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Env;
import io.lotabots.platform.Priming;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.crac.Core;
import org.crac.Resource;

/**
 * The gateway's authorizer: says who shows a credential, and lets nobody else through. It says who, never what they may do.
 * The gateway keeps its answer for a minute at most, so that what is revoked is refused within that.
 *
 * <p>Source: API Gateway developer guide, "Control access to HTTP APIs with AWS Lambda authorizers" (payload format 2.0,
 * simple responses).
 */
public final class Authorize implements RequestHandler<Map<String, Object>, Map<String, Object>>, Resource {
    private static final Map<String, Object> NOBODY = Map.of("isAuthorized", false);

    private final Callers callers;

    public Authorize() {
        this(Aws.of(Env.ofFunction()));
    }

    Authorize(Aws aws) {
        this.callers = new Callers(aws);
        Core.getGlobalContext().register(this);
    }

    @Override
    public Map<String, Object> handleRequest(Map<String, Object> event, Context context) {
        if (!(event.get("identitySource") instanceof List<?> identity)
                || identity.size() != 1
                || !(identity.getFirst() instanceof String credential)
                || !(event.get("requestContext") instanceof Map<?, ?> request)
                || !(request.get("timeEpoch") instanceof Number millis)) {
            return NOBODY;
        }
        Optional<Caller> caller = callers.of(credential, Math.floorDiv(millis.longValue(), 1000L));
        return caller.<Map<String, Object>>map(known -> Map.of("isAuthorized", true, "context", Callers.context(known)))
                .orElse(NOBODY);
    }

    /** Looks a credential up that nobody has, so that the snapshot holds warm code. */
    @Override
    public void beforeCheckpoint(org.crac.Context<? extends Resource> context) {
        Priming.run(() -> callers.of("Bearer priming", 0));
    }

    @Override
    public void afterRestore(org.crac.Context<? extends Resource> context) {
        // Nothing of a request, a connection or a secret was kept: there is nothing to renew.
    }
}
