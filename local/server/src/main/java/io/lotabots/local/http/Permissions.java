package io.lotabots.local.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.local.template.Resource;
import java.util.List;

/** Whom the resource policies of functions let in: without one, API Gateway may not call a function. */
final class Permissions {
    private final List<Resource> permissions;

    /** @param permissions resources of type {@code AWS::Lambda::Permission} */
    Permissions(List<Resource> permissions) {
        this.permissions = permissions;
    }

    /** Whether API Gateway may call {@code functionArn} for {@code sourceArn}. */
    boolean gatewayMayCall(String functionArn, String sourceArn) {
        return permissions.stream()
                .map(Resource::properties)
                .anyMatch(p -> p.path("Action").asText().matches("lambda:(InvokeFunction|\\*)")
                        && p.path("Principal").asText().equals("apigateway.amazonaws.com")
                        && names(p.path("FunctionName").asText(), functionArn)
                        && (!p.has("SourceArn") || covers(p.path("SourceArn"), sourceArn)));
    }

    /** A permission on an alias is of that alias alone, one on a name or plain ARN of the unqualified function. */
    private static boolean names(String granted, String functionArn) {
        return granted.equals(functionArn)
                || (!granted.startsWith("arn:") && functionArn.endsWith(":function:" + granted));
    }

    private static boolean covers(JsonNode pattern, String sourceArn) {
        return Globs.matches(pattern.asText(), sourceArn);
    }
}
