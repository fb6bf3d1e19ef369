package io.lotabots.cdk.stacks;

import io.lotabots.cdk.Settings;
import io.lotabots.cdk.Stage;
import java.util.Map;
import software.amazon.awscdk.CustomResource;

/**
 * What a deployment records once and for ever, as a resource of it. Its function writes the values at the first start and
 * refuses others later; a refusal ends the deployment before any stack that depends on this one is touched.
 */
final class DeploymentRecord {

    /** The chain's values, on which every other service stands. */
    static final String CHAIN = "Custom::Chain";

    /** The opening of the ledger. */
    private static final String LEDGER = "Custom::Ledger";

    /** In how many shards an epoch's enrolments are kept at first; each epoch stores its own count. */
    private static final int SHARDS = 64;

    private DeploymentRecord() {}

    static void add(LiveFunction function, String type, Stage stage) {
        CustomResource.Builder.create(function, "Record")
                .resourceType(type)
                .serviceToken(function.live().getFunctionArn())
                .properties(properties(type, stage))
                .build();
    }

    private static Map<String, String> properties(String type, Stage stage) {
        return switch (type) {
            case CHAIN ->
                Map.of(
                        "ChainId", stage.chainId(),
                        "GenesisEpochSecond", String.valueOf(stage.genesisEpochSecond()),
                        "SlotSeconds", String.valueOf(stage.slotSeconds()),
                        "SlotsPerEpoch", String.valueOf(stage.slotsPerEpoch()),
                        "EpochPotMicroRtc", String.valueOf(stage.epochPot()),
                        "Shards", String.valueOf(SHARDS));
            case LEDGER -> Map.of("Allocations", Settings.text(stage, "genesisAllocations"));
            default -> throw new IllegalArgumentException("a deployment records no " + type);
        };
    }
}
