package io.lotabots.cdk.services;

import static io.lotabots.cdk.model.Declaration.everyMinutes;
import static io.lotabots.cdk.model.Declaration.get;
import static io.lotabots.cdk.model.Declaration.post;
import static io.lotabots.cdk.services.Shared.ADMIN_KEY;
import static io.lotabots.cdk.services.Shared.CHAIN;
import static io.lotabots.cdk.services.Shared.LIMITS;
import static io.lotabots.cdk.services.Shared.PLATFORM_KEYS;

import io.lotabots.cdk.model.Bucket;
import io.lotabots.cdk.model.Service;
import io.lotabots.cdk.model.Table;
import java.util.List;

/** Machines prove what they are, are enrolled in the epoch, and take turns at block headers. */
public final class Attestation {

    /** A miner's last attestation, pinned keys, history of timings, MACs: one partition for each miner. */
    public static final Table MINERS = Table.keyed("miners", "miner").sortedBy("entry");

    /** Which identity a piece of hardware belongs to, and its first profile. */
    public static final Table HARDWARE = Table.keyed("hardware", "hardware_id");

    /** Challenges that were consumed, until they would have expired. */
    public static final Table CHALLENGES = Table.keyed("challenges", "nonce").expiring();

    /** Fingerprints and entropy profiles seen lately. */
    public static final Table PROFILES = Table.keyed("profiles", "profile").expiring();

    /** Who is enrolled in an epoch and with which weight. */
    public static final Table ENROLMENTS =
            Table.keyed("enrolments", "epoch_shard").sortedBy("miner");

    /** Counts kept in shards. */
    public static final Table COUNTERS = Table.keyed("counters", "counter").sortedBy("shard");

    /** Which miners attested in a bucket of time. */
    public static final Table PRESENCE =
            Table.keyed("presence", "bucket_shard").sortedBy("miner").expiring();

    /** Block headers, the tip, and the address of the frozen rotation. */
    public static final Table HEADERS = Table.keyed("headers", "item");

    /** Makers of network cards that virtual machines carry. */
    public static final Table DENIALS = Table.keyed("denials", "list").sortedBy("oui");

    /** Wallets under review. */
    public static final Table HOLDS = Table.keyed("holds", "list").sortedBy("hold");

    /** The sorted miners of a slot's rotation, frozen once. */
    public static final Bucket ROTATIONS = new Bucket("rotations");

    private Attestation() {}

