package io.lotabots.cdk.stacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lotabots.cdk.Stage;
import io.lotabots.cdk.Synth;
import io.lotabots.cdk.model.Table;
import io.lotabots.cdk.model.Trigger;
import io.lotabots.cdk.services.Services;
import io.lotabots.cdk.stacks.Synthesised.Resource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.sqs.Queue;

class StacksTest {

    private static Stream<Synthesised> stages() {
        return Synthesised.both();
    }

    @ParameterizedTest
    @MethodSource("stages")
    void a_stage_has_these_stacks(Synthesised stage) {
        assertThat(stage.templates().keySet())
                .containsExactlyInAnyOrderElementsOf(Stream.of(
                                "edge",
                                "data",
                                "attestation-data",
                                "appraisal-data",
                                "wallets-data",
                                "settlement-data",
                                "governance-data",
                                "identity-data",
                                "people-data",
                                "organizations-data",
                                "audit-data",
                                "operations-data",
                                "chain",
                                "attestation",
                                "appraisal",
                                "faces",
                                "wallets",
                                "settlement",
                                "governance",
                                "identity",
                                "people",
                                "organizations",
                                "projects",
                                "audit",
                                "operations",
                                "backup")
                        .filter(name -> stage.stage().backupDays() > 0 || !name.equals("backup"))
                        .map(name -> "lotabots-" + stage.stage().name() + "-" + name)
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("stages")
    void no_stack_comes_near_500_resources(Synthesised stage) {
        stage.templates()
                .forEach((name, template) ->
                        assertThat(template.path("Resources").size()).as(name).isLessThan(480));
    }

    @ParameterizedTest
    @MethodSource("stages")
    void every_value_that_a_stack_imports_is_exported_by_one_that_is_deployed_before(Synthesised stage)
            throws Exception {
        Map<String, Set<String>> before = dependencies(stage.stage());
        Map<String, String> exporters = new HashMap<>();
        stage.templates()
                .forEach((name, template) -> template.path("Outputs")
                        .forEach(output ->
                                exporters.put(output.at("/Export/Name").asText(), name)));
        stage.templates()
                .forEach((name, template) -> Synthesised.all(template)
                        .filter(node -> node.has("Fn::ImportValue"))
                        .map(node -> node.get("Fn::ImportValue").asText())
                        .forEach(imported ->
                                assertThat(before.get(name)).as(imported).contains(exporters.get(imported))));
    }

    @ParameterizedTest
    @MethodSource("stages")
    void services_are_deployed_after_the_chain_was_recorded(Synthesised stage) throws Exception {
        String prefix = stage.stage().prefix();
        Map<String, Set<String>> before = dependencies(stage.stage());
        assertThat(before.get(prefix + "-attestation")).contains(prefix + "-chain");
        assertThat(before.get(prefix + "-operations")).contains(prefix + "-chain");

        JsonNode chain = stage.resources("Custom::Chain").getFirst().json().path("Properties");
        assertThat(chain.path("ChainId").asText()).isEqualTo(stage.stage().chainId());
        assertThat(chain.path("GenesisEpochSecond").asText()).isEqualTo("1764706927");
        assertThat(chain.path("SlotSeconds").asText()).isEqualTo("600");
        assertThat(chain.path("SlotsPerEpoch").asText()).isEqualTo("144");
        assertThat(chain.path("EpochPotMicroRtc").asText()).isEqualTo("1500000");
        assertThat(chain.path("Shards").asText()).isEqualTo("64");
    }

    private static Map<String, Set<String>> dependencies(Stage stage) throws Exception {
        JsonNode artifacts = new ObjectMapper()
                .readTree(Files.readString(Synthesised.folder(stage).resolve("manifest.json")))
                .path("artifacts");
        Map<String, Set<String>> dependencies = new HashMap<>();
        artifacts
                .properties()
                .forEach(artifact -> dependencies.put(
                        artifact.getKey(),
                        artifact.getValue()
                                .path("dependencies")
                                .valueStream()
                                .map(JsonNode::asText)
                                .collect(Collectors.toSet())));
        return dependencies;
    }

    @ParameterizedTest
    @MethodSource("stages")
    void no_resource_waits_for_itself(Synthesised stage) {
        stage.templates().forEach((name, template) -> {
            Map<String, Set<String>> edges = new HashMap<>();
            template.path("Resources")
                    .properties()
                    .forEach(entry ->
                            edges.put(entry.getKey(), references(entry.getValue(), template.path("Resources"))));
            Set<String> done = new HashSet<>();
            edges.keySet().forEach(id -> walk(id, edges, done, new HashSet<>(), name));
        });
    }

    private static Set<String> references(JsonNode resource, JsonNode resources) {
        Set<String> references = new HashSet<>();
        resource.path("DependsOn").valueStream().forEach(id -> references.add(id.asText()));
        Synthesised.all(resource).forEach(node -> {
            String id = Synthesised.referredId(node);
            if (id != null && resources.has(id)) {
                references.add(id);
            }
        });
        return references;
    }

    private static void walk(
            String id, Map<String, Set<String>> edges, Set<String> done, Set<String> path, String stack) {
        if (done.contains(id)) {
            return;
        }
        assertThat(path.add(id))
                .as("%s: a circle of references through %s: %s", stack, id, path)
                .isTrue();
        edges.getOrDefault(id, Set.of()).forEach(next -> walk(next, edges, done, path, stack));
        path.remove(id);
        done.add(id);
    }

    @Test
    void production_keeps_protects_and_can_restore_its_tables() {
        assertThat(Synthesised.of(Stage.prod()).resources("AWS::DynamoDB::Table"))
                .hasSize((int) Services.platform().services().stream()
                        .flatMap(service -> service.owns().stream())
                        .filter(Table.class::isInstance)
                        .count())
                .allSatisfy(table -> {
                    assertThat(table.property("/DeletionProtectionEnabled").asBoolean())
                            .isTrue();
                    assertThat(table.property("/PointInTimeRecoverySpecification/PointInTimeRecoveryEnabled")
                                    .asBoolean())
                            .isTrue();
                    assertThat(table.property("/BillingMode").asText()).isEqualTo("PAY_PER_REQUEST");
                    assertThat(table.json().path("DeletionPolicy").asText()).startsWith("Retain");
                });
    }

    @Test
    void development_leaves_nothing_behind() {
        Synthesised dev = Synthesised.of(Stage.dev());
        assertThat(dev.resources())
                .noneSatisfy(resource -> assertThat(
                                resource.json().path("DeletionPolicy").asText())
                        .startsWith("Retain"));
    }

    @Test
    void production_shifts_every_called_function_by_degrees_and_rolls_back_on_its_alarm() {
        Synthesised prod = Synthesised.of(Stage.prod());
        List<Resource> groups = prod.resources("AWS::CodeDeploy::DeploymentGroup");
        long deployments = Services.platform().services().stream()
                .flatMap(service -> service.functions().stream())
                .filter(function -> function.trigger() instanceof Trigger.Deployment)
                .count();
        assertThat(groups)
                .hasSize(prod.resources("AWS::Lambda::Function").size() - Math.toIntExact(deployments))
                .allSatisfy(group -> {
                    Resource alarm = prod.referred(group, group.property("/AlarmConfiguration/Alarms/0/Name"));
                    assertThat(alarm.property("/AlarmDescription").asText()).endsWith(" fails");
                    assertThat(group.property("/AutoRollbackConfiguration/Events")
                                    .toString())
                            .contains("DEPLOYMENT_STOP_ON_ALARM");
                });
        Set<String> used = prod.resources("AWS::Lambda::Alias").stream()
                .map(alias -> alias.json()
                        .at("/UpdatePolicy/CodeDeployLambdaAliasUpdate/DeploymentGroupName/Ref")
                        .asText())
                .filter(id -> !id.isEmpty())
                .collect(Collectors.toSet());
        assertThat(used)
                .containsExactlyInAnyOrderElementsOf(
                        groups.stream().map(Resource::id).toList());
        assertThat(Synthesised.of(Stage.dev()).resources("AWS::CodeDeploy::DeploymentGroup"))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("stages")
    void the_api_is_throttled_and_logs_every_access(Synthesised stage) throws Exception {
        Resource http = stage.resources("AWS::ApiGatewayV2::Stage").getFirst();
        assertThat(http.property("/StageName").asText()).isEqualTo("$default");
        assertThat(http.property("/DefaultRouteSettings/ThrottlingRateLimit").asInt())
                .isEqualTo(stage.stage().httpRate());
        assertThat(http.property("/DefaultRouteSettings/ThrottlingBurstLimit").asInt())
                .isEqualTo(stage.stage().httpBurst());
        JsonNode format = new ObjectMapper()
                .readTree(http.property("/AccessLogSettings/Format").asText());
        assertThat(format.path("requestId").asText()).isEqualTo("$context.requestId");
        assertThat(stage.resources("AWS::ApiGatewayV2::Api")
                        .getFirst()
                        .json()
                        .path("Properties")
                        .has("CorsConfiguration"))
                .isEqualTo(!stage.stage().corsOrigins().isEmpty());
    }

    @Test
    void a_finding_fails_the_synthesis_and_names_its_report(@TempDir Path folder) {
        App app = Synth.app(folder);
        Queue.Builder.create(new Stack(app, "careless"), "Plain").build();

        assertThatIllegalStateException()
                .isThrownBy(() -> Synth.finish(app, folder))
                .withMessage("cdk-nag has findings: " + folder.resolve("validation-report.json"));
        assertThat(folder.resolve("validation-report.json")).content().contains("AwsSolutions-SQS");
    }
}
