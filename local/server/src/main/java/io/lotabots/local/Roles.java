package io.lotabots.local;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.local.template.Assembly;
import io.lotabots.local.template.Resource;
import java.util.ArrayList;
import java.util.List;

/** The policies of roles. */
final class Roles {
    private final Assembly assembly;

    Roles(Assembly assembly) {
        this.assembly = assembly;
    }

    /** Every policy document of the role called {@code name}: inline, attached, and managed ones of the assembly. */
    List<JsonNode> policies(String name) {
        List<JsonNode> documents = new ArrayList<>();
        for (Resource role : assembly.ofType("AWS::IAM::Role")) {
            if (role.text("RoleName").equals(name)) {
                role.properties().path("Policies").forEach(p -> documents.add(p.path("PolicyDocument")));
                role.properties().path("ManagedPolicyArns").forEach(arn -> addManaged(arn.asText(), documents));
            }
        }
        for (String type : List.of("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy")) {
            for (Resource policy : assembly.ofType(type)) {
                if (policy.properties()
                        .path("Roles")
                        .valueStream()
                        .anyMatch(r -> r.asText().equals(name))) {
                    documents.add(policy.properties().path("PolicyDocument"));
                }
            }
        }
        return documents;
    }

    private void addManaged(String arn, List<JsonNode> documents) {
        for (Resource policy : assembly.ofType("AWS::IAM::ManagedPolicy")) {
            if (arn.endsWith(":policy/" + policy.text("ManagedPolicyName"))) {
                documents.add(policy.properties().path("PolicyDocument"));
            }
        }
    }
}
