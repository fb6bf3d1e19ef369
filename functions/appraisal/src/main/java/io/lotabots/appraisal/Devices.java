package io.lotabots.appraisal;

import io.lotabots.aws.Aws;
import io.lotabots.aws.Expression;
import io.lotabots.aws.Item;
import io.lotabots.aws.Table;
import io.lotabots.aws.Transaction;
import io.lotabots.crypto.Digests;
import io.lotabots.platform.Refusal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Chips by what tells one from all others: an EK, a chip id. A chip that was claimed for a miner is that miner's for ever:
 * the row's owner is written under the condition that it has none, whoever races.
 */
final class Devices {
    static final Pattern ID = Pattern.compile("[a-z0-9-]{1,40}:[0-9a-f]{64}");

    private final Table devices;
    private final Supplier<Transaction> transactions;

    Devices(Aws aws) {
        this.devices = aws.table("DEVICES");
        this.transactions = aws::transaction;
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
     * An attestation of a chip.
     *
     * @param mayBeOwned whether it tells one machine from all others
     * @param more texts and numbers to be kept with it
     */
    record Seen(String id, String status, boolean mayBeOwned, Map<String, Object> more) {}

    /**
     * Notes attestations of different chips, and whose they are when a miner claims them: all of them or none.
     *
     * @param miner empty when nobody claims them
     * @throws Refusal 409 when one belongs to another miner
     */
    void seen(List<Seen> all, String miner, long now) {
        boolean done;
        if (all.size() == 1) {
            Seen one = all.getFirst();
            done = devices.update(key(one), change(one, miner, now), condition(one, miner))
                    .done();
        } else {
            Transaction transaction = transactions.get();
            all.forEach(one -> transaction.update(devices, key(one), change(one, miner, now), condition(one, miner)));
            done = all.isEmpty() || transaction.run().committed();
        }
        if (!done) {
            throw new Refusal(
                    409, "DEVICE_TAKEN", "This hardware belongs to another miner: one device, one miner, for ever");
        }
    }

    private static Item key(Seen seen) {
        return Item.of("device_id", seen.id);
    }

    private static @Nullable Expression condition(Seen seen, String miner) {
        return miner.isEmpty() || !seen.mayBeOwned
                ? null
                : Expression.of("attribute_not_exists(#owner) OR #owner = :miner")
                        .with(":miner", miner);
    }

    private static Expression change(Seen seen, String miner, long now) {
        StringBuilder change = new StringBuilder(
                "SET #last_seen_at = :now, #status = :status, #first_seen_at = if_not_exists(#first_seen_at, :now)");
        seen.more
                .keySet()
                .forEach(
                        name -> change.append(", #").append(name).append(" = :").append(name));
        boolean claimed = !miner.isEmpty() && seen.mayBeOwned;
        if (claimed) {
            change.append(", #owner = :miner");
        }
        Expression noted = Expression.of(
                        change.append(" ADD #attestations :one").toString())
                .with(":now", now)
                .with(":status", seen.status)
                .with(":one", 1);
        for (Map.Entry<String, Object> entry : seen.more.entrySet()) {
            noted = entry.getValue() instanceof Long number
                    ? noted.with(":" + entry.getKey(), number)
                    : noted.with(":" + entry.getKey(), entry.getValue().toString());
        }
        return claimed ? noted.with(":miner", miner) : noted;
    }
}
