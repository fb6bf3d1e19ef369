package io.lotabots.tests;

import static io.lotabots.tests.AppraisalPlatform.json;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.evidence.tpm.TpmMachine;
import io.lotabots.local.aws.Meter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What an agent of Keylime sends that authenticates, and what it does not get without. */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("the platform of KeylimeExchangesTest")
class KeylimeExchangesTest {
    private static final Base64.Encoder BASE64 = Base64.getEncoder();
    private static AppraisalPlatform at;

    @BeforeAll
    static void start() throws Exception {
        at = AppraisalPlatform.start();
    }

    @AfterAll
    static void stop() {
        at.close();
    }

    private static Http.Answer send(String method, String path, JsonNode body, String... more) {
        String[] headers = Arrays.copyOf(more, more.length + 2);
        headers[more.length] = "Content-Type";
        headers[more.length + 1] = path.matches(".*/agents/[^/]+") ? "application/json" : "application/vnd.api+json";
        return at.send(method, path, body.toString().getBytes(StandardCharsets.UTF_8), headers);
    }

    /** Registers a machine under a name, as the agent does with Keylime's registrar. */
    private static void register(String agent, TpmMachine machine) throws Exception {
        Http.Answer blob = send(
                "POST",
                "/v3.0/agents/" + agent,
                json().put("ekcert", machine.ekCertificate()).put("aik_tpm", machine.akPublic()));
        byte[] secret = Base64.getUrlDecoder()
                .decode(machine.activate(blob.json().at("/results/blob").textValue()));
        Http.Answer active =
                send("PUT", "/v3.0/agents/" + agent, json().put("auth_tag", KeylimeTest.tag(secret, agent)));
        assertThat(active.status()).as(active.text()).isEqualTo(200);
    }

    /** The proof of a machine for a challenge. */
    interface Proof {
        Map<String, byte[]> of(byte[] challenge);
    }

    private static Exchanges agent(String agent, TpmMachine machine, Proof proof) {
        Base64.Decoder decoder = Base64.getDecoder();
        return new Exchanges(at)
                .knowing("agent", agent)
                .making("message", kept -> BASE64.encode(part(proof, decoder.decode(kept.get("challenge")), "message")))
                .making(
                        "signature",
                        kept -> BASE64.encode(part(proof, decoder.decode(kept.get("challenge")), "signature")))
                .knowing("aik", standard(machine.akPublic()))
                .knowing("ekcert", pem(machine))
                .making(
                        "auth_tag",
                        kept -> KeylimeTest.tag(
                                        Base64.getUrlDecoder()
                                                .decode(machine.activate(requireNonNull(kept.get("blob")))),
                                        agent)
                                .getBytes(StandardCharsets.US_ASCII))
                .making("offer_json", _ -> offer(machine))
                .making(
                        "collected_json",
                        kept -> KeylimeTest.collected(machine, requireNonNull(kept.get("quoted")), machine.imaText())
                                .toString()
                                .getBytes(StandardCharsets.UTF_8));
    }

    private static String standard(String base64url) {
        return BASE64.encodeToString(Base64.getUrlDecoder().decode(base64url));
    }

    private static String pem(TpmMachine machine) {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(Base64.getUrlDecoder().decode(machine.ekCertificate()));
        return "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n";
    }

    private static byte[] offer(TpmMachine machine) {
        return KeylimeTest.offer(Base64.getUrlDecoder().decode(machine.akPublic()), "ecdsa", true)
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] part(Proof proof, byte[] challenge, String name) {
        return requireNonNull(proof.of(challenge).get(name));
    }

    /** A TPM whose proofs are the same for the same challenge: ECDSA signs anew each time. */
    private static Proof remembering(TpmMachine machine) {
        Map<String, Map<String, byte[]>> made = new ConcurrentHashMap<>();
        return challenge -> {
            String text = BASE64.encodeToString(challenge);
            made.putIfAbsent(text, machine.certified(challenge));
            return requireNonNull(made.get(text));
        };
    }

