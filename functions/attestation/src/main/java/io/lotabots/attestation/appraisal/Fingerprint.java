package io.lotabots.attestation.appraisal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

/**
 * A {@code fingerprint} of any shape. A check is an object {@code {passed, data}}, or a bare boolean: a claim without
 * evidence. Micro classes may send their checks flat, without {@code checks}.
 *
 * @param json the whole value, as sent
 * @param checks the object that holds the checks; missing when there is none or it is empty
 */
record Fingerprint(JsonNode json, JsonNode checks) {
    static final String CTRL_PORT_TIMING = "ctrl_port_timing";
    static final String ROM_FINGERPRINT = "rom_fingerprint";
    static final String DEVICE_AGE_ORACLE = "device_age_oracle";

    static Fingerprint of(JsonNode json, Device device) {
        JsonNode checks = json.path("checks");
        if (Facts.nonEmptyObject(checks)) {
            return new Fingerprint(json, checks);
        }
        boolean flat = DeviceClass.of(device).micro()
                && json.isObject()
                && (json.has(Check.ANTI_EMULATION.wireName()) || json.has(CTRL_PORT_TIMING));
        return new Fingerprint(json, flat ? json : MissingNode.getInstance());
    }

    JsonNode check(String name) {
        return checks.path(name);
    }

    JsonNode check(Check check) {
        for (String key : check.keys()) {
            if (checks.has(key)) {
                return checks.path(key);
            }
        }
        return MissingNode.getInstance();
    }

    /** The data of a check; missing when the check is a bare boolean or absent. */
    JsonNode data(Check check) {
        return check(check).path("data");
    }

    /** Whether a check is there in either of its forms. */
    static boolean present(JsonNode check) {
        return check.isObject() || check.isBoolean();
    }

    /** Whether a check claims to have passed; an absent one does not. */
    static boolean passed(JsonNode check) {
        return check.isBoolean() ? check.booleanValue() : Facts.isTrue(check, "passed");
    }
}
