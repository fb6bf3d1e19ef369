package io.lotabots.cdk.services;

import static io.lotabots.cdk.model.Declaration.delete;
import static io.lotabots.cdk.model.Declaration.get;
import static io.lotabots.cdk.model.Declaration.patch;
import static io.lotabots.cdk.model.Declaration.post;
import static io.lotabots.cdk.model.Declaration.put;
import static io.lotabots.cdk.services.Appraisal.AGENTS;
import static io.lotabots.cdk.services.Appraisal.APPRAISAL_KEY;
import static io.lotabots.cdk.services.Appraisal.EVIDENCE;
import static io.lotabots.cdk.services.Appraisal.POLICIES;
import static io.lotabots.cdk.services.Appraisal.RESOURCES;
import static io.lotabots.cdk.services.Appraisal.RESULTS;
import static io.lotabots.cdk.services.Appraisal.SESSIONS;
import static io.lotabots.cdk.services.Appraisal.VAULT_KEY;
import static io.lotabots.cdk.services.Operations.SIGNING_KEYS;
import static io.lotabots.cdk.services.Shared.LIMITS;

import io.lotabots.cdk.model.Declaration;
import io.lotabots.cdk.model.Service;
import java.util.List;

/**
 * The appraisal service for clients of others: Veraison's challenge-response API, Trustee's key broker, and agents of Keylime.
 */
public final class Faces {

    private static final String PER_MINUTE = "appraisalsPerAddressPerMinute";

    private Faces() {}

    /** The service; it owns nothing and runs the classes of the appraisal service. */
    public static Service service() {
        return new Service(
                        "faces",
                        "appraisal",
                        List.of(),
                        List.of(
                                get(
                                                "/.well-known/veraison/verification",
                                                "GetWellKnownVeraisonVerification",
                                                "What clients of Veraison look up before they ask for a session")
                                        .puts(SIGNING_KEYS)
                                        .knows(APPRAISAL_KEY)
                                        .counts(PER_MINUTE, LIMITS)
                                        .settings("resultSeconds"),
                                challenges(post(
                                        "/challenge-response/v1/newSession",
                                        "PostChallengeResponseV1NewSession",
                                        "A challenge for clients of Veraison")),
                                Appraisal.appraises(post(
                                                "/challenge-response/v1/session/{session_id}",
                                                "PostChallengeResponseV1Session",
                                                "Appraises evidence that a client of Veraison sends"))
                                        .gets(RESULTS)
                                        .readsObjects(EVIDENCE),
                                get(
                                                "/challenge-response/v1/session/{session_id}",
                                                "GetChallengeResponseV1Session",
                                                "A session of a client of Veraison as it stands")
                                        .gets(SESSIONS, RESULTS, POLICIES)
                                        .readsObjects(EVIDENCE)
                                        .counts(PER_MINUTE, LIMITS)
                                        .settings("challengeSeconds"),
                                delete(
                                                "/challenge-response/v1/session/{session_id}",
                                                "DeleteChallengeResponseV1Session",
                                                "Forgets a session of a client of Veraison")
                                        .gets(SESSIONS)
                                        .deletes(SESSIONS)
                                        .counts(PER_MINUTE, LIMITS)
                                        .settings("challengeSeconds"),
                                challenges(post(
                                        "/kbs/v0/auth",
                                        "PostKbsV0Auth",
                                        "A challenge for guests that speak Trustee's protocol")),
                                Appraisal.appraises(post(
                                                "/kbs/v0/attest",
                                                "PostKbsV0Attest",
                                                "Appraises evidence of a guest that speaks Trustee's protocol"))
                                        .gets(SESSIONS),
                                get(
                                                "/kbs/v0/resource/{repository}/{type}/{tag}",
                                                "GetKbsV0Resource",
                                                "Releases a secret to a guest that speaks Trustee's protocol")
                                        .gets(SESSIONS, RESULTS, RESOURCES)
                                        .knows(VAULT_KEY)
                                        .counts(PER_MINUTE, LIMITS)
                                        .settings("challengeSeconds"),
                                get("/version", "GetVersion", "Which versions of Keylime's API there are")
                                        .counts(PER_MINUTE, LIMITS),
                                post(
                                                "/v3.0/agents/{agent_id}",
                                                "PostV30Agents",
                                                "Registers the TPM of an agent of Keylime")
                                        .updates(AGENTS)
                                        .counts(PER_MINUTE, LIMITS),
                                put(
                                                "/v3.0/agents/{agent_id}",
                                                "PutV30Agents",
                                                "Takes the proof that an agent's TPM opened its credential")
                                        .gets(AGENTS)
                                        .updates(AGENTS)
                                        .counts(PER_MINUTE, LIMITS),
                                post(
                                                "/v3.0/sessions",
                                                "PostV30Sessions",
                                                "A challenge with which an agent of Keylime authenticates")
                                        .puts(SESSIONS)
                                        .counts(PER_MINUTE, LIMITS)
                                        .settings("challengeSeconds"),
                                patch(
                                                "/v3.0/sessions/{session_id}",
                                                "PatchV30Sessions",
                                                "Takes the proof of an agent of Keylime, for a token")
                                        .gets(AGENTS)
                                        .updates(AGENTS, SESSIONS)
                                        .counts(PER_MINUTE, LIMITS)
                                        .settings("challengeSeconds"),
                                challenges(post(
                                                "/v3.0/agents/{agent_id}/attestations",
                                                "PostV30AgentsAttestations",
                                                "Tells an agent of Keylime which evidence to make"))
                                        .gets(AGENTS)
                                        .updates(AGENTS),
                                Appraisal.appraises(patch(
                                                "/v3.0/agents/{agent_id}/attestations/{index}",
                                                "PatchV30AgentsAttestations",
                                                "Appraises the evidence of an agent of Keylime"))
                                        .gets(AGENTS, SESSIONS)
                                        .updates(AGENTS),
                                get(
                                                "/v3.0/agents/{agent_id}/attestations/{index}",
                                                "GetV30AgentsAttestations",
                                                "An attestation of an agent of Keylime, and what came of it")
                                        .gets(AGENTS, SESSIONS, RESULTS)
                                        .counts(PER_MINUTE, LIMITS)
                                        .settings("challengeSeconds")))
                .on("platform", "crypto", "evidence", "verdicts", "aws");
    }

    private static Declaration challenges(Declaration function) {
        return function.gets(POLICIES).puts(SESSIONS).counts(PER_MINUTE, LIMITS).settings("challengeSeconds");
    }
}
