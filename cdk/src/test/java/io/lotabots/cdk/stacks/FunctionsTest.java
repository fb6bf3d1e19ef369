package io.lotabots.cdk.stacks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.cdk.Settings;
import io.lotabots.cdk.model.Declaration;
import io.lotabots.cdk.model.Service;
import io.lotabots.cdk.model.Trigger;
import io.lotabots.cdk.services.Services;
import io.lotabots.cdk.stacks.Synthesised.Resource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FunctionsTest {

    private static Stream<Synthesised> stages() {
        return Synthesised.both();
    }

    @ParameterizedTest
    @MethodSource("stages")
    void every_function_is_java_25_on_arm_with_snapstart_and_every_layer(Synthesised stage) {
        assertThat(stage.resources("AWS::Lambda::Function"))
                .hasSize((int) Services.platform().services().stream()
                        .mapToLong(service -> service.functions().size())
                        .sum())
                .allSatisfy(function -> {
                    assertThat(function.property("/Runtime").asText()).isEqualTo("java25");
                    assertThat(function.property("/Architectures").toString()).isEqualTo("[\"arm64\"]");
                    assertThat(function.property("/SnapStart/ApplyOn").asText()).isEqualTo("PublishedVersions");
                    assertThat(function.property("/Layers")).hasSizeBetween(1, Service.MOST_LAYERS);
                    assertThat(function.property("/Timeout").asInt()).isBetween(1, 300);
                });
    }

    @ParameterizedTest
    @MethodSource("stages")
    void every_function_has_a_role_a_log_and_an_alias_live_of_its_own(Synthesised stage) {
        Set<String> roles = new HashSet<>();
        Set<String> logs = new HashSet<>();
        for (Resource function : stage.resources("AWS::Lambda::Function")) {
            assertThat(roles.add(
                            stage.referred(function, function.property("/Role")).toString()))
                    .as("the role of " + function)
                    .isTrue();
            Resource log = stage.referred(function, function.property("/LoggingConfig/LogGroup"));
            assertThat(logs.add(log.toString())).as("the log of " + function).isTrue();
            assertThat(log.property("/RetentionInDays").asInt())
                    .isEqualTo(stage.stage().logRetentionDays());
            List<Resource> aliases = ofFunction(stage, "AWS::Lambda::Alias", function, "/FunctionName");
            assertThat(aliases).as("aliases of " + function).hasSize(1);
            assertThat(aliases.getFirst().property("/Name").asText()).isEqualTo("live");
            Resource version =
                    stage.referred(aliases.getFirst(), aliases.getFirst().property("/FunctionVersion"));
            assertThat(stage.referred(version, version.property("/FunctionName"))
                            .id())
                    .isEqualTo(function.id());
        }
    }

    @ParameterizedTest
    @MethodSource("stages")
    void every_function_raises_an_alarm_on_errors_and_on_throttles(Synthesised stage) {
        for (Resource function : stage.resources("AWS::Lambda::Function")) {
            for (String metric : List.of("Errors", "Throttles")) {
                List<Resource> alarms = stage.resources("AWS::CloudWatch::Alarm").stream()
                        .filter(alarm -> alarm.stack().equals(function.stack()))
                        .filter(alarm -> Synthesised.all(alarm.json())
                                .anyMatch(
                                        node -> node.path("MetricName").asText().equals(metric)
                                                && node.path("Dimensions")
                                                        .toString()
                                                        .contains("{\"Ref\":\"" + function.id() + "\"}")))
                        .toList();
                assertThat(alarms).as(metric + " of " + function).hasSize(1);
                assertThat(alarms.getFirst().property("/AlarmActions")).hasSize(1);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("stages")
    void the_error_alarm_of_an_endpoint_also_counts_its_own_5xx_answers(Synthesised stage) {
        for (Service service : Services.platform().services()) {
            for (Declaration declared : service.functions()) {
                if (declared.trigger() instanceof Trigger.Http && !declared.reportsIllness()) {
                    JsonNode metrics = stage.resources("AWS::CloudWatch::Alarm").stream()
                            .filter(alarm ->
                                    alarm.property("/AlarmDescription").asText().equals(declared.handler() + " fails"))
                            .findFirst()
                            .orElseThrow()
                            .property("/Metrics");
                    assertThat(metrics.toString())
                            .contains("\"Status5xx\"")
                            .contains("\"Value\":\"" + declared.handler() + "\"")
                            .contains("\"Value\":\"" + stage.stage().name() + "\"");
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("stages")
    void an_alarm_watches_the_very_metric_that_its_function_writes(Synthesised stage) {
        Map<String, String> services = new TreeMap<>();
        for (Resource function : stage.resources("AWS::Lambda::Function")) {
            services.put(
                    function.property("/Handler").asText().replaceFirst("^.*\\.(\\w+)::.*$", "$1"),
                    function.property("/Environment/Variables/POWERTOOLS_SERVICE_NAME")
                            .asText());
        }
        List<Map<String, String>> watched = new ArrayList<>();
        for (Resource alarm : stage.resources("AWS::CloudWatch::Alarm")) {
            Synthesised.all(alarm.json())
                    .filter(node -> node.path("Namespace").asText().equals(Failures.NAMESPACE))
                    .forEach(metric -> {
                        Map<String, String> dimensions = new TreeMap<>();
                        metric.path("Dimensions")
                                .forEach(d -> dimensions.put(
                                        d.path("Name").asText(), d.path("Value").asText()));
                        watched.add(dimensions);
                    });
        }
        assertThat(watched)
                .isNotEmpty()
                .allSatisfy(dimensions ->
                        assertThat(dimensions.get("service")).isEqualTo(services.get(dimensions.get("endpoint"))));
        assertThat(stage.resources("AWS::CloudWatch::Alarm"))
                .anySatisfy(alarm ->
                        assertThat(alarm.property("/MetricName").asText()).isEqualTo("LateEnrolments"));
    }

    @ParameterizedTest
    @MethodSource("stages")
    void every_function_gets_the_chains_values_and_the_settings_that_it_declares(Synthesised stage) {
        for (Service service : Services.platform().services()) {
            for (Declaration declared : service.functions()) {
                JsonNode variables = stage.resources("AWS::Lambda::Function").stream()
                        .filter(function ->
                                function.property("/Description").asText().equals(service.className(declared)))
                        .findFirst()
                        .orElseThrow()
                        .property("/Environment/Variables");
                assertThat(variables.path("STAGE").asText())
                        .isEqualTo(stage.stage().name());
                assertThat(variables.path("CHAIN_ID").asText())
                        .isEqualTo(stage.stage().chainId());
                assertThat(variables.path("EPOCH_POT_MICRO_RTC").asText()).isEqualTo("1500000");
                assertThat(variables.path("GENESIS_EPOCH_SECOND").asText()).isEqualTo("1764706927");
                assertThat(variables.path("SLOT_SECONDS").asText()).isEqualTo("600");
                assertThat(variables.path("SLOTS_PER_EPOCH").asText()).isEqualTo("144");
                assertThat(declared.settings())
                        .allSatisfy(key -> assertThat(
                                        variables.path(Settings.variable(key)).asText())
                                .isEqualTo(Settings.text(stage.stage(), key)));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("stages")
    void every_declared_route_leads_to_its_function_and_may_call_it(Synthesised stage) {
        for (Service service : Services.platform().services()) {
            for (Declaration declared : service.functions()) {
                if (declared.trigger() instanceof Trigger.Http http) {
                    for (String path : http.paths()) {
                        Resource route = route(stage, http.method() + " " + path);
                        Resource integration = stage.referred(route, route.property("/Target/Fn::Join/1/1"));
                        assertThat(integration.property("/PayloadFormatVersion").asText())
                                .isEqualTo("2.0");
                        Resource alias = stage.referred(integration, integration.property("/IntegrationUri"));
                        assertThat(alias.type()).isEqualTo("AWS::Lambda::Alias");
                        assertThat(stage.referred(alias, alias.property("/FunctionName"))
                                        .property("/Handler")
                                        .asText())
                                .isEqualTo(service.className(declared) + "::handleRequest");
                        String source = "/*/" + http.method() + path.replaceAll("\\{[a-z_]+}", "*");
                        assertThat(ofFunction(stage, "AWS::Lambda::Permission", alias, "/FunctionName"))
                                .as(route.toString())
                                .anySatisfy(permission -> assertThat(permission
                                                .property("/SourceArn")
                                                .toString())
                                        .endsWith("\"" + source + "\"]]}"));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("stages")
    void schedules_pass_the_time_that_they_were_meant_for_and_keep_what_was_not_delivered(Synthesised stage) {
        long declared = Services.platform().services().stream()
                .flatMap(service -> service.functions().stream())
                .filter(function -> function.trigger() instanceof Trigger.Every)
                .count();
        assertThat(stage.resources("AWS::Scheduler::Schedule"))
                .hasSize((int) declared)
                .allSatisfy(schedule -> {
                    assertThat(schedule.property("/ScheduleExpression").asText())
                            .matches("rate\\((1 minute|10 minutes|15 minutes|60 minutes)\\)");
                    assertThat(schedule.property("/Target/Input").asText())
                            .isEqualTo("{\"time\":\"<aws.scheduler.scheduled-time>\"}");
                    assertThat(stage.referred(schedule, schedule.property("/Target/Arn"))
                                    .type())
                            .isEqualTo("AWS::Lambda::Alias");
                    assertThat(stage.referred(schedule, schedule.property("/Target/DeadLetterConfig/Arn"))
                                    .type())
                            .isEqualTo("AWS::SQS::Queue");
                });
    }

    private static Resource route(Synthesised stage, String key) {
        List<Resource> routes = stage.resources("AWS::ApiGatewayV2::Route").stream()
                .filter(route -> route.property("/RouteKey").asText().equals(key))
                .toList();
        assertThat(routes).as(key).hasSize(1);
        return routes.getFirst();
    }

    private static List<Resource> ofFunction(Synthesised stage, String type, Resource owner, String pointer) {
        return stage.resources(type).stream()
                .filter(resource -> resource.stack().equals(owner.stack()))
                .filter(resource -> owner.id().equals(Synthesised.referredId(resource.property(pointer))))
                .toList();
    }
}
