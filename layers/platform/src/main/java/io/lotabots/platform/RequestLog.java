package io.lotabots.platform;

import static software.amazon.lambda.powertools.logging.argument.StructuredArguments.entry;

import com.amazonaws.services.lambda.runtime.Context;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import software.amazon.lambda.powertools.logging.PowertoolsLogging;

/** One structured line per request, and metrics of what is worth counting; never a body, a header's value or a secret. */
final class RequestLog {
    private static final String SERVICE = "service";

    private final Logger logger;
    private final String service;
    private final Counters counters;

    RequestLog(Class<?> endpoint) {
        this(endpoint, Env.ofFunction());
    }

    /** @param env names the stage, and the service as its stack calls it */
    RequestLog(Class<?> endpoint, Env env) {
        this.logger = LoggerFactory.getLogger(endpoint);
        this.service = Counters.service(endpoint, env);
        this.counters = new Counters(endpoint, env);
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
        if (!Priming.active()) {
            metrics(status, telemetry);
        }
    }

    /**
     * What alarms and dashboards count: failures and business events. Time and units of a request are in its log line;
     * as metrics of every request they would cost more than the request.
     */
    private void metrics(int status, Telemetry telemetry) {
        Map<String, Long> counts = new TreeMap<>(telemetry.counts());
        if (status >= 500) {
            counts.put("Status5xx", 1L);
        }
        counters.publish(counts);
    }

    /** A failure that no client caused; the stack goes to the log and nowhere else. */
    void unexpected(Call call, RuntimeException e) {
        try (MDC.MDCCloseable _ = MDC.putCloseable(SERVICE, service)) {
            logger.error("unexpected failure at {} [{}]", call.route(), call.requestId(), e);
        }
    }
}
