package io.lotabots.cdk.stacks;

import io.lotabots.cdk.Stage;
import software.amazon.awscdk.RemovalPolicy;

/** A stage's removal policy in CDK's word. */
final class Removal {

    private Removal() {}

    static RemovalPolicy of(Stage stage) {
        return switch (stage.removalPolicy()) {
            case DESTROY -> RemovalPolicy.DESTROY;
            // What a failed first deployment leaves behind would be in the way of the next one.
            case RETAIN -> RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;
        };
    }
}
