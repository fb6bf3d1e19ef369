package io.lotabots.tests;

import static io.lotabots.tests.AppraisalPlatform.json;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotabots.clients.tpm.Swtpm;
import io.lotabots.clients.tpm.TpmAttester;
import io.lotabots.evidence.Certificates;
import io.lotabots.evidence.TestPki;
import io.lotabots.evidence.tpm.TestPcrBlob;
import io.lotabots.evidence.tpm.TpmMachine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Agents of Keylime on the whole platform: registered, asked, and judged by what they push (version 3 of its API). */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("the platform of KeylimeTest")
class KeylimeTest {
    private static final Base64.Encoder BASE64 = Base64.getEncoder();
    private static final AtomicInteger AGENTS = new AtomicInteger();
    private static AppraisalPlatform at;

    @BeforeAll
    static void start() throws IOException {
        at = AppraisalPlatform.start();
    }

    @AfterAll
    static void stop() {
        at.close();
    }

    private static String name() {
        return "d432fbb3-d2f1-4a97-9ef7-75bd81c%05d".formatted(AGENTS.incrementAndGet());
    }

    private static Http.Answer send(String method, String path, JsonNode body) {
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        // The registrar is sent plain JSON.
        String type = path.contains("/attestations") ? "application/vnd.api+json" : "application/json";
        return at.send(method, path, bytes, "Content-Type", type);
    }

