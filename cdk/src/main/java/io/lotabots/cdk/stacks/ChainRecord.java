package io.lotabots.cdk.stacks;

import io.lotabots.cdk.Stage;
import java.util.Map;
import software.amazon.awscdk.CustomResource;

/**
 * The chain's values as a resource of the deployment. Its function writes them at the first start and refuses others
 * later; a refusal ends the deployment before any stack that depends on this one is touched.
 */
final class ChainRecord {

    /** In how many shards an epoch's enrolments are kept at first; each epoch stores its own count. */
    static final int SHARDS = 64;

    private ChainRecord() {}

    static void add(LiveFunction function, Stage stage) {
        CustomResource.Builder.create(function, "Record")
                .resourceType("Custom::Chain")
                .serviceToken(function.live().getFunctionArn())
                .properties(Map.of(
                        "ChainId", stage.chainId(),
                        "GenesisEpochSecond", String.valueOf(stage.genesisEpochSecond()),
                        "SlotSeconds", String.valueOf(stage.slotSeconds()),
                        "SlotsPerEpoch", String.valueOf(stage.slotsPerEpoch()),
                        "EpochPotMicroRtc", String.valueOf(stage.epochPot()),
                        "Shards", String.valueOf(SHARDS)))
                .build();
    }
}
