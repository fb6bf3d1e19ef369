package io.lotabots.testing;

import io.lotabots.platform.Env;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Environments of functions in tests: those of the chain, the operators and a region, and what a service has beside. */
public final class Environments {
    private Environments() {}

    /**
     * An environment.
     *
     * @param own settings, buckets and secrets of the service
     * @param limits names of limits, each 100
     * @param tables names of tables, each called like itself in lower case
     */
    public static Env of(Map<String, String> own, List<String> limits, List<String> tables) {
        Map<String, String> values = new HashMap<>(Map.of(
                "AWS_REGION", "eu-central-1",
                "AWS_ACCESS_KEY_ID", "sample",
                "AWS_SECRET_ACCESS_KEY", "sample",
                "CHAIN_ID", "rustchain-mainnet-v2",
                "GENESIS_EPOCH_SECOND", "1764706927",
                "SLOT_SECONDS", "600",
                "SLOTS_PER_EPOCH", "144",
                "EPOCH_POT_MICRO_RTC", "1500000",
                "SECRET_ADMIN_KEY", "admin-key",
                "SECRET_ADMIN_READ_KEY", "admin-read-key"));
        values.putAll(own);
        limits.forEach(limit -> values.put(limit, "100"));
        tables.forEach(table -> values.put("TABLE_" + table, table.toLowerCase(Locale.ROOT)));
        return Env.of(values);
    }
}