    @Test
    void an_agent_proves_its_key_for_a_token_and_is_asked_for_it_from_then_on() throws Exception {
        TpmMachine machine = AppraisalPlatform.machine().booted();
        String agent = UUID.randomUUID().toString();
        register(agent, machine);
        Map<String, String> kept =
                agent(agent, machine, remembering(machine)).replayed("keylime-agent-authentication.json");

        String attestations = "/v3.0/agents/" + agent + "/attestations";
        JsonNode offer = Http.JSON.readTree(offer(machine));
        String bearer = "Bearer " + kept.get("token");
        assertThat(send("POST", attestations, offer, "Authorization", bearer).status())
                .isEqualTo(201);
        at.platform.clock().advance(Duration.ofMinutes(8));
        Http.Answer asked = send("POST", attestations, offer, "Authorization", bearer);
        String challenge = asked.json()
                .at("/data/attributes/evidence_requested/0/chosen_parameters/challenge")
                .textValue();
        JsonNode collected = KeylimeTest.collected(machine, challenge, machine.imaText());
        Http.Answer taken = send("PATCH", asked.header("location"), collected, "Authorization", bearer);
        assertThat(taken.json().at("/data/attributes/evaluation").textValue())
                .as(taken.text())
                .isEqualTo("pass");
        at.platform.clock().advance(Duration.ofMinutes(10));
        assertThat(send("POST", attestations, offer, "Authorization", bearer).status())
                .as("who attests keeps its token")
                .isEqualTo(201);
        at.platform.clock().advance(Duration.ofMinutes(16));
        assertThat(send("POST", attestations, offer, "Authorization", bearer).status())
                .as("tokens run out")
                .isEqualTo(401);
        register(agent, machine);
        assertThat(send("POST", attestations, offer).status())
                .as("who registers again starts without one")
                .isEqualTo(201);
        assertThat(send("POST", attestations, offer, "Authorization", bearer).status())
                .isEqualTo(401);
    }

    @Test
    void the_challenge_may_be_certified_as_text_too() throws Exception {
        TpmMachine machine = AppraisalPlatform.machine().booted();
        String agent = UUID.randomUUID().toString();
        register(agent, machine);
        Proof ofBytes = remembering(machine);
        agent(agent, machine, challenge -> ofBytes.of(BASE64.encode(challenge)))
                .replayed("keylime-agent-authentication.json");
    }

    @Test
    void a_proof_of_another_key_another_challenge_or_another_structure_is_refused() throws Exception {
        TpmMachine machine = AppraisalPlatform.machine().booted();
        String agent = UUID.randomUUID().toString();
        register(agent, machine);
        TpmMachine other = AppraisalPlatform.machine().booted();
        Proof own = remembering(machine);
        Proof others = remembering(other);
        String file = "keylime-agent-refused.json";
        agent(agent, machine, others).replayed(file);
        agent(agent, machine, _ -> own.of(new byte[32])).replayed(file);
        agent(agent, machine, challenge -> machine.quoted(new String(challenge, StandardCharsets.ISO_8859_1)))
                .replayed(file);
        agent(agent, machine, _ -> Map.of("message", new byte[] {1}, "signature", new byte[] {2}))
                .replayed(file);
        agent(agent, machine, challenge -> {
                    byte[] message = part(own, challenge, "message");
                    byte[] signature = part(others, challenge, "signature");
                    return Map.of("message", message, "signature", signature);
                })
                .replayed(file);
        String stranger = UUID.randomUUID().toString();
        agent(stranger, machine, own).replayed(file);
        assertThat(send("POST", "/v3.0/agents/" + agent + "/attestations", Http.JSON.readTree(offer(machine)))
                        .status())
                .as("nobody but the agent itself makes a token needed")
                .isEqualTo(201);
    }

