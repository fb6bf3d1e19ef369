package io.lotabots.appraisal;

import io.lotabots.aws.Aws;
import io.lotabots.aws.Expression;
import io.lotabots.aws.Item;
import io.lotabots.aws.Table;
import io.lotabots.aws.Written;
import io.lotabots.crypto.Digests;
import io.lotabots.platform.Refusal;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Chips by what tells one from all others: an EK, a chip id. A chip that was claimed for a miner is that miner's for ever:
 * the row's owner is written under the condition that it has none, whoever races.
 */
final class Devices {
    static final Pattern ID = Pattern.compile("[a-z0-9-]{1,40}:[0-9a-f]{64}");

    private final Table devices;

    Devices(Aws aws) {
        this.devices = aws.table("DEVICES");
    }

    /** The name of a chip: the format, and the SHA-256 of what the chip calls itself. */
    static String id(String format, String identity) {
        return format + ":" + Digests.sha256Hex(identity);
    }

    /** @param owner the miner that it belongs to; empty while it belongs to none */
    record Device(String id, String owner, long attestations, long firstSeenAt, long lastSeenAt, String status) {
        static Device of(Item row) {
            return new Device(
                    row.text("device_id"),
                    row.findText("owner").orElse(""),
                    row.number("attestations", 0),
                    row.number("first_seen_at", 0),
                    row.number("last_seen_at", 0),
                    row.findText("status").orElse(""));
        }
    }

    /** Everything that is kept of a chip. */
    Optional<Item> row(String id) {
        return devices.get(Item.of("device_id", id));
    }

    Optional<Device> find(String id) {
        return devices.get(Item.of("device_id", id)).map(Device::of);
    }

    /**
     * Notes an attestation of a chip, and whose it is when a miner claims it.
     *
     * @param miner empty when nobody claims it
     * @param more texts and numbers to be kept with it
     * @throws Refusal 409 when it belongs to another miner
     */
    Device seen(String id, String miner, String status, Map<String, Object> more, long now) {
        StringBuilder change = new StringBuilder(
                "SET #last_seen_at = :now, #status = :status, #first_seen_at = if_not_exists(#first_seen_at, :now)");
        more.keySet()
                .forEach(
                        name -> change.append(", #").append(name).append(" = :").append(name));
        if (!miner.isEmpty()) {
            change.append(", #owner = :miner");
        }
        Expression noted = Expression.of(
                        change.append(" ADD #attestations :one").toString())
                .with(":now", now)
                .with(":status", status)
                .with(":one", 1);
        for (Map.Entry<String, Object> entry : more.entrySet()) {
            noted = entry.getValue() instanceof Long number
                    ? noted.with(":" + entry.getKey(), number)
                    : noted.with(":" + entry.getKey(), entry.getValue().toString());
        }
        Written written = miner.isEmpty()
                ? devices.update(Item.of("device_id", id), noted, null)
                : devices.update(
                        Item.of("device_id", id),
                        noted.with(":miner", miner),
                        Expression.of("attribute_not_exists(#owner) OR #owner = :miner")
                                .with(":miner", miner));
        return switch (written) {
            case Written.Done done when done.row().has("device_id") -> Device.of(done.row());
            case Written.Done _ -> new Device(id, miner, 1, now, now, status);
            case Written.Refused _ ->
                throw new Refusal(
                        409, "DEVICE_TAKEN", "This hardware belongs to another miner: one device, one miner, for ever");
        };
    }
}
