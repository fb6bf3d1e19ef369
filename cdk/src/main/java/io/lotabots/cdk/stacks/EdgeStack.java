package io.lotabots.cdk.stacks;

import io.lotabots.cdk.Stage;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.apigatewayv2.CfnApi;
import software.amazon.awscdk.services.apigatewayv2.CfnStage;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.logs.LogGroup;
import software.constructs.Construct;

/** The one HTTP API in front of every service, its access log and throttle, and the topic that alarms go to. */
public final class EdgeStack extends Stack {

    /** One line of JSON for each request; nothing that a caller sends but the route and the caller's address. */
    private static final String ACCESS_LOG = """
        {"requestId":"$context.requestId","time":"$context.requestTimeEpoch","ip":"$context.identity.sourceIp",\
        "routeKey":"$context.routeKey","status":"$context.status","protocol":"$context.protocol",\
        "responseLength":"$context.responseLength","latencyMs":"$context.responseLatency",\
        "integrationMs":"$context.integrationLatency","integrationStatus":"$context.integrationStatus",\
        "integrationError":"$context.integrationErrorMessage"}\
        """;

    private static final int PREFLIGHT_SECONDS = 600;

    private final CfnApi api;
    private final Alarms alarms;
    private @Nullable String authorizer;

    public EdgeStack(Construct scope, Stage stage) {
        super(
                scope,
                stage.prefix() + "-edge",
                StackProps.builder()
                        .description("The HTTP API in front of every service")
                        .terminationProtection(stage.deletionProtection())
                        .build());
        alarms = new Alarms(this, stage);
        api = CfnApi.Builder.create(this, "Api")
                .name(stage.prefix())
                .protocolType("HTTP")
                .build();
        if (!stage.corsOrigins().isEmpty()) {
            api.setCorsConfiguration(cors(stage));
        }
        // The prefix lets CloudWatch's own delivery policy cover the group.
        LogGroup log = LogGroup.Builder.create(this, "AccessLog")
                .logGroupName("/aws/vendedlogs/" + stage.prefix() + "/access")
                .retention(Retention.of(stage))
                .removalPolicy(Removal.of(stage))
                .build();
        CfnStage.Builder.create(this, "Stage")
                .apiId(api.getRef())
                .stageName("$default")
                .autoDeploy(true)
                .defaultRouteSettings(CfnStage.RouteSettingsProperty.builder()
                        .throttlingRateLimit(stage.httpRate())
                        .throttlingBurstLimit(stage.httpBurst())
                        .build())
                .accessLogSettings(CfnStage.AccessLogSettingsProperty.builder()
                        .destinationArn(log.getLogGroupArn())
                        .format(ACCESS_LOG)
                        .build())
                .build();
        alarms.onSum(
                "ServerErrors",
                "the API answers 5xx",
                5,
                Metric.Builder.create()
                        .namespace("AWS/ApiGateway")
                        .metricName("5xx")
                        .dimensionsMap(Map.of("ApiId", api.getRef()))
                        .statistic("Sum")
                        .period(Duration.minutes(5))
                        .build());
        // Exported whether or not a stack reads it today; see DataStack.
        exportValue(api.getRef());
        exportValue(alarms.topicArn());
        CfnOutput.Builder.create(this, "ApiUrl")
                .description("Where clients point: --node URL")
                .value(api.getAttrApiEndpoint())
                .build();
    }

    CfnApi api() {
        return api;
    }

    Alarms alarms() {
        return alarms;
    }

    /** The id of the authorizer. @throws IllegalStateException while no service deployed before has one */
    String authorizer() {
        if (authorizer == null) {
            throw new IllegalStateException("no service before this one declares who says who calls");
        }
        return authorizer;
    }

    /** From now on routes may ask this authorizer. */
    void authorizedBy(String id) {
        if (authorizer != null) {
            throw new IllegalStateException("two functions would say who calls");
        }
        authorizer = id;
    }

    private static CfnApi.CorsProperty cors(Stage stage) {
        return CfnApi.CorsProperty.builder()
                .allowOrigins(stage.corsOrigins())
                .allowMethods(List.of("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))
                .allowHeaders(List.of(
                        "authorization",
                        "content-type",
                        "haithe-organization",
                        "haithe-project",
                        "openai-organization",
                        "openai-project",
                        "x-request-id"))
                .exposeHeaders(List.of(
                        "ratelimit-limit",
                        "ratelimit-remaining",
                        "ratelimit-reset",
                        "retry-after",
                        "www-authenticate",
                        "x-request-id",
                        "x-total-count",
                        "x-page-limit",
                        "x-page-offset",
                        "x-ratelimit-limit",
                        "x-ratelimit-remaining",
                        "x-ratelimit-reset"))
                .maxAge(PREFLIGHT_SECONDS)
                .build();
    }
}
