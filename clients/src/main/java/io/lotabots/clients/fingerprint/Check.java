package io.lotabots.clients.fingerprint;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;

/**
 * One check of a fingerprint.
 *
 * @param name the protocol's name, such as {@code clock_drift}
 * @param passed this client's own verdict; the node makes its own from the data
 * @param data what was measured, in the protocol's keys
 */
public record Check(String name, boolean passed, ObjectNode data) {
    /** How it stands in the payload: {@code {"passed":..,"data":{..}}}. */
    public ObjectNode json() {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("passed", passed);
        json.set("data", data);
        return json;
    }

    static ObjectNode measured() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** A measured value in the one text that is signed and sent. */
    static void put(ObjectNode data, String key, double value, int decimals) {
        data.putRawValue(key, new RawValue(PythonNumber.text(value, decimals)));
    }
}
