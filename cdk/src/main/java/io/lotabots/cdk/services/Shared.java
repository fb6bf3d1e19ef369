package io.lotabots.cdk.services;

import io.lotabots.cdk.model.Declaration;
import io.lotabots.cdk.model.Secret;
import io.lotabots.cdk.model.Service;
import io.lotabots.cdk.model.Table;
import java.util.List;

/** What several services share: the chain's recorded values, the rate limits, the secrets. */
public final class Shared {

    public static final Table CHAIN = Table.keyed("chain", "item");
    public static final Table LIMITS = Table.keyed("limits", "bucket").expiring();

    /** Who did what, append-only: a scope each for an organisation and for an account. */
    public static final Table AUDIT = Table.keyed("audit", "scope").sortedBy("entry");

    public static final Secret ADMIN_KEY = new Secret(
            "admin-key",
            "Sent as X-Admin-Key by operators",
            "operators hold it: docs/deploy.md says how to replace it by hand");
    public static final Secret ADMIN_READ_KEY = new Secret(
            "admin-read-key",
            "Sent as X-Admin-Key by operators and monitors that only read",
            "operators hold it: docs/deploy.md says how to replace it by hand");
    public static final Secret PLATFORM_KEYS = new Secret(
            "platform-keys",
            "The key material from which functions derive their keys",
            "a new value would orphan every keyed digest that tables hold");

    private Shared() {}

    /** Records the chain's values; every other service is deployed after it, so none runs on values that it refuses. */
    public static Service chain() {
        return new Service(
                "chain",
                "operations",
                List.of(CHAIN, LIMITS, AUDIT, ADMIN_KEY, ADMIN_READ_KEY, PLATFORM_KEYS),
                List.of(Declaration.onDeployment(
                                "Custom::Chain",
                                "RecordChain",
                                "Records the chain's values at the first start and refuses others later")
                        .gets(CHAIN)
                        .puts(CHAIN)));
    }
}
