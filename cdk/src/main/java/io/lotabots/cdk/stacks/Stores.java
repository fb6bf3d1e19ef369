package io.lotabots.cdk.stacks;

import io.lotabots.cdk.model.Store;
import java.util.HashMap;
import java.util.Map;

/** Where each declared store is, as tokens that any stack may use. */
public final class Stores {

    /**
     * One store.
     *
     * @param arn what IAM calls it
     * @param handle what a function calls it: a table's or bucket's name, a secret's ARN
     * @param export the export under which other stacks get the ARN
     */
    record Place(String arn, String handle, String export) {}

    private final Map<Store, Place> places = new HashMap<>();

    void put(Store store, Place place) {
        places.put(store, place);
    }

    Place of(Store store) {
        Place place = places.get(store);
        if (place == null) {
            throw new IllegalStateException("no data stack holds " + store.variable());
        }
        return place;
    }
}
