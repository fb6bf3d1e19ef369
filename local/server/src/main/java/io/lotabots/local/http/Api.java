package io.lotabots.local.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.local.lambda.Functions;
import io.lotabots.local.template.Assembly;
import io.lotabots.local.template.Resource;
import io.lotabots.local.template.TemplateException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP API of an assembly: its routes, authorizers, CORS, and which functions it may call.
 *
 * @param cors absent when the API has no CORS configuration
 */
record Api(
        Events events,
        Routes routes,
        Map<String, Authorizer> authorizers,
        Optional<Cors> cors,
        Permissions permissions) {
    private static final Duration LONGEST_INTEGRATION = Duration.ofSeconds(30);
    private static final Set<String> AUTHORIZATION_TYPES = Set.of("", "NONE", "CUSTOM");

    /**
     * Reads the API of {@code assembly}; one without an API answers 404 to everything.
     *
     * @throws TemplateException when it asks for what cannot be run here
     */
    static Api read(Assembly assembly, Functions functions) {
        List<Resource> apis = assembly.ofType("AWS::ApiGatewayV2::Api");
        if (apis.size() > 1) {
            throw new TemplateException("this machine serves one HTTP API, the templates have " + apis.size());
        }
        Optional<Resource> api = apis.stream().findFirst();
        api.filter(a -> !a.properties().path("ProtocolType").asText("HTTP").equals("HTTP"))
                .ifPresent(a -> {
                    throw new TemplateException(a + ": ProtocolType must be HTTP");
                });
        String stage = assembly.ofType("AWS::ApiGatewayV2::Stage").stream()
                .map(s -> s.text("StageName"))
                .findFirst()
                .orElse(Route.DEFAULT);
        List<Route> routes = new ArrayList<>();
        for (Resource route : assembly.ofType("AWS::ApiGatewayV2::Route")) {
            routes.add(route(assembly, route, functions));
        }
        String apiId = routesApiId(assembly).orElse("local");
        Events events = new Events(apiId, stage, assembly.region());
        Map<String, Authorizer> authorizers = new HashMap<>();
        for (Resource authorizer : assembly.ofType("AWS::ApiGatewayV2::Authorizer")) {
            authorizers.put(authorizer.logicalId(), authorizer(authorizer, functions, events));
        }
        for (Route route : routes) {
            if (route.authorizer() != null && !authorizers.containsKey(route.authorizer())) {
                throw new TemplateException("route " + route.key() + ": no authorizer " + route.authorizer());
            }
        }
        return new Api(
                events,
                new Routes(routes),
                authorizers,
                api.flatMap(a -> Cors.of(a.properties().path("CorsConfiguration"))),
                new Permissions(assembly.ofType("AWS::Lambda::Permission")));
    }

    private static Optional<String> routesApiId(Assembly assembly) {
        return assembly.ofType("AWS::ApiGatewayV2::Route").stream()
                .map(r -> r.text("ApiId"))
                .findFirst();
    }

    private static Route route(Assembly assembly, Resource route, Functions functions) {
        JsonNode properties = route.properties();
        String authorization = properties.path("AuthorizationType").asText("");
        if (!AUTHORIZATION_TYPES.contains(authorization)) {
            throw new TemplateException(route + ": AuthorizationType " + authorization + " cannot be checked here");
        }
        String target = route.text("Target");
        Resource integration = assembly.ofType("AWS::ApiGatewayV2::Integration").stream()
                .filter(i -> target.equals("integrations/" + i.logicalId()))
                .findFirst()
                .orElseThrow(() -> new TemplateException(route + ": no integration " + target));
        if (!integration.properties().path("IntegrationType").asText().equals("AWS_PROXY")
                || !integration
                        .properties()
                        .path("PayloadFormatVersion")
                        .asText()
                        .equals("2.0")) {
            throw new TemplateException(integration + ": only AWS_PROXY with PayloadFormatVersion 2.0 runs here");
        }
        String function = functionArn(integration.text("IntegrationUri"));
        if (functions.find(function).isEmpty()) {
            throw new TemplateException(integration + ": no function " + function + " runs here");
        }
        int millis =
                integration.properties().path("TimeoutInMillis").asInt(Math.toIntExact(LONGEST_INTEGRATION.toMillis()));
        @Nullable
        String authorizer = properties.path("AuthorizerId").isTextual()
                ? properties.path("AuthorizerId").asText()
                : null;
        return Route.of(route.text("RouteKey"), function, Duration.ofMillis(millis), authorizer);
    }

    private static Authorizer authorizer(Resource authorizer, Functions functions, Events events) {
        JsonNode properties = authorizer.properties();
        if (!authorizer.text("AuthorizerType").equals("REQUEST")
                || !properties.path("AuthorizerPayloadFormatVersion").asText().equals("2.0")) {
            throw new TemplateException(authorizer + ": only REQUEST with payload format 2.0 runs here");
        }
        String function = functionArn(authorizer.text("AuthorizerUri"));
        return new Authorizer(
                functions
                        .find(function)
                        .orElseThrow(() -> new TemplateException(authorizer + ": no function " + function)),
                properties
                        .path("IdentitySource")
                        .valueStream()
                        .map(JsonNode::asText)
                        .toList(),
                Duration.ofSeconds(
                        properties.path("AuthorizerResultTtlInSeconds").asLong(0)),
                properties.path("EnableSimpleResponses").asBoolean(false),
                events);
    }

    /** The function of {@code arn:aws:apigateway:REGION:lambda:path/.../functions/ARN/invocations}, or the ARN itself. */
    static String functionArn(String uri) {
        int start = uri.indexOf("/functions/");
        return start < 0 ? uri : uri.substring(start + "/functions/".length()).replaceFirst("/invocations$", "");
    }
}
