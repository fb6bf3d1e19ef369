package io.lotabots.platform;

import java.util.Map;
import software.amazon.cloudwatchlogs.emf.config.EnvironmentConfigurationProvider;
import software.amazon.cloudwatchlogs.emf.environment.Environments;
import software.amazon.lambda.powertools.metrics.Metrics;
import software.amazon.lambda.powertools.metrics.model.DimensionSet;
import software.amazon.lambda.powertools.metrics.model.MetricUnit;
import software.amazon.lambda.powertools.metrics.provider.EmfMetricsProvider;
import software.amazon.lambda.powertools.metrics.provider.MetricsProvider;

/** What a function counts for alarms and dashboards: metrics of the stage, the service and the function. */
public final class Counters {
    private static final String NAMESPACE = "LotaBots";

    private final DimensionSet dimensions;

    /** Makes metrics of their own for each line: the factory's one instance is shared by all that run in a process. */
    private final MetricsProvider metrics = new EmfMetricsProvider();

    /** @param env names the stage, and the service as its stack calls it */
    public Counters(Class<?> function, Env env) {
        // Metrics go to the output wherever this runs: looking for an agent of the host would connect to the network.
        EnvironmentConfigurationProvider.getConfig().setEnvironmentOverride(Environments.Lambda);
        this.dimensions = DimensionSet.of(
                "stage",
                env.find("STAGE").orElse("none"),
                "service",
                service(function, env),
                "endpoint",
                function.getSimpleName());
    }

    /** What the stack calls a function's service. */
    static String service(Class<?> function, Env env) {
        return env.find("POWERTOOLS_SERVICE_NAME")
                .orElseGet(() -> function.getPackageName().replace("io.lotabots.", ""));
    }

    /** Writes counts by name, each of which becomes a metric; nothing when there are none. */
    public void publish(Map<String, Long> counts) {
        if (counts.isEmpty()) {
            return;
        }
        Metrics line = metrics.getMetricsInstance();
        line.setNamespace(NAMESPACE);
        line.setDefaultDimensions(dimensions);
        counts.forEach((name, count) -> line.addMetric(name, count, MetricUnit.COUNT));
        line.flush();
    }
}
