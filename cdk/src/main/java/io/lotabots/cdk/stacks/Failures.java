package io.lotabots.cdk.stacks;

import io.lotabots.cdk.Stage;
import io.lotabots.cdk.model.Declaration;
import io.lotabots.cdk.model.Service;
import io.lotabots.cdk.model.Trigger;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.MathExpression;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.lambda.Function;

/**
 * What counts as a failure of a function in five minutes: errors that Lambda saw, and the 5xx answers that an endpoint
 * gave. An endpoint answers its own unexpected failures, so that Lambda alone would never see them, nor a canary.
 */
final class Failures {

    /** The namespace under which {@code layers/platform} publishes a request's metrics. */
    static final String NAMESPACE = "LotaBots";

    private static final Duration PERIOD = Duration.minutes(5);

    private final Stage stage;
    private final Function function;
    private final Declaration declared;
    private final Service service;

    Failures(Stage stage, Function function, Declaration declared, Service service) {
        this.stage = stage;
        this.function = function;
        this.declared = declared;
        this.service = service;
    }

    IMetric metric() {
        Metric errors = ofAlias("Errors");
        if (!(declared.trigger() instanceof Trigger.Http) || declared.reportsIllness()) {
            return errors;
        }
        // In order: the template must come out the same in every run.
        Map<String, IMetric> terms = new TreeMap<>(Map.of("errors", errors, "answers", answers()));
        return MathExpression.Builder.create()
                .expression("FILL(errors, 0) + FILL(answers, 0)")
                .usingMetrics(terms)
                .period(PERIOD)
                .build();
    }

    /** A metric of the alias, named by the function: in a canary the alias itself stands on this metric's alarm. */
    Metric ofAlias(String name) {
        String functionName = function.getFunctionName();
        return sum(
                "AWS/Lambda",
                name,
                Map.of("FunctionName", functionName, "Resource", functionName + ":" + LiveFunction.LIVE));
    }

    private Metric answers() {
        return counted("Status5xx");
    }

    /** What the function itself counts under a name. */
    Metric counted(String counter) {
        return sum(
                NAMESPACE,
                counter,
                Map.of("stage", stage.name(), "service", service.name(), "endpoint", declared.handler()));
    }

    private static Metric sum(String namespace, String name, Map<String, String> dimensions) {
        return Metric.Builder.create()
                .namespace(namespace)
                .metricName(name)
                .dimensionsMap(dimensions)
                .statistic("Sum")
                .period(PERIOD)
                .build();
    }
}