    static String tag(byte[] secret, String agent) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA384");
        mac.init(new SecretKeySpec(BASE64.encode(secret), "HmacSHA384"));
        return HexFormat.of().formatHex(mac.doFinal(agent.getBytes(StandardCharsets.UTF_8)));
    }

    /** Registers keys; the credential for them. */
    private static String registered(String agent, String certificate, String akPublic) {
        ObjectNode keys = json().put("ekcert", certificate).put("aik_tpm", akPublic);
        Http.Answer blob = send("POST", "/v3.0/agents/" + agent, keys);
        assertThat(blob.status()).as(blob.text()).isEqualTo(200);
        return blob.json().at("/results/blob").textValue();
    }

    private static void activated(String agent, byte[] secret) throws GeneralSecurityException {
        ObjectNode proof = json().put("auth_tag", tag(secret, agent));
        Http.Answer active = send("PUT", "/v3.0/agents/" + agent, proof);
        assertThat(active.status()).as(active.text()).isEqualTo(200);
    }

    /** A new agent on a machine whose TPM opens the credential. */
    private static String agent(TpmMachine machine) throws Exception {
        String agent = name();
        String blob = registered(agent, machine.ekCertificate(), machine.akPublic());
        activated(agent, Base64.getUrlDecoder().decode(machine.activate(blob)));
        return agent;
    }

    private static ObjectNode attestation(String member, ArrayNode items) {
        ObjectNode document = json();
        ObjectNode attributes =
                document.putObject("data").put("type", "attestation").putObject("attributes");
        attributes.set(member, items);
        attributes.putObject("system_info").put("boot_time", "2026-11-20T04:00:00Z");
        return document;
    }

    private static ObjectNode item(ArrayNode items, String evidenceClass, String type, String member) {
        return items.addObject()
                .put("evidence_class", evidenceClass)
                .put("evidence_type", type)
                .putObject(member);
    }

    /** What an agent offers: a quote by its key, and its logs. */
    static ObjectNode offer(byte[] akPublic, String scheme, boolean logs) {
        ArrayNode supported = Http.JSON.createArrayNode();
        ObjectNode can = item(supported, "certification", "tpm_quote", "capabilities");
        can.put("component_version", "2.0");
        can.putArray("hash_algorithms").add("sha1").add("sha256");
        can.putArray("signature_schemes").add(scheme);
        ArrayNode registers = can.putObject("available_subjects").putArray("sha256");
        for (int pcr = 0; pcr < 24; pcr++) {
            registers.add(pcr);
        }
        can.putArray("certification_keys")
                .addObject()
                .put("key_class", "asymmetric")
                .put("key_algorithm", scheme.equals("ecdsa") ? "ecc" : "rsa")
                .put("key_size", 2048)
                .put("server_identifier", "ak")
                .put("local_identifier", "000b")
                .put("public", BASE64.encodeToString(akPublic));
        for (String type : logs ? List.of("ima_log", "uefi_log") : List.<String>of()) {
            ObjectNode log = item(supported, "log", type, "capabilities");
            log.put("entry_count", 3).put("supports_partial_access", true).put("appendable", true);
            log.putArray("formats").add(type.equals("ima_log") ? "text/plain" : "application/octet-stream");
        }
        return attestation("evidence_supported", supported);
    }

    private static Http.Answer offered(String agent, TpmMachine machine) {
        ObjectNode offer = offer(Base64.getUrlDecoder().decode(machine.akPublic()), "ecdsa", true);
        return send("POST", "/v3.0/agents/" + agent + "/attestations", offer);
    }

    private static ObjectNode collected(Map<String, byte[]> quote, SortedMap<Integer, byte[]> registers) {
        ArrayNode items = Http.JSON.createArrayNode();
        item(items, "certification", "tpm_quote", "data")
                .put("message", BASE64.encodeToString(quote.get("message")))
                .put("signature", BASE64.encodeToString(quote.get("signature")))
                .put("subject_data", BASE64.encodeToString(TestPcrBlob.of(registers)));
        return attestation("evidence_collected", items);
    }

    static ObjectNode collected(TpmMachine machine, String challenge, String ima) {
        machine.tick(1000);
        ObjectNode body = collected(machine.quoted(challenge), machine.registers());
        ArrayNode items = (ArrayNode) body.at("/data/attributes/evidence_collected");
        item(items, "log", "uefi_log", "data").put("entries", machine.eventLog());
        item(items, "log", "ima_log", "data")
                .put("entry_count", ima.lines().count())
                .put("entries", ima);
        return body;
    }

    private static String challenge(Http.Answer asked) {
        assertThat(asked.status()).as(asked.text()).isEqualTo(201);
        return asked.json()
                .at("/data/attributes/evidence_requested/0/chosen_parameters/challenge")
                .textValue();
    }

    private static JsonNode state(String path) {
        return at.send("GET", path, new byte[0]).json();
    }

    private static String attribute(JsonNode document, String name) {
        return document.at("/data/attributes/" + name).asText();
    }

    @Test
    void an_agent_is_asked_for_quote_and_logs_and_what_it_pushes_is_judged() throws Exception {
        TpmMachine machine = AppraisalPlatform.machine().booted();
        String agent = agent(machine);
        Http.Answer asked = offered(agent, machine);
        assertThat(asked.header("content-type")).isEqualTo("application/vnd.api+json");
        JsonNode attributes = asked.json().at("/data/attributes");
        assertThat(attributes.path("stage").textValue()).isEqualTo("awaiting_evidence");
        assertThat(attributes.path("evidence_requested").findValuesAsText("evidence_type"))
                .containsExactly("tpm_quote", "uefi_log", "ima_log");
        JsonNode chosen = attributes.at("/evidence_requested/0/chosen_parameters");
        assertThat(chosen.at("/selected_subjects/sha256").toString()).isEqualTo("[0,1,2,3,4,5,6,7,8,9,10]");
        assertThat(chosen.path("hash_algorithm").textValue()).isEqualTo("sha256");
        assertThat(chosen.at("/certification_key/server_identifier").textValue())
                .isEqualTo("ak");
        String self = asked.json().at("/data/links/self").textValue();
        assertThat(self).isEqualTo("/v3.0/agents/" + agent + "/attestations/0");
        assertThat(asked.header("location"))
                .as("where an agent sends its evidence")
                .isEqualTo(self);
        assertThat(attribute(state(self), "evaluation")).isEqualTo("pending");

        ObjectNode evidence = collected(machine, challenge(asked), machine.imaText());
        Http.Answer taken = send("PATCH", "/v3.0/agents/" + agent + "/attestations/latest", evidence);

        assertThat(taken.status()).as(taken.text()).isEqualTo(202);
        assertThat(attribute(taken.json(), "evaluation")).as(taken.text()).isEqualTo("pass");
        assertThat(taken.json().at("/meta/seconds_to_next_attestation").intValue())
                .isPositive();
        JsonNode state = state(self);
        assertThat(attribute(state, "stage")).isEqualTo("verification_complete");
        JsonNode claims = state(state.at("/data/links/related").textValue()).at("/appraisals/0/claims");
        assertThat(claims.path("ima_entries").intValue()).isEqualTo(3);
        assertThat(claims.path("events").intValue()).isPositive();
        assertThat(claims.path("akBinding").textValue()).isEqualTo("enrolment");
        Http.Answer twice = send("PATCH", self, evidence);
        assertThat(twice.status()).isEqualTo(403);
        assertThat(twice.json().at("/errors/0/code").textValue()).isEqualTo("EVIDENCE_IMMUTABLE");
    }

    @Test
    void an_agent_that_asks_for_versions_is_told_of_the_one_in_which_it_pushes() {
        JsonNode version = state("/version");
        assertThat(version.at("/results/current_version").textValue()).isEqualTo("3.0");
        assertThat(version.at("/results/supported_versions").toString()).isEqualTo("[\"3.0\"]");
    }

    /** What the agent's own tests keep of its requests, with a real machine in place of the values that stand for one. */
    @Test
    void requests_as_they_were_recorded_of_the_agent_are_understood() throws Exception {
        Path recorded = Node.root().resolve("../shared/evidence/vectors/keylime-api");
        if (!Files.isDirectory(recorded)) {
            System.out.println("recorded requests of Keylime's agent: skipped, there is no " + recorded);
        }
        assumeTrue(Files.isDirectory(recorded), "there are no recorded requests of Keylime's agent");
        TpmMachine machine = AppraisalPlatform.machine().booted();
        String agent = agent(machine);
        JsonNode offer = Http.JSON.readTree(
                Files.readString(recorded.resolve("push_evidence_supported_attestation_request.json")));
        ObjectNode quote = (ObjectNode) offer.at("/data/attributes/evidence_supported/0/capabilities");
        quote.putArray("hash_algorithms").add("sha256");
        quote.putArray("signature_schemes").add("ecdsa");
        ArrayNode registers = ((ObjectNode) quote.path("available_subjects")).putArray("sha256");
        machine.registers().keySet().forEach(registers::add);
        ((ObjectNode) quote.at("/certification_keys/0"))
                .put("key_algorithm", "ecc")
                .put("public", BASE64.encodeToString(Base64.getUrlDecoder().decode(machine.akPublic())));
        Http.Answer asked = send("POST", "/v3.0/agents/" + agent + "/attestations", offer);
        String challenge = challenge(asked);

        machine.tick(1000);
        JsonNode evidence =
                Http.JSON.readTree(Files.readString(recorded.resolve("push_evidence_handling_request.json")));
        ObjectNode made = collected(machine, challenge, machine.imaText());
        for (int i = 0; i < 3; i++) {
            String at = "/data/attributes/evidence_collected/" + i;
            assertThat(evidence.at(at + "/evidence_type")).isEqualTo(made.at(at + "/evidence_type"));
            ObjectNode data = (ObjectNode) evidence.at(at + "/data");
            data.fieldNames()
                    .forEachRemaining(name ->
                            assertThat(made.at(at + "/data").has(name)).as(name).isTrue());
            data.setAll((ObjectNode) made.at(at + "/data"));
        }
        Http.Answer taken = send("PATCH", asked.header("location"), evidence);
        assertThat(attribute(taken.json(), "evaluation")).as(taken.text()).isEqualTo("pass");

        JsonNode answers = Http.JSON.readTree(Files.readString(recorded.resolve("push_verifier.json")));
        JsonNode known =
                Http.JSON.readTree(answers.at("/routes/0/responses/0/body").textValue());
        String parameters = "/data/attributes/evidence_requested/0/chosen_parameters";
        known.at(parameters)
                .fieldNames()
                .forEachRemaining(name -> assertThat(asked.json().at(parameters).has(name))
                        .as("what the agent reads of an answer: " + name)
                        .isTrue());
    }

    @Test
    void evidence_that_does_not_hold_fails_with_its_reason() throws Exception {
        TpmMachine machine = AppraisalPlatform.machine().booted();
        String agent = agent(machine);
        String latest = "/v3.0/agents/" + agent + "/attestations/latest";

        String first = challenge(offered(agent, machine));
        String second = challenge(offered(agent, machine));
        JsonNode replayed = send("PATCH", latest, collected(machine, first, machine.imaText()))
                .json();
        assertThat(attribute(replayed, "failure_reason"))
                .as(replayed.toString())
                .isEqualTo("broken_evidence_chain");
        assertThat(send("PATCH", latest, collected(machine, second, machine.imaText()))
                        .status())
                .isEqualTo(403);

        String third = challenge(offered(agent, machine));
        String forged = machine.imaText().replace("/usr/bin/env", "/usr/bin/evil");
        JsonNode list = send("PATCH", latest, collected(machine, third, forged)).json();
        assertThat(attribute(list, "failure_reason")).as(list.toString()).isEqualTo("broken_evidence_chain");
        assertThat(attribute(list, "evaluation")).isEqualTo("fail");
        assertThat(send("PATCH", latest.replace("latest", "0"), collected(machine, third, forged))
                        .json()
                        .at("/errors/0/code")
                        .textValue())
                .isEqualTo("OLD_ATTESTATION");
    }

    @Test
    void a_policy_of_the_name_keylime_is_what_agents_are_held_to() throws Exception {
        TpmMachine machine = AppraisalPlatform.machine().booted();
        String agent = agent(machine);
        ObjectNode policy = json().put("policy", "keylime").put("activate", true);
        policy.putObject("settings").putObject("tpm2-quote").putArray("pcr_0").add("00".repeat(32));
        assertThat(at.operator("/v1/policies", policy).status()).isEqualTo(200);
        // Instances keep what they read for half a minute.
        at.platform.clock().advance(Duration.ofSeconds(31));
        try {
            String challenge = challenge(offered(agent, machine));
            ObjectNode evidence = collected(machine, challenge, machine.imaText());
            JsonNode measured = send("PATCH", "/v3.0/agents/" + agent + "/attestations/0", evidence)
                    .json();
            assertThat(attribute(measured, "failure_reason"))
                    .as(measured.toString())
                    .isEqualTo("policy_violation");
        } finally {
            policy.putObject("settings");
            assertThat(at.operator("/v1/policies", policy).status()).isEqualTo(200);
            at.platform.clock().advance(Duration.ofSeconds(31));
        }
    }

    @Test
    void an_agents_name_is_its_tpms_and_only_a_tpm_activates_it() throws Exception {
        TpmMachine machine = AppraisalPlatform.machine().booted();
        String agent = agent(machine);
        TpmMachine other = AppraisalPlatform.machine();
        ObjectNode keys = json().put("ekcert", other.ekCertificate()).put("aik_tpm", other.akPublic());
        Http.Answer taken = send("POST", "/v3.0/agents/" + agent, keys);
        assertThat(taken.status()).isEqualTo(409);
        assertThat(taken.json().at("/errors/0/code").textValue()).isEqualTo("AGENT_TAKEN");

        String waiting = name();
        registered(waiting, other.ekCertificate(), other.akPublic());
        Http.Answer guessed = send("PUT", "/v3.0/agents/" + waiting, json().put("auth_tag", "0".repeat(96)));
        assertThat(guessed.json().at("/errors/0/code").textValue()).isEqualTo("AUTH_TAG_MISMATCH");
        assertThat(offered(waiting, other).status()).isEqualTo(404);
        // A key that the agent did not register is no key of it.
        Http.Answer foreign = offered(agent, other);
        assertThat(foreign.status()).isEqualTo(422);
        assertThat(foreign.json().at("/errors/0/detail").textValue()).contains("tpm_quote");
    }

    @Test
    void a_live_tpm_with_stock_tools_registers_and_passes(@TempDir Path folder) throws Exception {
        List<String> missing = Swtpm.missingTools();
        if (!missing.isEmpty()) {
            System.out.println("agents of Keylime with a live TPM: skipped, this machine does not have " + missing);
        }
        assumeTrue(missing.isEmpty(), "no tools for a TPM in software: " + missing);
        try (Swtpm tpm = Swtpm.start(folder);
                TpmAttester attester = TpmAttester.open(tpm.address(), folder.resolve("user"), "rsa")) {
            at.trust("tpm", tpm.root());
            // Instances keep the roots that they read for half a minute.
            at.platform.clock().advance(Duration.ofSeconds(31));
            Map<String, byte[]> identity = attester.identity();
            byte[] akPublic = requireNonNull(identity.get("ak_public"));
            byte[] chip = TestPki.pem(Certificates.der(requireNonNull(identity.get("ek_certificate"))));
            String agent = name();
            String blob = registered(
                    agent,
                    new String(chip, StandardCharsets.US_ASCII) + new String(tpm.issuer(), StandardCharsets.US_ASCII),
                    BASE64.encodeToString(akPublic));
            activated(agent, attester.activate(Base64.getDecoder().decode(blob)));
            Http.Answer asked =
                    send("POST", "/v3.0/agents/" + agent + "/attestations", offer(akPublic, "rsassa", false));

            Map<String, byte[]> quote = attester.quote(challenge(asked).getBytes(StandardCharsets.US_ASCII));
            SortedMap<Integer, byte[]> registers = new TreeMap<>();
            for (Map.Entry<String, JsonNode> pcr :
                    Http.JSON.readTree(quote.get("pcrs")).properties()) {
                registers.put(
                        Integer.valueOf(pcr.getKey()),
                        HexFormat.of().parseHex(pcr.getValue().textValue()));
            }
            Http.Answer taken = send("PATCH", "/v3.0/agents/" + agent + "/attestations/0", collected(quote, registers));

            assertThat(attribute(taken.json(), "evaluation")).as(taken.text()).isEqualTo("pass");
        }
    }
}
