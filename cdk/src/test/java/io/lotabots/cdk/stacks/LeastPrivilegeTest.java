package io.lotabots.cdk.stacks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.cdk.model.Declaration;
import io.lotabots.cdk.model.Grant;
import io.lotabots.cdk.model.Service;
import io.lotabots.cdk.services.Services;
import io.lotabots.cdk.stacks.Synthesised.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LeastPrivilegeTest {

    private static Stream<Synthesised> stages() {
        return Synthesised.both();
    }

    private static List<JsonNode> allowed(JsonNode tree) {
        return Synthesised.all(tree)
                .filter(node -> node.path("Effect").asText().equals("Allow"))
                .toList();
    }

    private static List<JsonNode> several(JsonNode oneOrMany) {
        return oneOrMany.isArray() ? oneOrMany.valueStream().toList() : List.of(oneOrMany);
    }

    @ParameterizedTest
    @MethodSource("stages")
    void no_statement_allows_a_wildcard_action(Synthesised stage) {
        for (Resource resource : stage.resources()) {
            for (JsonNode statement : allowed(resource.json())) {
                assertThat(statement.has("NotAction")).as(resource.toString()).isFalse();
                assertThat(several(statement.path("Action")))
                        .as(resource.toString())
                        .isNotEmpty()
                        .allSatisfy(action ->
                                assertThat(action.asText()).matches("[a-z0-9]+:[A-Z][A-Za-z]+|sts:AssumeRole"));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("stages")
    void no_statement_allows_a_wildcard_resource_but_the_objects_of_one_bucket_and_the_backups_of_one_table(
            Synthesised stage) {
        for (Resource resource : stage.resources()) {
            for (JsonNode statement : allowed(resource.json())) {
                List<String> actions = several(statement.path("Action")).stream()
                        .map(JsonNode::asText)
                        .toList();
                String resources = statement.path("Resource").toString();
                if (actions.stream().allMatch(action -> action.matches("s3:(Get|Put)Object"))) {
                    assertThat(resources)
                            .as(resource.toString())
                            .matches("\\{\"Fn::Join\":\\[\"\",\\[\\{\"Fn::ImportValue\":\"[^*\"]+\"},\"/\\*\"]]}");
                } else if (actions.stream().allMatch(action -> action.matches("dynamodb:(Describe|Delete)Backup"))) {
                    assertThat(several(statement.path("Resource")))
                            .as(resource.toString())
                            .allSatisfy(backups -> assertThat(backups.toString())
                                    .matches("\\{\"Fn::Join\":\\[\"\",\\[\\{\"Fn::ImportValue\":\"[^*\"]+\"},"
                                            + "\"/backup/\\*\"]]}"));
                } else {
                    assertThat(resources).as(resource.toString()).doesNotContain("*");
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("stages")
    void no_role_has_a_managed_policy_or_trusts_another_account(Synthesised stage) {
        assertThat(stage.resources("AWS::IAM::ManagedPolicy")).isEmpty();
        assertThat(stage.resources("AWS::IAM::Policy")).isEmpty();
        for (Resource role : stage.resources("AWS::IAM::Role")) {
            assertThat(role.json().toString())
                    .as(role.toString())
                    .doesNotContain("ManagedPolicyArns")
                    .doesNotContain("arn:aws:iam::aws");
            for (JsonNode statement : several(role.property("/AssumeRolePolicyDocument/Statement"))) {
                assertThat(statement.path("Principal").path("Service").asText())
                        .isIn(
                                "lambda.amazonaws.com",
                                "scheduler.amazonaws.com",
                                "codedeploy.amazonaws.com",
                                "backup.amazonaws.com");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("stages")
    void each_function_may_do_exactly_what_it_declares(Synthesised stage) {
        Map<String, String> stores = storesByExport(stage);
        for (Service service : Services.platform().services()) {
            for (Declaration declared : service.functions()) {
                Resource function = function(stage, service.className(declared));
                Resource role = stage.referred(function, function.property("/Role"));
                Set<String> granted = new TreeSet<>();
                for (JsonNode statement : allowed(role.property("/Policies"))) {
                    for (JsonNode action : several(statement.path("Action"))) {
                        granted.add(action.asText() + " " + place(stage, role, statement.path("Resource"), stores));
                    }
                }
                Set<String> wanted = new TreeSet<>(Set.of("logs:CreateLogStream its log", "logs:PutLogEvents its log"));
                for (Grant grant : declared.grants()) {
                    wanted.add(grant.verb().action() + " " + grant.store().variable());
                }
                assertThat(granted).as(declared.handler()).isEqualTo(wanted);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("stages")
    void each_function_knows_the_places_of_its_stores_and_of_no_others(Synthesised stage) {
        for (Service service : Services.platform().services()) {
            for (Declaration declared : service.functions()) {
                Resource function = function(stage, service.className(declared));
                List<String> known = new ArrayList<>();
                function.property("/Environment/Variables").fieldNames().forEachRemaining(name -> {
                    if (name.matches("(TABLE|BUCKET|SECRET|BUS)_.*")) {
                        known.add(name);
                    }
                });
                assertThat(known)
                        .as(declared.handler())
                        .containsExactlyInAnyOrderElementsOf(declared.stores().stream()
                                .map(store -> store.variable())
                                .toList());
            }
        }
    }

    private static Resource function(Synthesised stage, String className) {
        return stage.resources("AWS::Lambda::Function").stream()
                .filter(function -> function.property("/Handler").asText().equals(className + "::handleRequest"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no function runs " + className));
    }

    /** What a policy's resource is: a store's variable, or the role's own function's log. */
    private static String place(Synthesised stage, Resource role, JsonNode resource, Map<String, String> stores) {
        if (resource.has("Fn::GetAtt")) {
            Resource log = stage.referred(role, resource);
            assertThat(log.type()).isEqualTo("AWS::Logs::LogGroup");
            assertThat(log.id().replaceAll("Log[0-9A-F]{8}$", ""))
                    .isEqualTo(role.id().replaceAll("Role[0-9A-F]{8}$", ""));
            return "its log";
        }
        JsonNode imported = resource.has("Fn::Join") ? resource.at("/Fn::Join/1/0") : resource;
        return String.valueOf(stores.get(imported.path("Fn::ImportValue").asText()));
    }

    /** Exports of ARNs and names to the variable of the store that they are of, through the logical id of both. */
    private static Map<String, String> storesByExport(Synthesised stage) {
        Map<String, String> owners = new TreeMap<>();
        Services.platform().services().stream()
                .flatMap(service -> service.owns().stream())
                .forEach(store -> owners.put(
                        store.kind() + " " + store.name().replace("-", "").toLowerCase(java.util.Locale.ROOT),
                        store.variable()));
        Map<String, String> exports = new TreeMap<>();
        stage.templates()
                .forEach((name, template) -> template.path("Outputs").forEach(output -> {
                    String id = Synthesised.referredId(output.path("Value"));
                    if (output.has("Export") && id != null) {
                        String kind = template.path("Resources")
                                .path(id)
                                .path("Type")
                                .asText()
                                .replaceAll(".*::(Event)?", "")
                                .toLowerCase(java.util.Locale.ROOT);
                        String owner = owners.get(
                                kind + " " + id.replaceAll("[0-9A-F]{8}$", "").toLowerCase(java.util.Locale.ROOT));
                        if (owner != null) {
                            exports.put(output.path("Export").path("Name").asText(), owner);
                        }
                    }
                }));
        return exports;
    }
}
