package io.lotabots.cdk.model;

/** One verb that a function may use on one store. */
public record Grant(Store store, Verb verb) {
    public Grant {
        verb.require(store);
    }
}
