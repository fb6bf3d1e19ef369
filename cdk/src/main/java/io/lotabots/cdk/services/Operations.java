package io.lotabots.cdk.services;

import static io.lotabots.cdk.model.Declaration.everyMinutes;
import static io.lotabots.cdk.model.Declaration.get;
import static io.lotabots.cdk.model.Declaration.post;
import static io.lotabots.cdk.services.Attestation.COUNTERS;
import static io.lotabots.cdk.services.Attestation.ENROLMENTS;
import static io.lotabots.cdk.services.Attestation.HARDWARE;
import static io.lotabots.cdk.services.Attestation.HEADERS;
import static io.lotabots.cdk.services.Attestation.MINERS;
import static io.lotabots.cdk.services.Attestation.PRESENCE;
import static io.lotabots.cdk.services.Shared.ADMIN_KEY;
import static io.lotabots.cdk.services.Shared.CHAIN;

import io.lotabots.cdk.model.Service;
import io.lotabots.cdk.model.Table;
import java.util.List;

/** Whether the platform is well, what it is, and what it counts. */
public final class Operations {

    /** The row that health checks write, and the age of the newest backup. */
    public static final Table HEALTH = Table.keyed("health", "item");

    private Operations() {}

    /** The service. */
    public static Service service() {
        return new Service(
                "operations",
                "operations",
                List.of(HEALTH),
                List.of(
                        get("/health", "GetHealth")
                                .gets(HEALTH, HEADERS, CHAIN)
                                .updates(HEALTH),
                        get("/ready", "GetReady").gets(CHAIN),
                        get("/ops/readiness", "GetOpsReadiness")
                                .tellsAdminsMore(ADMIN_KEY)
                                .gets(HEALTH, HEADERS, CHAIN),
                        get("/api/stats", "GetApiStats").gets(CHAIN).queries(COUNTERS),
                        get("/api/nodes", "GetApiNodes").settings("nodes"),
                        get("/network/info", "GetNetworkInfo").gets(HEADERS),
                        get("/metrics", "GetMetrics")
                                .alsoAt("/api/metrics")
                                .gets(HEADERS, CHAIN)
                                .queries(COUNTERS, PRESENCE),
                        get("/metrics_mac", "GetMetricsMac").queries(COUNTERS),
                        get("/openapi.json", "GetOpenapiJson"),
                        post("/api/mine", "PostApiMine").alsoAt("/compat/v1/api/mine"),
                        everyMinutes(5, "RecordBackupAge")
                                .updates(HEALTH)
                                .describesBackupsOf(CHAIN, MINERS, HARDWARE, ENROLMENTS)));
    }
}
