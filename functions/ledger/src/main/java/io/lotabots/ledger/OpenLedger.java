package io.lotabots.ledger;

import io.lotabots.aws.Aws;
import io.lotabots.aws.Item;
import io.lotabots.aws.Table;
import io.lotabots.platform.Chain;
import io.lotabots.platform.CustomResource;
import io.lotabots.platform.Env;
import io.lotabots.platform.StackAnswer;
import io.lotabots.settlement.RootKey;
import java.util.Base64;
import java.util.Map;

/**
 * The ledger as a resource of a deployment: opened at the first start, with the genesis allocations and at the epoch in
 * which the chain was recorded; a deployment with other allocations is refused in one line. It also publishes the key
 * that verifies epoch roots.
 */
public final class OpenLedger extends CustomResource {
    private final Chain chain;
    private final Table recorded;
    private final Table signingKeys;
    private final Store store;
    private final Aws aws;

    public OpenLedger() {
        this(Aws.of(Env.ofFunction()));
    }

    OpenLedger(Aws aws) {
        super("ledger");
        this.aws = aws;
        this.chain = Chain.of(aws.env());
        this.recorded = aws.table("CHAIN");
        this.signingKeys = aws.table("SIGNING_KEYS");
        this.store = new DynamoStore(aws);
    }

    /** @param properties {@code Allocations}: {@code wallet=amount} in micro-RTC, parted by commas; may be empty */
    @Override
    protected StackAnswer make(Map<?, ?> properties) {
        Object allocations = properties.get("Allocations");
        Opening opening = Opening.of(chain, allocations == null ? "" : allocations.toString());
        long head = recorded.get(Item.of("item", "chain"))
                .orElseThrow(() -> new IllegalArgumentException("the chain's values are not recorded yet"))
                .number("head");
        opening.open(store, head + 1);
        RootKey key = LedgerKey.of(aws.secrets());
        signingKeys.put(Item.of("list", "keys")
                .with("kid", key.id())
                .with("x", Base64.getUrlEncoder().withoutPadding().encodeToString(key.publicKey())));
        return StackAnswer.success("open", Map.of("KeyId", key.id()));
    }
}
