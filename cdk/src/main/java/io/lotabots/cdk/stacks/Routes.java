package io.lotabots.cdk.stacks;

import io.lotabots.cdk.model.Caller;
import io.lotabots.cdk.model.Trigger;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.apigatewayv2.CfnIntegration;
import software.amazon.awscdk.services.apigatewayv2.CfnRoute;
import software.amazon.awscdk.services.lambda.CfnPermission;

/** Routes of the HTTP API to functions: one integration each, a route and an invoke permission for each path. */
final class Routes {

    private final EdgeStack edge;
    private final String apiId;

    Routes(EdgeStack edge) {
        this.edge = edge;
        this.apiId = edge.api().getRef();
    }

    void add(LiveFunction function, Trigger.Http http) {
        CfnIntegration integration = CfnIntegration.Builder.create(function, "Integration")
                .apiId(apiId)
                .integrationType("AWS_PROXY")
                .integrationUri(function.live().getFunctionArn())
                .payloadFormatVersion("2.0")
                .build();
        for (int index = 0; index < http.paths().size(); index++) {
            String path = http.paths().get(index);
            String suffix = index == 0 ? "" : String.valueOf(index);
            boolean gated = http.caller() == Caller.AUTHORIZED;
            CfnRoute.Builder builder = CfnRoute.Builder.create(function, "Route" + suffix)
                    .apiId(apiId)
                    .routeKey(http.method() + " " + path)
                    .target("integrations/" + integration.getRef())
                    .authorizationType(gated ? "CUSTOM" : "NONE");
            if (gated) {
                builder.authorizerId(edge.authorizer());
            }
            CfnRoute route = builder.build();
            if (!gated) {
                Nag.acknowledge(route, "AwsSolutions-APIG4", http.caller().ungated());
            }
            CfnPermission.Builder.create(function, "Permission" + suffix)
                    .action("lambda:InvokeFunction")
                    .functionName(function.live().getFunctionArn())
                    .principal("apigateway.amazonaws.com")
                    .sourceArn(source(function, http.method(), path))
                    .build();
        }
    }

    /** The request's ARN: any stage of this API, this method, this path with any values of its parameters. */
    private String source(LiveFunction function, String method, String path) {
        Stack stack = Stack.of(function);
        return "arn:" + stack.getPartition() + ":execute-api:" + stack.getRegion() + ":" + stack.getAccount() + ":"
                + apiId + "/*/" + method + path.replaceAll("\\{[a-z_]+}", "*");
    }
}
