package io.lotabots.local.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.local.lambda.Functions;
import io.lotabots.local.lambda.LambdaFunction;
import io.lotabots.local.lambda.Outcome;
import io.lotabots.local.template.Assembly;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Answers requests as the assembly's HTTP API does. Thread-safe. */
public final class HttpApi implements AutoCloseable {
    /** API Gateway's limit of a request's body. */
    static final int MAX_BODY_BYTES = 10 * 1024 * 1024;

    /** API Gateway's limit of the request line and headers together. */
    static final int MAX_HEADER_BYTES = 10_240;

    private static final System.Logger LOG = System.getLogger(HttpApi.class.getName());

    private final Api api;
    private final Functions functions;
    private final ExecutorService integrations = Executors.newVirtualThreadPerTaskExecutor();

    public HttpApi(Assembly assembly, Functions functions) {
        this.api = Api.read(assembly, functions);
        this.functions = functions;
    }

    /** What it serves, the most specific first. */
    public List<Route> routes() {
        return api.routes().all();
    }

    /** A request's answer, and the key of the route that took it, {@code -} for none. */
    record Answered(Answer answer, String routeKey) {}

    Answered answer(Request request) throws InterruptedException {
        if (api.cors().isPresent() && Cors.isPreflight(request)) {
            return new Answered(api.cors().get().preflight(request), "-");
        }
        Optional<Routes.Match> match = api.routes().match(request.method(), request.path());
        Answer answer = match.isPresent() ? routed(request, match.get()) : Answer.message(404, "Not Found");
        return new Answered(
                api.cors().map(c -> c.apply(request, answer)).orElse(answer),
                match.map(m -> m.route().key()).orElse("-"));
    }

    private Answer routed(Request request, Routes.Match match) throws InterruptedException {
        @Nullable JsonNode authorizer = null;
        @Nullable String authorizerId = match.route().authorizer();
        if (authorizerId != null) {
            Authorizer asked = Objects.requireNonNull(api.authorizers().get(authorizerId));
            switch (asked.decide(request, match)) {
                case Authorizer.Decision.Refused(Answer refusal) -> {
                    return refusal;
                }
                case Authorizer.Decision.Allowed(JsonNode context) -> authorizer = context;
            }
        }
        if (request.body().length > MAX_BODY_BYTES) {
            return Answer.message(413, "Request Entity Too Large");
        }
        return integrated(
                match,
                api.events().request(request, match, authorizer).toString().getBytes(StandardCharsets.UTF_8));
    }

    private Answer integrated(Routes.Match match, byte[] event) throws InterruptedException {
        Route route = match.route();
        String source = api.events().routeArn(route.method().equals("ANY") ? "*" : route.method(), route.path());
        if (!api.permissions().gatewayMayCall(route.function(), source)) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "no AWS::Lambda::Permission lets the API call {0} for {1}",
                    route.function(),
                    source);
            return Answer.internalError();
        }
        LambdaFunction function = functions.find(route.function()).orElseThrow();
        Future<Outcome> outcome = integrations.submit(() -> function.invoke(event));
        try {
            return Answer.of(outcome.get(route.timeout().toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            // The function goes on, as on AWS: only the gateway has stopped waiting.
            return Answer.unavailable();
        } catch (ExecutionException e) {
            LOG.log(System.Logger.Level.ERROR, () -> "cannot call " + route.function(), e);
            return Answer.internalError();
        }
    }

    @Override
    public void close() {
        integrations.shutdownNow();
    }
}
