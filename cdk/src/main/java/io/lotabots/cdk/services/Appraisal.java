package io.lotabots.cdk.services;

import static io.lotabots.cdk.model.Declaration.everyMinutes;
import static io.lotabots.cdk.model.Declaration.get;
import static io.lotabots.cdk.model.Declaration.post;
import static io.lotabots.cdk.services.Attestation.MINERS;
import static io.lotabots.cdk.services.Operations.HEALTH;
import static io.lotabots.cdk.services.Operations.SIGNING_KEYS;
import static io.lotabots.cdk.services.Shared.ADMIN_KEY;
import static io.lotabots.cdk.services.Shared.ADMIN_READ_KEY;
import static io.lotabots.cdk.services.Shared.LIMITS;

import io.lotabots.cdk.model.Bucket;
import io.lotabots.cdk.model.Declaration;
import io.lotabots.cdk.model.Secret;
import io.lotabots.cdk.model.Service;
import io.lotabots.cdk.model.Table;
import java.util.List;

/** Hardware evidence is challenged for, verified to the vendors' roots, judged by policy and answered with a signed result. */
public final class Appraisal {

    /** Challenges that wait for evidence. */
    public static final Table SESSIONS = Table.keyed("sessions", "session_id").expiring();

    /** What was appraised lately. */
    public static final Table RESULTS = Table.keyed("results", "attestation_id").expiring();

    /** Chips that attested, and whose they are. */
    public static final Table DEVICES = Table.keyed("devices", "device_id");

    /** Agents of Keylime, and whose TPM each is. */
    public static final Table AGENTS = Table.keyed("agents", "agent_id");

    /** Policies, a row for each version and one for the version in force. */
    public static final Table POLICIES = Table.keyed("policies", "policy").sortedBy("version");

    /** What claims are allowed to be. */
    public static final Table REFERENCE_VALUES =
            Table.keyed("reference-values", "format").sortedBy("reference");

    /** Roots that operators added, on stages that allow any. */
    public static final Table ANCHORS = Table.keyed("anchors", "list").sortedBy("anchor");

    /** How old each piece of collateral is. */
    public static final Table COLLATERAL_INDEX =
            Table.keyed("collateral-index", "list").sortedBy("collateral");

    /** Secrets for attested guests, each sealed to its path. */
    public static final Table RESOURCES = Table.keyed("resources", "resource");

    /** Evidence as it was handed in, for policies to be tried on. */
    public static final Bucket EVIDENCE = new Bucket("evidence").keptFor("evidenceDays");

    /** What vendors publish about their parts. */
    public static final Bucket COLLATERAL = new Bucket("collateral");

    /** Results are signed with keys derived from it, a new one each thirty days. */
    public static final Secret APPRAISAL_KEY = new Secret(
            "appraisal-key",
            "The key material from which the keys that sign appraisal results are derived",
            "keys follow one another by themselves, each published before it signs; a new value may be put at any"
                    + " time");

    /** Secrets of guests are sealed with a key derived from it. */
    public static final Secret VAULT_KEY = new Secret(
            "vault-key",
            "The key material from which the key that seals the secrets of guests is derived",
            "a new value would leave every secret that is sealed unreadable");

    /** Verifying is arithmetic: a function has a whole processor from 1769 megabytes on. */
    private static final int VERIFY_MEGABYTES = 1769;

    private Appraisal() {}