    @Test
    void what_an_agents_steps_cost_does_not_depend_on_who_else_came() throws Exception {
        TpmMachine machine = AppraisalPlatform.machine().booted();
        String warm = UUID.randomUUID().toString();
        agent(warm, machine, remembering(machine)).replayed("keylime-agent-round.json");
        String agent = UUID.randomUUID().toString();
        Meter meter = at.platform.port().meter();
        meter.reset();
        agent(agent, machine, remembering(machine)).replayed("keylime-agent-round.json");

        FacesTest.costs(meter, "GetVersion", 1, 0);
        FacesTest.costs(meter, "PostV30Agents", 3, 0);
        FacesTest.costs(meter, "PutV30Agents", 5, 1);
        FacesTest.costs(meter, "PostV30Sessions", 2, 0);
        FacesTest.costs(meter, "PatchV30Sessions", 6, 1);
        FacesTest.costs(meter, "PostV30AgentsAttestations", 7, 1);
        FacesTest.costs(meter, "PatchV30AgentsAttestations", 12, 3);
        FacesTest.costs(meter, "GetV30AgentsAttestations", 1, 2);
    }

    @Test
    void a_session_that_cannot_be_opened_or_answered_says_why() throws Exception {
        TpmMachine machine = AppraisalPlatform.machine().booted();
        String first = UUID.randomUUID().toString();
        String second = UUID.randomUUID().toString();
        register(first, machine);
        register(second, machine);
        String open =
                "{\"data\":{\"type\":\"session\",\"attributes\":{\"agent_id\":\"%s\",\"authentication_supported\":[%s]}}}";
        String method = "{\"authentication_class\":\"pop\",\"authentication_type\":\"tpm_pop\"}";
        for (String wrong : new String[] {
            open.formatted("", method),
            open.formatted(first, ""),
            open.formatted(first, method.replace("tpm_pop", "password")),
            open.formatted(first, String.join(",", Collections.nCopies(9, method))),
            "{\"data\":{\"type\":\"attestation\",\"attributes\":{}}}",
            "{}"
        }) {
            Http.Answer refused = send("POST", "/v3.0/sessions", Http.JSON.readTree(wrong));
            assertThat(refused.status()).as(wrong).isEqualTo(400);
            assertThat(refused.json().at("/errors/0/detail").textValue()).isNotBlank();
        }
        Http.Answer opened = send("POST", "/v3.0/sessions", Http.JSON.readTree(open.formatted(first, method)));
        String session = opened.json().at("/data/id").textValue();
        Map<String, byte[]> proof = machine.certified(Base64.getDecoder()
                .decode(opened.json()
                        .at("/data/attributes/authentication_requested/0/chosen_parameters/challenge")
                        .textValue()));
        Http.Answer another = send("PATCH", "/v3.0/sessions/" + session, proven(second, proof));
        assertThat(another.status()).as("one agent's session is no other's").isEqualTo(401);
        assertThat(send("PATCH", "/v3.0/sessions/" + session, proven(first, proof))
                        .status())
                .as("a session takes one proof")
                .isEqualTo(404);
        assertThat(send("PATCH", "/v3.0/sessions/xyz", proven(first, proof)).status())
                .isEqualTo(400);
        Map<String, byte[]> tooLong = Map.of("message", new byte[4096], "signature", new byte[4]);
        assertThat(send("PATCH", "/v3.0/sessions/" + "0".repeat(32), proven(first, tooLong))
                        .status())
                .isEqualTo(400);
    }

    private static JsonNode proven(String agent, Map<String, byte[]> proof) throws Exception {
        return Http.JSON.readTree("""
                {"data":{"type":"session","attributes":{"agent_id":"%s","authentication_provided":[
                {"authentication_class":"pop","authentication_type":"tpm_pop","data":{"message":"%s","signature":"%s"}}]}}}""".formatted(
                agent, BASE64.encodeToString(proof.get("message")), BASE64.encodeToString(proof.get("signature"))));
    }
}
