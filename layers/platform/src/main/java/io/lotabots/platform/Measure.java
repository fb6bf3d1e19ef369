package io.lotabots.platform;

import java.util.Map;
import software.amazon.cloudwatchlogs.emf.config.EnvironmentConfigurationProvider;
import software.amazon.cloudwatchlogs.emf.environment.Environments;
import software.amazon.lambda.powertools.metrics.Metrics;
import software.amazon.lambda.powertools.metrics.model.DimensionSet;
import software.amazon.lambda.powertools.metrics.model.MetricUnit;
import software.amazon.lambda.powertools.metrics.provider.EmfMetricsProvider;
import software.amazon.lambda.powertools.metrics.provider.MetricsProvider;

/** What alarms and dashboards count of one function, written to its output in CloudWatch's embedded metric format. */
public final class Measure {
    private static final String NAMESPACE = "LotaBots";

    private final DimensionSet dimensions;

    /** Makes metrics of their own for each time: the factory's one instance is shared by all that run in a process. */
    private final MetricsProvider metrics = new EmfMetricsProvider();

    /** @param env names the stage, and the service as its stack calls it */
    public Measure(Class<?> function, Env env) {
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

    /** Writes counts by their names. */
    public void write(Map<String, Long> counts) {
        Metrics measured = metrics.getMetricsInstance();
        measured.setNamespace(NAMESPACE);
        measured.setDefaultDimensions(dimensions);
        counts.forEach((name, count) -> measured.addMetric(name, count, MetricUnit.COUNT));
        measured.flush();
    }

    /** The service that a function belongs to. */
    static String service(Class<?> function, Env env) {
        return env.find("POWERTOOLS_SERVICE_NAME")
                .orElseGet(() -> function.getPackageName().replace("io.lotabots.", ""));
    }
}