    /** The service. */
    public static Service service() {
        return new Service(
                "attestation",
                "attestation",
                List.of(
                        MINERS,
                        HARDWARE,
                        CHALLENGES,
                        PROFILES,
                        ENROLMENTS,
                        COUNTERS,
                        PRESENCE,
                        HEADERS,
                        DENIALS,
                        HOLDS,
                        ROTATIONS),
                List.of(
                        // The loop of a miner.
                        post("/attest/challenge", "PostAttestChallenge")
                                .alsoAt("/attestation/challenge")
                                .counts("challengesPerAddressPerMinute", LIMITS)
                                .settings("challengeSeconds")
                                .knows(PLATFORM_KEYS),
                        post("/attest/submit", "PostAttestSubmit")
                                .alsoAt("/attestation/submit")
                                .gets(MINERS, HARDWARE, PROFILES, ENROLMENTS, DENIALS)
                                .queries(HOLDS, DENIALS)
                                .puts(CHALLENGES, HARDWARE, PROFILES, ENROLMENTS, PRESENCE, MINERS)
                                .updates(MINERS, HARDWARE, PROFILES, ENROLMENTS, COUNTERS, LIMITS)
                                .checks(HARDWARE)
                                .knows(PLATFORM_KEYS)
                                .settings("challengeSeconds", "fingerprintReplaySeconds", "entropyReplaySeconds")
                                .settings("submissionsPerHardwarePerHour", "minersPerAddressPerHour")
                                .settings("attestEnforceMode", "virtualHardwareWeight", "graceSeconds"),
                        post("/epoch/enroll", "PostEpochEnroll")
                                .gets(MINERS, ENROLMENTS)
                                .puts(ENROLMENTS)
                                .updates(ENROLMENTS, COUNTERS)
                                .knows(PLATFORM_KEYS)
                                .settings("ticketSeconds", "requireMac", "macsPerDay", "graceSeconds")
                                .settings("virtualHardwareWeight"),
                        get("/attestation/status", "GetAttestationStatus")
                                .gets(MINERS)
                                .settings("ticketSeconds"),

                        // Turns and headers.
                        get("/lottery/eligibility", "GetLotteryEligibility")
                                .gets(HEADERS, MINERS)
                                .readsObjects(ROTATIONS),
                        get("/headers/tip", "GetHeadersTip").gets(HEADERS),
                        post("/headers/ingest_signed", "PostHeadersIngestSigned")
                                .gets(HEADERS, MINERS)
                                .puts(HEADERS)
                                .updates(HEADERS)
                                .readsObjects(ROTATIONS)
                                .settings("headerFutureSlots", "headerPastSlots"),
                        post("/miner/headerkey", "PostMinerHeaderkey")
                                .admin(ADMIN_KEY, LIMITS)
                                .gets(MINERS)
                                .puts(MINERS)
                                .deletes(MINERS),
                        everyMinutes(1, "FreezeRotation")
                                .gets(HEADERS)
                                .queries(PRESENCE)
                                .puts(HEADERS)
                                .updates(HEADERS)
                                .readsObjects(ROTATIONS)
                                .writesObjects(ROTATIONS),

                        // What anyone may read.
                        get("/epoch", "GetEpoch").gets(CHAIN).queries(COUNTERS),
                        get("/api/miners", "GetApiMiners")
                                .alsoAt("/miners")
                                .queries(PRESENCE, COUNTERS)
                                .counts("listRequestsPerMinute", LIMITS),
                        get("/api/miner/{miner_id}/streak", "GetApiMinerStreak")
                                .gets(MINERS),
                        get("/api/badge/{miner_id}", "GetApiBadge").gets(MINERS),
                        get("/api/miner_dashboard/{miner_id}", "GetApiMinerDashboard")
                                .gets(MINERS)
                                .queries(MINERS),
                        get("/api/blocks", "GetApiBlocks")
                                .alsoAt("/explorer/blocks")
                                .gets(HEADERS)
                                .batchGets(HEADERS),
                        get("/api/attestation-pool", "GetApiAttestationPool").queries(PRESENCE, COUNTERS),
                        get("/api/bounty-multiplier", "GetApiBountyMultiplier")
                                .alsoAt("/attestation/bounty_multiplier")
                                .gets(MINERS),

                        // Operators.
                        get("/api/miner/{miner_id}/attestations", "GetApiMinerAttestations")
                                .admin(ADMIN_KEY, LIMITS)
                                .queries(MINERS),
                        post("/admin/attest/key", "PostAdminAttestKey")
                                .admin(ADMIN_KEY, LIMITS)
                                .gets(MINERS)
                                .updates(MINERS),
                        get("/admin/oui_deny/list", "GetAdminOuiDenyList")
                                .admin(ADMIN_KEY, LIMITS)
                                .queries(DENIALS),
                        post("/admin/oui_deny/add", "PostAdminOuiDenyAdd")
                                .admin(ADMIN_KEY, LIMITS)
                                .puts(DENIALS),
                        post("/admin/oui_deny/remove", "PostAdminOuiDenyRemove")
                                .admin(ADMIN_KEY, LIMITS)
                                .deletes(DENIALS),
                        post("/admin/oui_deny/enforce", "PostAdminOuiDenyEnforce")
                                .admin(ADMIN_KEY, LIMITS)
                                .updates(DENIALS),
                        get("/ops/oui/enforce", "GetOpsOuiEnforce")
                                .admin(ADMIN_KEY, LIMITS)
                                .gets(DENIALS),
                        post("/ops/attest/debug", "PostOpsAttestDebug")
                                .admin(ADMIN_KEY, LIMITS)
                                .gets(MINERS)
                                .queries(MINERS)
                                .settings("ticketSeconds", "requireMac", "macsPerDay"),
                        get("/admin/wallet-review-holds", "GetAdminWalletReviewHolds")
                                .admin(ADMIN_KEY, LIMITS)
                                .queries(HOLDS),
                        post("/admin/wallet-review-holds", "PostAdminWalletReviewHolds")
                                .admin(ADMIN_KEY, LIMITS)
                                .puts(HOLDS),
                        post("/admin/wallet-review-holds/{hold_id}/resolve", "PostAdminWalletReviewHoldsResolve")
                                .admin(ADMIN_KEY, LIMITS)
                                .gets(HOLDS)
                                .updates(HOLDS)));
    }
}
