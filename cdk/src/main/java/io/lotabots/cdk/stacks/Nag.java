package io.lotabots.cdk.stacks;

import software.amazon.awscdk.Acknowledgment;
import software.amazon.awscdk.Validations;
import software.constructs.IConstruct;

/** Findings of cdk-nag that are meant, each with its reason, written beside the construct that it is about. */
final class Nag {

    private Nag() {}

    static void acknowledge(IConstruct construct, String rule, String reason) {
        Validations.of(construct)
                .acknowledge(Acknowledgment.builder().id(rule).reason(reason).build());
    }
}
