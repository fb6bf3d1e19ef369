package io.lotabots.appraisal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.tpm.TpmPublic;
import io.lotabots.platform.Json;
import io.lotabots.platform.Refusal;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The first half of Keylime's push attestation: an agent says which evidence it can make ({@code evidence_supported}), and is
 * told which of it to make and how ({@code evidence_requested}).
 */
final class KeylimeOffer {
    private static final int MOST_ITEMS = 16;
    private static final int MOST_TEXT = 16 * 1024;

    /** What runs before the operating system, and the register of IMA. */
    private static final int LAST_BOOT_PCR = 9;

    private static final int IMA_PCR = 10;

    /** More entries do not fit a request. */
    private static final int MOST_IMA_ENTRIES = 4000;

    private static final List<String> HASHES = List.of("sha256", "sha384", "sha512");
    private static final List<String> SCHEMES = List.of("rsassa", "ecdsa", "rsapss");

    private KeylimeOffer() {}

    /**
     * Chooses.
     *
     * @param attributes {@code evidence_supported} of the request
     * @param agent whose attestation key must be among those that are offered
     * @param challenge what the quote must hold, as text
     * @return the evidence that is asked for, in order, each with its {@code capabilities} and {@code chosen_parameters}
     * @throws Refusal 400 when the offer cannot be read, 422 when nothing of it is enough
     */
    static ArrayNode chosen(JsonNode attributes, KeylimeAgents.Agent agent, String challenge) {
        JsonNode supported = attributes.path("evidence_supported");
        if (!supported.isArray() || supported.isEmpty() || supported.size() > MOST_ITEMS) {
            throw Fields.invalid("evidence_supported", "must be an array of 1 to " + MOST_ITEMS + " items");
        }
        if (supported.toString().length() > MOST_TEXT) {
            throw Fields.invalid("evidence_supported", "must have at most " + MOST_TEXT + " characters");
        }
        JsonNode boot = log(supported, "uefi_log", "application/octet-stream");
        JsonNode ima = log(supported, "ima_log", "text/plain");
        if (ima != null && ima.path("capabilities").path("entry_count").asLong(0) > MOST_IMA_ENTRIES) {
            ima = null;
        }
        ArrayNode chosen = Json.MAPPER.createArrayNode();
        chosen.add(quote(supported, agent, challenge, ima != null));
        if (boot != null) {
            ObjectNode parameters = Json.MAPPER.createObjectNode().put("format", "application/octet-stream");
            chosen.add(item(boot, parameters));
        }
        if (ima != null) {
            ObjectNode parameters =
                    Json.MAPPER.createObjectNode().put("starting_offset", 0).put("format", "text/plain");
            chosen.add(item(ima, parameters));
        }
        return chosen;
    }

    private static @Nullable JsonNode log(JsonNode supported, String type, String format) {
        for (JsonNode item : supported) {
            if (is(item, "log", type) && holds(item.path("capabilities").path("formats"), format)) {
                return item;
            }
        }
        return null;
    }

    private static ObjectNode quote(JsonNode supported, KeylimeAgents.Agent agent, String challenge, boolean ima) {
        for (JsonNode item : supported) {
            JsonNode can = item.path("capabilities");
            JsonNode key = key(can.path("certification_keys"), agent.akName());
            if (!is(item, "certification", "tpm_quote") || key == null) {
                continue;
            }
            String scheme = first(SCHEMES, can.path("signature_schemes"), key.path("allowable_signature_schemes"));
            String hash = first(HASHES, can.path("hash_algorithms"), key.path("allowable_hash_algorithms"));
            List<Integer> registers = registers(can.path("available_subjects").path(hash), ima);
            if (!scheme.isEmpty() && !registers.isEmpty()) {
                ObjectNode parameters = Json.MAPPER.createObjectNode().put("challenge", challenge);
                parameters.put("signature_scheme", scheme).put("hash_algorithm", hash);
                ObjectNode banks = parameters.putObject("selected_subjects");
                // Agents read both of these, also where nothing of a bank is asked.
                banks.putArray("sha1");
                banks.putArray("sha256");
                ArrayNode subjects = banks.putArray(hash);
                registers.forEach(subjects::add);
                parameters.set("certification_key", key);
                return item(item, parameters);
            }
        }
        throw new Refusal(
                422,
                "EVIDENCE_NOT_SUFFICIENT",
                "evidence_supported must hold a tpm_quote by the attestation key that the agent registered, over "
                        + HASHES + " with " + SCHEMES + ", and with registers from 0 to " + LAST_BOOT_PCR);
    }

    private static @Nullable JsonNode key(JsonNode keys, String akName) {
        for (JsonNode key : keys) {
            try {
                byte[] area = Base64.getDecoder().decode(key.path("public").asText());
                if (HexFormat.of().formatHex(TpmPublic.of(area).name()).equals(akName)) {
                    return key;
                }
            } catch (IllegalArgumentException | EvidenceRefused unreadable) {
                // Another kind of key: one of those that are offered must be the agent's.
                continue;
            }
        }
        return null;
    }

    /** The first of these that is offered and, where the key is bound to some, allowed; empty when there is none. */
    private static String first(List<String> wanted, JsonNode offered, JsonNode allowed) {
        return wanted.stream()
                .filter(name -> holds(offered, name) && (!allowed.isArray() || holds(allowed, name)))
                .findFirst()
                .orElse("");
    }

    private static List<Integer> registers(JsonNode offered, boolean ima) {
        List<Integer> registers = new ArrayList<>();
        for (JsonNode one : offered) {
            boolean boot = one.isInt() && one.intValue() >= 0 && one.intValue() <= LAST_BOOT_PCR;
            if ((boot || ima && one.isInt() && one.intValue() == IMA_PCR) && !registers.contains(one.intValue())) {
                registers.add(one.intValue());
            }
        }
        registers.sort(Integer::compare);
        return registers;
    }

    private static ObjectNode item(JsonNode offered, ObjectNode parameters) {
        ObjectNode item = Json.MAPPER.createObjectNode();
        item.put("evidence_class", offered.path("evidence_class").asText());
        item.put("evidence_type", offered.path("evidence_type").asText());
        item.set("capabilities", offered.path("capabilities"));
        item.set("chosen_parameters", parameters);
        return item;
    }

    private static boolean is(JsonNode item, String evidenceClass, String type) {
        return item.path("evidence_class").asText().equals(evidenceClass)
                && item.path("evidence_type").asText().equals(type);
    }

    private static boolean holds(JsonNode array, String text) {
        for (JsonNode one : array) {
            if (one.isTextual() && one.textValue().equals(text)) {
                return true;
            }
        }
        return false;
    }
}
