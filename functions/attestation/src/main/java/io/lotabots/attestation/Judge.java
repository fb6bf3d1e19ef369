package io.lotabots.attestation;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.platform.Env;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts a submission before the appraisal, in the shape that the service keeps. */
final class Judge {
    private final long virtualHardwareWeight;

    Judge(Env env) {
        this.virtualHardwareWeight = env.number("VIRTUAL_HARDWARE_WEIGHT");
    }

    Judgement judge(PostAttestSubmit.Request request, boolean signedCanonically, Optional<Machine> before) {
        throw new IllegalStateException("wip " + virtualHardwareWeight);
    }

    String measurementBinding(@Nullable JsonNode binding, String nonce) {
        return "absent";
    }

    long nextWorkload(String nonce) {
        return 1000;
    }

    static String measurementNonce() {
        return "0";
    }

    static List<String> checkNames(int mask) {
        return List.of();
    }
}
