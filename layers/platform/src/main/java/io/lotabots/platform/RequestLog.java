package io.lotabots.platform;

import static software.amazon.lambda.powertools.logging.argument.StructuredArguments.entry;

import com.amazonaws.services.lambda.runtime.Context;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import software.amazon.cloudwatchlogs.emf.config.EnvironmentConfigurationProvider;
import software.amazon.cloudwatchlogs.emf.environment.Environments;
import software.amazon.lambda.powertools.logging.PowertoolsLogging;
import software.amazon.lambda.powertools.metrics.Metrics;
import software.amazon.lambda.powertools.metrics.model.DimensionSet;
import software.amazon.lambda.powertools.metrics.model.MetricUnit;
import software.amazon.lambda.powertools.metrics.provider.EmfMetricsProvider;
import software.amazon.lambda.powertools.metrics.provider.MetricsProvider;

/** One structured line per request, and metrics of what is worth counting; never a body, a header's value or a secret. */
final class RequestLog {
    private static final String NAMESPACE = "LotaBots";
    private static final String SERVICE = "service";

    private final Logger logger;
    private final String service;
    private final DimensionSet dimensions;

    /** Makes metrics of their own for each request: the factory's one instance is shared by all that run in a process. */
    private final MetricsProvider metrics = new EmfMetricsProvider();

    RequestLog(Class<?> endpoint) {
        this(endpoint, Env.ofFunction());
    }

    /** @param env names the stage, and the service as its stack calls it */
    RequestLog(Class<?> endpoint, Env env) {
        // Metrics go to the output wherever this runs: looking for an agent of the host would connect to the network.
        EnvironmentConfigurationProvider.getConfig().setEnvironmentOverride(Environments.Lambda);
        this.logger = LoggerFactory.getLogger(endpoint);
        this.service = env.find("POWERTOOLS_SERVICE_NAME")
                .orElseGet(() -> endpoint.getPackageName().replace("io.lotabots.", ""));
        this.dimensions = DimensionSet.of(
                "stage", env.find("STAGE").orElse("none"), "service", service, "endpoint", endpoint.getSimpleName());
    }

    void write(Call call, int status, long startedNanos, Telemetry telemetry, Context context) {
        double millis = Math.round((System.nanoTime() - startedNanos) / 1e5) / 10.0;
        PowertoolsLogging.initializeLogging(context);
        try {
            // The library asks the process, which hosts functions of several services on one machine.
            MDC.put(SERVICE, service);
            logger.info(
                    "request",
                    entry("route", call.route()),
                    entry("status", status),
                    entry("ms", millis),
                    entry("read_units", telemetry.readUnits()),
                    entry("write_units", telemetry.writeUnits()),
                    entry("request_id", call.requestId()));
        } finally {
            // All that is to be cleared: nothing is sampled, and no appender holds lines back.
            MDC.clear();
        }
        if (!Priming.active() && (status >= 500 || !telemetry.counts().isEmpty())) {
            metrics(status, telemetry);
        }
    }

    /**
     * What alarms and dashboards count: failures and business events. Time and units of a request are in its log line;
     * as metrics of every request they would cost more than the request.
     */
    private void metrics(int status, Telemetry telemetry) {
        Metrics request = metrics.getMetricsInstance();
        request.setNamespace(NAMESPACE);
        request.setDefaultDimensions(dimensions);
        if (status >= 500) {
            request.addMetric("Status5xx", 1, MetricUnit.COUNT);
        }
        telemetry.counts().forEach((name, count) -> request.addMetric(name, count, MetricUnit.COUNT));
        request.flush();
    }

    /** A failure that no client caused; the stack goes to the log and nowhere else. */
    void unexpected(Call call, RuntimeException e) {
        try (MDC.MDCCloseable _ = MDC.putCloseable(SERVICE, service)) {
            logger.error("unexpected failure at {} [{}]", call.route(), call.requestId(), e);
        }
    }
}