    /** The service. */
    public static Service service() {
        return new Service(
                        "appraisal",
                        "appraisal",
                        List.of(
                                SESSIONS,
                                RESULTS,
                                DEVICES,
                                AGENTS,
                                POLICIES,
                                REFERENCE_VALUES,
                                ANCHORS,
                                COLLATERAL_INDEX,
                                RESOURCES,
                                EVIDENCE,
                                COLLATERAL,
                                APPRAISAL_KEY,
                                VAULT_KEY),
                        List.of(
                                // Evidence and its result.
                                post(
                                                "/v1/challenges",
                                                "PostV1Challenges",
                                                "A nonce for hardware evidence, to be used once")
                                        .gets(POLICIES)
                                        .puts(SESSIONS)
                                        .counts("appraisalsPerAddressPerMinute", LIMITS)
                                        .settings("challengeSeconds"),
                                post(
                                                "/v1/challenges/{challenge_id}/credential",
                                                "PostV1ChallengesCredential",
                                                "A secret that only the TPM of an endorsement key opens")
                                        .gets(SESSIONS)
                                        .updates(SESSIONS)
                                        .counts("appraisalsPerAddressPerMinute", LIMITS)
                                        .settings("challengeSeconds"),
                                appraises(post(
                                        "/v1/attestations",
                                        "PostV1Attestations",
                                        "Appraises hardware evidence and answers with a signed result")),
                                appraises(post(
                                        "/v1/hardware/attestation",
                                        "PostV1HardwareAttestation",
                                        "Whether hardware proves itself, as gpu, tpm or sgx")),
                                get(
                                                "/v1/attestations/{attestation_id}",
                                                "GetV1Attestations",
                                                "A result as it was answered")
                                        .gets(RESULTS),
                                get(
                                                "/v1/devices/{device_id}",
                                                "GetV1Devices",
                                                "Whose a chip is, how often and when it attested")
                                        .gets(DEVICES)
                                        .counts("listRequestsPerMinute", LIMITS),

                                // Secrets for attested guests.
                                post(
                                                "/v1/resources/{repository}/{type}/{tag}",
                                                "PostV1Resources",
                                                "Puts a secret that attested guests may have")
                                        .admin(ADMIN_KEY, LIMITS)
                                        .puts(RESOURCES)
                                        .knows(VAULT_KEY),
                                get(
                                                "/v1/resources/{repository}/{type}/{tag}",
                                                "GetV1Resources",
                                                "Releases a secret, encrypted to the key that evidence spoke for")
                                        .gets(RESULTS, RESOURCES)
                                        .knows(VAULT_KEY)
                                        .counts("appraisalsPerAddressPerMinute", LIMITS),

                                // Operators: what evidence is held to.
                                post("/v1/policies", "PostV1Policies", "Adds a version of a policy")
                                        .admin(ADMIN_KEY, LIMITS)
                                        .gets(POLICIES)
                                        .queries(POLICIES)
                                        .puts(POLICIES),
                                get(
                                                "/v1/policies/{policy}",
                                                "GetV1Policies",
                                                "The versions of a policy, and the one in force")
                                        .adminReading(ADMIN_KEY, ADMIN_READ_KEY, LIMITS)
                                        .queries(POLICIES),
                                post(
                                                "/v1/policies/{policy}/activate",
                                                "PostV1PoliciesActivate",
                                                "Puts a version of a policy in force")
                                        .admin(ADMIN_KEY, LIMITS)
                                        .gets(POLICIES)
                                        .puts(POLICIES),
                                heldTo(post(
                                                "/v1/policies/{policy}/dry-run",
                                                "PostV1PoliciesDryRun",
                                                "What a version of a policy would have said of stored evidence"))
                                        .admin(ADMIN_KEY, LIMITS)
                                        .gets(RESULTS)
                                        .readsObjects(EVIDENCE),
                                post(
                                                "/v1/reference-values",
                                                "PostV1ReferenceValues",
                                                "Says what a claim of a format is allowed to be")
                                        .admin(ADMIN_KEY, LIMITS)
                                        .queries(REFERENCE_VALUES)
                                        .puts(REFERENCE_VALUES)
                                        .deletes(REFERENCE_VALUES),
                                get(
                                                "/v1/reference-values/{format}",
                                                "GetV1ReferenceValues",
                                                "What claims of a format are allowed to be")
                                        .adminReading(ADMIN_KEY, ADMIN_READ_KEY, LIMITS)
                                        .queries(REFERENCE_VALUES),
                                post(
                                                "/v1/anchors",
                                                "PostV1Anchors",
                                                "Adds a root of an operator's own, where the stage allows it")
                                        .admin(ADMIN_KEY, LIMITS)
                                        .puts(ANCHORS)
                                        .settings("operatorAnchors"),
                                post(
                                                "/v1/collateral",
                                                "PostV1Collateral",
                                                "Loads what a vendor publishes, once it is verified")
                                        .admin(ADMIN_KEY, LIMITS)
                                        .queries(ANCHORS)
                                        .gets(COLLATERAL_INDEX)
                                        .puts(COLLATERAL_INDEX)
                                        .readsObjects(COLLATERAL)
                                        .writesObjects(COLLATERAL)
                                        .settings("operatorAnchors"),
                                everyMinutes(
                                                60,
                                                "FetchCollateral",
                                                "Fetches what vendors publish, and counts what of it is stale")
                                        .queries(ANCHORS, COLLATERAL_INDEX)
                                        .gets(COLLATERAL_INDEX)
                                        .puts(COLLATERAL_INDEX)
                                        .readsObjects(COLLATERAL)
                                        .writesObjects(COLLATERAL)
                                        .updates(HEALTH)
                                        .expectsNone("StaleCollateral")
                                        .settings(
                                                "operatorAnchors",
                                                "amdKdsUrl",
                                                "intelPcsUrl",
                                                "intelCertificatesUrl",
                                                "androidStatusUrl",
                                                "nvidiaRimUrl",
                                                "nvidiaOcspUrl",
                                                "crlUrls"),
                                get("/v1/collateral", "GetV1Collateral", "What is loaded, and what of it is stale")
                                        .adminReading(ADMIN_KEY, ADMIN_READ_KEY, LIMITS)
                                        .queries(COLLATERAL_INDEX)))
                .on("platform", "crypto", "evidence", "verdicts", "aws");
    }

    /** What every function needs that verifies evidence. */
    private static Declaration heldTo(Declaration function) {
        return function.megabytes(VERIFY_MEGABYTES)
                .gets(POLICIES)
                .queries(REFERENCE_VALUES, ANCHORS)
                .readsObjects(COLLATERAL)
                .settings("operatorAnchors");
    }

    static Declaration appraises(Declaration function) {
        return heldTo(function)
                .gets(MINERS, DEVICES)
                .puts(RESULTS, SIGNING_KEYS, COLLATERAL_INDEX)
                .updates(SESSIONS, DEVICES, MINERS)
                .writesObjects(EVIDENCE)
                .knows(APPRAISAL_KEY)
                .counts("appraisalsPerAddressPerMinute", LIMITS)
                .settings("challengeSeconds", "resultSeconds");
    }
}
