package io.lotabots.cdk.services;

import static io.lotabots.cdk.model.Declaration.get;
import static io.lotabots.cdk.model.Declaration.onBackup;
import static io.lotabots.cdk.model.Declaration.post;
import static io.lotabots.cdk.services.Attestation.COUNTERS;
import static io.lotabots.cdk.services.Attestation.HEADERS;
import static io.lotabots.cdk.services.Shared.ADMIN_KEY;
import static io.lotabots.cdk.services.Shared.ADMIN_READ_KEY;
import static io.lotabots.cdk.services.Shared.CHAIN;
import static io.lotabots.cdk.services.Shared.LIMITS;
import static io.lotabots.cdk.services.Wallets.EPOCHS;

import io.lotabots.cdk.model.Service;
import io.lotabots.cdk.model.Table;
import java.util.List;

/** Whether the platform is well, what it is, and what it counts. */
public final class Operations {

    /** The row that health checks write, and the moments to which tables were backed up. */
    public static final Table HEALTH = Table.keyed("health", "item");

    /** The public keys with which the platform signs. */
    public static final Table SIGNING_KEYS = Table.keyed("signing-keys", "list").sortedBy("kid");

    private Operations() {}

    /** The service. */
    public static Service service() {
        return new Service(
                "operations",
                "operations",
                List.of(HEALTH, SIGNING_KEYS),
                List.of(
                        get("/health", "GetHealth", "Whether the platform answers and can write")
                                .tellsIllness()
                                .gets(HEALTH, HEADERS, CHAIN)
                                .updates(HEALTH),
                        get("/ready", "GetReady", "Whether requests can be served")
                                .tellsIllness()
                                .gets(CHAIN),
                        get(
                                        "/ops/readiness",
                                        "GetOpsReadiness",
                                        "Whether the chain moves; operators are told each check")
                                .tellsIllness()
                                .tellsAdminsMore(ADMIN_KEY, ADMIN_READ_KEY, LIMITS)
                                .gets(HEALTH, HEADERS, CHAIN),
                        get(
                                        "/api/stats",
                                        "GetApiStats",
                                        "What the chain is, how many take part, how much money there is")
                                .gets(EPOCHS)
                                .queries(COUNTERS),
                        get("/api/nodes", "GetApiNodes", "The public nodes of the network, in pages")
                                .tellsAdminsMore(ADMIN_KEY, ADMIN_READ_KEY, LIMITS)
                                .settings("nodes"),
                        get("/network/info", "GetNetworkInfo", "The chain's name, height and fees")
                                .gets(HEADERS)
                                .settings("nodes"),
                        get("/metrics", "GetMetrics", "Figures for Prometheus")
                                .alsoAt("/api/metrics")
                                .gets(HEALTH, HEADERS, CHAIN)
                                .updates(HEALTH)
                                .queries(COUNTERS),
                        get("/metrics_mac", "GetMetricsMac", "Figures about network addresses for Prometheus")
                                .settings("requireMac"),
                        get(
                                        "/.well-known/jwks.json",
                                        "GetWellKnownJwksJson",
                                        "The public keys with which the platform signs")
                                .queries(SIGNING_KEYS),
                        get("/openapi.json", "GetOpenapiJson", "This description"),
                        post(
                                        "/api/mine",
                                        "PostApiMine",
                                        "Says that mining by proof of work is gone, and what to call instead")
                                .alsoAt("/compat/v1/api/mine"),
                        onBackup("RecordBackupAge", "Records which moment all tables were backed up to")
                                .updates(HEALTH)));
    }
}
