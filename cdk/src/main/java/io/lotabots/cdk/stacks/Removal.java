package io.lotabots.cdk.stacks;

import io.lotabots.cdk.Stage;
import software.amazon.awscdk.RemovalPolicy;

/** A stage's removal policy in CDK's word. */
final class Removal {

    private Removal() {}

    static RemovalPolicy of(Stage stage) {
        return switch (stage.removalPolicy()) {
            case DESTROY -> RemovalPolicy.DESTROY;
            case RETAIN -> RemovalPolicy.RETAIN;
        };
    }
}
