package io.lotabots.cdk.services;

import static io.lotabots.cdk.model.Declaration.everyMinutes;
import static io.lotabots.cdk.model.Declaration.get;
import static io.lotabots.cdk.model.Declaration.post;
import static io.lotabots.cdk.services.Shared.ADMIN_KEY;
import static io.lotabots.cdk.services.Shared.ADMIN_READ_KEY;
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
    public static final Table HEADERS = Table.keyed("headers", "list").sortedBy("slot");

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
                        post(
                                        "/attest/challenge",
                                        "PostAttestChallenge",
                                        "A nonce to attest with, bound to the identity that is sent")
                                .alsoAt("/attestation/challenge")
                                .counts("challengesPerAddressPerMinute", LIMITS)
                                .knows(PLATFORM_KEYS)
                                .settings("challengeSeconds"),
                        post(
                                        "/attest/submit",
                                        "PostAttestSubmit",
                                        "Judges an attestation; an accepted one enrols its identity in the current"
                                                + " epoch")
                                .alsoAt("/attestation/submit")
                                .gets(HARDWARE, CHALLENGES, ENROLMENTS)
                                .queries(MINERS, DENIALS)
                                .puts(CHALLENGES, HARDWARE, PROFILES, ENROLMENTS, PRESENCE, MINERS)
                                .updates(MINERS, COUNTERS)
                                .deletes(MINERS)
                                .counts("minersPerAddressPerHour", LIMITS)
                                .knows(PLATFORM_KEYS)
                                .settings("challengeSeconds", "fingerprintReplaySeconds", "entropyReplaySeconds")
                                .settings(
                                        "submissionsPerHardwarePerHour",
                                        "attestEnforceMode",
                                        "virtualHardwareWeight",
                                        "affirmingFactor",
                                        "virtualTpmFactor",
                                        "confidentialVmWeight",
                                        "graceSeconds"),
                        post(
                                        "/epoch/enroll",
                                        "PostEpochEnroll",
                                        "Enrols a recently attested identity in the current epoch, signed by its"
                                                + " pinned key")
                                .gets(ENROLMENTS)
                                .queries(MINERS)
                                .puts(ENROLMENTS)
                                .updates(COUNTERS)
                                .settings("ticketSeconds", "requireMac", "graceSeconds"),
                        get(
                                        "/attestation/status",
                                        "GetAttestationStatus",
                                        "Whether an identity holds a fresh attestation")
                                .gets(ENROLMENTS)
                                .queries(MINERS)
                                .settings("graceSeconds"),

                        // Turns and headers.
                        get(
                                        "/lottery/eligibility",
                                        "GetLotteryEligibility",
                                        "Whether it is an identity's turn to produce the block of this slot")
                                .gets(HEADERS)
                                .queries(MINERS)
                                .readsObjects(ROTATIONS),
                        get("/headers/tip", "GetHeadersTip", "The newest block header")
                                .gets(HEADERS),
                        post(
                                        "/headers/ingest_signed",
                                        "PostHeadersIngestSigned",
                                        "Takes the signed header of a slot from the miner whose turn it is")
                                .gets(HEADERS)
                                .queries(MINERS)
                                .puts(HEADERS)
                                .updates(HEADERS)
                                .readsObjects(ROTATIONS)
                                .settings("headerFutureSlots", "headerPastSlots"),
                        post(
                                        "/miner/headerkey",
                                        "PostMinerHeaderkey",
                                        "Registers or revokes the key with which a miner signs headers")
                                .admin(ADMIN_KEY, LIMITS)
                                .updates(MINERS),
                        everyMinutes(1, "FreezeRotation", "Freezes the sorted miners of a slot, once")
                                .gets(HEADERS)
                                .queries(PRESENCE)
                                .updates(HEADERS)
                                .readsObjects(ROTATIONS)
                                .writesObjects(ROTATIONS),

                        // What anyone may read.
                        get("/epoch", "GetEpoch", "The current epoch and slot, the pot, and how many are enrolled")
                                .queries(COUNTERS)
                                .settings("graceSeconds"),
                        get("/api/miners", "GetApiMiners", "Recently attested miners, newest first, in pages")
                                .alsoAt("/miners")
                                .queries(PRESENCE, COUNTERS)
                                .batchGets(MINERS)
                                .counts("listRequestsPerMinute", LIMITS)
                                .settings("graceSeconds"),
                        get(
                                        "/api/miner/{miner_id}/streak",
                                        "GetApiMinerStreak",
                                        "On how many days in a row a miner attested")
                                .queries(MINERS),
                        get("/api/badge/{miner_id}", "GetApiBadge", "A miner's state as a badge for web pages")
                                .queries(MINERS),
                        get("/api/blocks", "GetApiBlocks", "The newest block headers, in pages")
                                .alsoAt("/explorer/blocks")
                                .gets(HEADERS)
                                .queries(HEADERS),
                        get(
                                        "/api/attestation-pool",
                                        "GetApiAttestationPool",
                                        "How many identities attested lately, by kind of hardware")
                                .gets(HEADERS)
                                .queries(PRESENCE)
                                .batchGets(MINERS)
                                .counts("listRequestsPerMinute", LIMITS),

                        // Operators.
                        get(
                                        "/api/miner/{miner_id}/attestations",
                                        "GetApiMinerAttestations",
                                        "The recorded attestations of a miner")
                                .adminReading(ADMIN_KEY, ADMIN_READ_KEY, LIMITS)
                                .queries(MINERS),
                        post(
                                        "/admin/attest/key",
                                        "PostAdminAttestKey",
                                        "Shows, sets, unpins or unfreezes the signing key of an identity")
                                .admin(ADMIN_KEY, LIMITS)
                                .queries(MINERS)
                                .updates(MINERS),
                        get("/admin/oui_deny/list", "GetAdminOuiDenyList", "The denied makers of network cards")
                                .adminReading(ADMIN_KEY, ADMIN_READ_KEY, LIMITS)
                                .queries(DENIALS),
                        post("/admin/oui_deny/add", "PostAdminOuiDenyAdd", "Denies a maker of network cards")
                                .admin(ADMIN_KEY, LIMITS)
                                .queries(DENIALS)
                                .puts(DENIALS),
                        post(
                                        "/admin/oui_deny/remove",
                                        "PostAdminOuiDenyRemove",
                                        "Allows a maker of network cards again")
                                .admin(ADMIN_KEY, LIMITS)
                                .gets(DENIALS)
                                .deletes(DENIALS),
                        post(
                                        "/admin/oui_deny/enforce",
                                        "PostAdminOuiDenyEnforce",
                                        "Sets whether denied makers are refused or only noted")
                                .admin(ADMIN_KEY, LIMITS)
                                .updates(DENIALS),
                        get("/ops/oui/enforce", "GetOpsOuiEnforce", "Whether denied makers are refused")
                                .adminReading(ADMIN_KEY, ADMIN_READ_KEY, LIMITS)
                                .gets(DENIALS),
                        post("/ops/attest/debug", "PostOpsAttestDebug", "Why an identity could or could not enrol now")
                                .admin(ADMIN_KEY, LIMITS)
                                .queries(MINERS)
                                .settings("ticketSeconds", "requireMac"),
                        get("/admin/wallet-review-holds", "GetAdminWalletReviewHolds", "The wallets under review")
                                .adminReading(ADMIN_KEY, ADMIN_READ_KEY, LIMITS)
                                .queries(HOLDS),
                        post("/admin/wallet-review-holds", "PostAdminWalletReviewHolds", "Puts a wallet under review")
                                .admin(ADMIN_KEY, LIMITS)
                                .puts(HOLDS)
                                .updates(MINERS, COUNTERS),
                        post(
                                        "/admin/wallet-review-holds/{hold_id}/resolve",
                                        "PostAdminWalletReviewHoldsResolve",
                                        "Releases, dismisses, escalates or blocks a wallet under review")
                                .admin(ADMIN_KEY, LIMITS)
                                .gets(HOLDS)
                                .puts(HOLDS)
                                .updates(MINERS)));
    }
}
