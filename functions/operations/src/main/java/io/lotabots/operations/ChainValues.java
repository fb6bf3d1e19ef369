package io.lotabots.operations;

import io.lotabots.aws.Item;
import io.lotabots.platform.Chain;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The values on which everything in the tables stands: recorded at the first start, the same ever after.
 *
 * @param chainId 1 to 64 characters
 * @param genesisEpochSecond seconds since 1970 at which slot 0 began, not negative
 * @param slotSeconds at least 1
 * @param slotsPerEpoch at least 1
 * @param epochPotMicroRtc what one epoch pays in all, not negative
 * @param shards over which the enrolments of an epoch are spread, at least 1
 */
record ChainValues(
        String chainId,
        long genesisEpochSecond,
        long slotSeconds,
        long slotsPerEpoch,
        long epochPotMicroRtc,
        long shards) {
    private static final int MAX_CHAIN_ID = 64;
    private static final int MAX_SHOWN = 80;

    /**
     * Reads the properties of the custom resource.
     *
     * @throws IllegalArgumentException naming the property, its range and what was got
     */
    static ChainValues of(Map<?, ?> properties) {
        return new ChainValues(
                chainId(properties.get("ChainId")),
                number(properties, "GenesisEpochSecond", 0),
                number(properties, "SlotSeconds", 1),
                number(properties, "SlotsPerEpoch", 1),
                number(properties, "EpochPotMicroRtc", 0),
                number(properties, "Shards", 1));
    }

    private static String chainId(@Nullable Object value) {
        if (value instanceof String id && !id.isEmpty() && id.length() <= MAX_CHAIN_ID) {
            return id;
        }
        throw new IllegalArgumentException(
                "ChainId must be a text of 1 to " + MAX_CHAIN_ID + " characters, got: " + shown(value));
    }

    private static long number(Map<?, ?> properties, String name, long least) {
        Object value = properties.get(name);
        String text = String.valueOf(value);
        if (text.matches("[0-9]{1,18}") && Long.parseLong(text) >= least) {
            return Long.parseLong(text);
        }
        throw new IllegalArgumentException(
                name + " must be a whole number of at least " + least + " and at most 18 digits, got: " + shown(value));
    }

    private static String shown(@Nullable Object value) {
        String text = String.valueOf(value);
        return text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) + "..." : text;
    }

    /**
     * The row of a chain that starts now: everything before the current epoch is behind it.
     *
     * @param now seconds since 1970
     */
    Item row(long now) {
        long epoch = new Chain(chainId, genesisEpochSecond, slotSeconds, slotsPerEpoch, epochPotMicroRtc).epochAt(now);
        long head = Math.max(-1, epoch - 1);
        return Item.of("item", "chain")
                .with("chain_id", chainId)
                .with("genesis_epoch_second", genesisEpochSecond)
                .with("slot_seconds", slotSeconds)
                .with("slots_per_epoch", slotsPerEpoch)
                .with("epoch_pot_micro_rtc", epochPotMicroRtc)
                .with("pot_from_epoch", head + 1)
                .with("shards", shards)
                .with("head", head)
                .with("started_at", now);
    }

    /** Why these values may not stand where {@code recorded} stands, in one line; empty when they are the same. */
    Optional<String> conflict(Item recorded) {
        Map<String, String> asked = texts(row(0));
        return texts(recorded).entrySet().stream()
                .filter(value -> !value.getValue().equals(asked.get(value.getKey())))
                .findFirst()
                .map(value -> refusal(value.getKey(), value.getValue(), String.valueOf(asked.get(value.getKey()))));
    }

    private static Map<String, String> texts(Item row) {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("ChainId", row.findText("chain_id").orElse("nothing"));
        texts.put("GenesisEpochSecond", number(row, "genesis_epoch_second"));
        texts.put("SlotSeconds", number(row, "slot_seconds"));
        texts.put("SlotsPerEpoch", number(row, "slots_per_epoch"));
        texts.put("EpochPotMicroRtc", number(row, "epoch_pot_micro_rtc"));
        texts.put("Shards", number(row, "shards"));
        return texts;
    }

    private static String number(Item row, String name) {
        return row.has(name) ? Long.toString(row.number(name)) : "nothing";
    }

    private static String refusal(String name, String recorded, String asked) {
        String reason = name.equals("EpochPotMicroRtc")
                ? "a pot may change only together with the epoch from which it holds, which this version cannot record"
                : "the tables hold rows made with it";
        return name + " is recorded as " + recorded + " and was asked to be " + asked + "; " + reason;
    }
}
