package io.lotabots.platform;

import static software.amazon.lambda.powertools.logging.argument.StructuredArguments.entry;

import com.amazonaws.services.lambda.runtime.Context;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.lambda.powertools.logging.PowertoolsLogging;
import software.amazon.lambda.powertools.metrics.Metrics;
import software.amazon.lambda.powertools.metrics.MetricsFactory;
import software.amazon.lambda.powertools.metrics.model.DimensionSet;
import software.amazon.lambda.powertools.metrics.model.MetricUnit;

/** One structured line per request, and metrics of what is worth counting; never a body, a header's value or a secret. */
final class RequestLog {
    private static final String NAMESPACE = "LotaBots";

    private final Logger logger;
    private final DimensionSet dimensions;

    RequestLog(Class<?> endpoint) {
        this.logger = LoggerFactory.getLogger(endpoint);
        this.dimensions = DimensionSet.of(
                "stage",
                Env.ofFunction().find("STAGE").orElse("none"),
                "service",
                endpoint.getPackageName().replace("io.lotabots.", ""),
                "endpoint",
                endpoint.getSimpleName());
    }

    void write(Call call, int status, long startedNanos, Telemetry telemetry, Context context) {
        double millis = Math.round((System.nanoTime() - startedNanos) / 1e5) / 10.0;
        PowertoolsLogging.withLogging(context, () -> {
            logger.info(
                    "request",
                    entry("route", call.route()),
                    entry("status", status),
                    entry("ms", millis),
                    entry("read_units", telemetry.readUnits()),
                    entry("write_units", telemetry.writeUnits()),
                    entry("request_id", call.requestId()));
            return status;
        });
        if (!Priming.active() && (status >= 500 || !telemetry.counts().isEmpty())) {
            metrics(status, telemetry);
        }
    }

    /**
     * What alarms and dashboards count: failures and business events. Time and units of a request are in its log line;
     * as metrics of every request they would cost more than the request.
     */
    private void metrics(int status, Telemetry telemetry) {
        Metrics metrics = MetricsFactory.getMetricsInstance();
        metrics.setNamespace(NAMESPACE);
        metrics.setDefaultDimensions(dimensions);
        if (status >= 500) {
            metrics.addMetric("Status5xx", 1, MetricUnit.COUNT);
        }
        telemetry.counts().forEach((name, count) -> metrics.addMetric(name, count, MetricUnit.COUNT));
        metrics.flush();
    }

    /** A failure that no client caused; the stack goes to the log and nowhere else. */
    void unexpected(Call call, RuntimeException e) {
        logger.error(
                "unexpected failure at {} [{}]: {}",
                call.route(),
                call.requestId(),
                TimeUnit.MILLISECONDS.toSeconds(call.epochMilli()),
                e);
    }
}
