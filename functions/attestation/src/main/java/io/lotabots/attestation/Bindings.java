package io.lotabots.attestation;

import io.lotabots.attestation.appraisal.EntropyProfile;
import io.lotabots.aws.Aws;
import io.lotabots.aws.Expression;
import io.lotabots.aws.Item;
import io.lotabots.aws.Table;
import io.lotabots.aws.Transaction;
import io.lotabots.platform.Refusal;
import java.util.Map;
import java.util.Optional;

/** Which miner a piece of hardware belongs to: the first that earned a weight with it, for good. */
final class Bindings {
    private final Table hardware;

    Bindings(Aws aws) {
        this.hardware = aws.table("HARDWARE");
    }

    /** Who owns the hardware, strongly consistent. */
    Optional<String> owner(String hardwareId) {
        return hardware.get(Item.of("hardware_id", hardwareId)).map(row -> row.text("miner"));
    }

    /** Adds the binding to a transaction: it holds if nobody or this very miner owns the hardware. */
    Transaction bind(Transaction transaction, String hardwareId, String miner, long now) {
        return transaction.put(
                hardware,
                Item.of("hardware_id", hardwareId).with("miner", miner).with("bound_at", now),
                Expression.of("attribute_not_exists(#hardware_id) OR #miner = :miner")
                        .with(":miner", miner));
    }

    /** The refusal of hardware that another miner owns; whose it is stays unsaid. */
    static Refusal boundToAnother(boolean bySerial, String attempted) {
        Refusal refusal = new Refusal(
                409,
                bySerial ? "HARDWARE_BINDING_FAILED" : "DUPLICATE_HARDWARE",
                "This hardware is bound to another wallet");
        return refusal.with("error", bySerial ? "hardware_already_bound" : "duplicate_hardware")
                .with(
                        "details",
                        Map.of("error", "hardware_already_bound", "attempted", attempted, "bound_to", "withheld"));
    }

    /** The refusal of new hardware whose fingerprint measured too little to be told apart. */
    static Refusal tooLittleEntropy(int measured) {
        return new Refusal(
                        409,
                        "HARDWARE_BINDING_FAILED",
                        "New hardware needs at least " + EntropyProfile.LEAST_MEASURED + " measured fields, got "
                                + measured)
                .with("error", "entropy_insufficient")
                .with(
                        "details",
                        Map.of(
                                "error",
                                "entropy_insufficient",
                                "action",
                                "submit a fingerprint with measurements",
                                "provided_nonzero_fields",
                                measured,
                                "required_nonzero_fields",
                                EntropyProfile.LEAST_MEASURED));
    }
}
