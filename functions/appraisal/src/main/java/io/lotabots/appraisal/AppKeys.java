package io.lotabots.appraisal;

import io.lotabots.aws.Item;
import io.lotabots.evidence.Evidence;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Keys of apps on Apple's devices, kept from their attestation to every later assertion, with the counter that may only
 * rise. A key names no phone, so it is nobody's device.
 */
final class AppKeys {
    private static final String FORMAT = "apple-appattest";
    private static final int KEY_ID_BYTES = 32;

    private final Devices devices;

    AppKeys(Devices devices) {
        this.devices = devices;
    }

    /** What is known beside the policy about an assertion: the attested key, where it runs, and its last counter. */
    Map<String, Object> known(Submitted.Piece piece) {
        byte[] keyId = piece.evidence().parts().get("key_id");
        if (!piece.kind().name().equals(FORMAT) || !isAssertion(piece.evidence()) || keyId == null) {
            return Map.of();
        }
        Map<String, Object> known = new HashMap<>();
        if (keyId.length == KEY_ID_BYTES) {
            Item row =
                    devices.row(id(Base64.getEncoder().encodeToString(keyId))).orElse(Item.empty());
            row.findText("public_key").ifPresent(key -> known.put("attested_key", key));
            row.findText("environment").ifPresent(environment -> known.put("attested_environment", environment));
            known.put("last_counter", row.number("counter", 0));
        }
        return known;
    }

    /** The row of the key that an accepted piece is of; absent for other formats. */
    static Optional<String> row(Appraisal appraisal) {
        return appraisal.format().equals(FORMAT) && appraisal.claims().get("keyId") instanceof String keyId
                ? Optional.of(id(keyId))
                : Optional.empty();
    }

    /** What to remember of an accepted piece. */
    static Map<String, Object> remembered(Appraisal appraisal) {
        Map<String, Object> claims = appraisal.claims();
        Map<String, Object> more = new HashMap<>();
        if (claims.get("counter") instanceof Long counter) {
            more.put("counter", counter);
        }
        if (claims.get("public_key") instanceof String key && claims.get("environment") instanceof String environment) {
            more.put("public_key", key);
            more.put("environment", environment);
        }
        return more;
    }

    private static boolean isAssertion(Evidence evidence) {
        return evidence.has("assertion");
    }

    private static String id(String keyId) {
        return Devices.id(FORMAT, keyId);
    }
}
