package io.lotabots.cdk.stacks;

import io.lotabots.cdk.model.Declaration;
import io.lotabots.cdk.model.Store;
import io.lotabots.cdk.model.Verb;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.logs.LogGroup;
import software.constructs.Construct;

/** Roles with exactly the declared actions on exactly the declared resources, written out in the role itself. */
final class Roles {

    private Roles() {}

    static Role ofFunction(Construct scope, Declaration declared, Stores stores, LogGroup log) {
        List<PolicyStatement> statements = new ArrayList<>();
        // The log group's Arn attribute ends in ":*", its streams; Lambda names them.
        statements.add(allow(List.of("logs:CreateLogStream", "logs:PutLogEvents"), log.getLogGroupArn()));
        List<String> ofObjects = new ArrayList<>();
        for (Store store : declared.stores()) {
            String arn = stores.of(store).arn();
            add(statements, declared.verbs(store, Verb::onStore), arn);
            List<Verb> onObjects = declared.verbs(store, Verb::onObjects);
            add(statements, onObjects, arn + "/*");
            if (!onObjects.isEmpty()) {
                ofObjects.add(stores.of(store).export());
            }
        }
        Role role = withPolicy(scope, "Role", "lambda.amazonaws.com", statements);
        for (String export : ofObjects) {
            Nag.acknowledge(
                    role,
                    "AwsSolutions-IAM5[Resource::" + export + "/*]",
                    "the objects of one declared bucket; their keys are made at run time");
        }
        return role;
    }

    /** A role that one service of AWS may take. */
    static Role withPolicy(Construct scope, String id, String principal, List<PolicyStatement> statements) {
        return Role.Builder.create(scope, id)
                .assumedBy(new ServicePrincipal(principal))
                .inlinePolicies(Map.of(
                        "Declared",
                        PolicyDocument.Builder.create().statements(statements).build()))
                .build();
    }

    static PolicyStatement allow(List<String> actions, String... resources) {
        return PolicyStatement.Builder.create()
                .actions(actions)
                .resources(List.of(resources))
                .build();
    }

    private static void add(List<PolicyStatement> statements, List<Verb> verbs, String arn) {
        if (!verbs.isEmpty()) {
            statements.add(allow(verbs.stream().map(Verb::action).toList(), arn));
        }
    }
}
