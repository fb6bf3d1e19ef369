package io.lotabots.cdk.stacks;

import java.util.List;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.apigatewayv2.CfnAuthorizer;
import software.amazon.awscdk.services.lambda.CfnPermission;

/** A function that the gateway asks who calls, and whose answer it keeps for a minute. */
final class Authorizers {

    /** Within this what was revoked is refused everywhere. */
    private static final int KEPT_SECONDS = 60;

    private Authorizers() {}

    /** Makes the authorizer of the API. @return its id */
    static String add(LiveFunction function, EdgeStack edge) {
        Stack stack = Stack.of(function);
        String live = function.live().getFunctionArn();
        CfnAuthorizer authorizer = CfnAuthorizer.Builder.create(function, "Authorizer")
                .apiId(edge.api().getRef())
                .name(function.getNode().getId())
                .authorizerType("REQUEST")
                .authorizerPayloadFormatVersion("2.0")
                .enableSimpleResponses(true)
                .identitySource(List.of("$request.header.Authorization"))
                .authorizerResultTtlInSeconds(KEPT_SECONDS)
                .authorizerUri("arn:" + stack.getPartition() + ":apigateway:" + stack.getRegion()
                        + ":lambda:path/2015-03-31/functions/" + live + "/invocations")
                .build();
        CfnPermission.Builder.create(function, "AuthorizerPermission")
                .action("lambda:InvokeFunction")
                .functionName(live)
                .principal("apigateway.amazonaws.com")
                .sourceArn("arn:" + stack.getPartition() + ":execute-api:" + stack.getRegion() + ":"
                        + stack.getAccount() + ":" + edge.api().getRef() + "/authorizers/" + authorizer.getRef())
                .build();
        // Exported whether or not a route of another stack names it today; see DataStack.
        stack.exportValue(authorizer.getRef());
        return authorizer.getRef();
    }
}
