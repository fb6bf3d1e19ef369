package io.lotabots.cdk.stacks;

import io.lotabots.cdk.model.Store;
import io.lotabots.cdk.model.Table;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

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

    private final Map<Store, Place> places = new LinkedHashMap<>();

    void put(Store store, Place place) {
        places.put(store, place);
    }

    /** Every table whose rows are worth a backup, in the order of declaration. */
    SequencedMap<Table, Place> kept() {
        SequencedMap<Table, Place> kept = new LinkedHashMap<>();
        places.forEach((store, place) -> {
            if (store instanceof Table table && table.kept()) {
                kept.put(table, place);
            }
        });
        return kept;
    }

    Place of(Store store) {
        Place place = places.get(store);
        if (place == null) {
            throw new IllegalStateException("no data stack holds " + store.variable());
        }
        return place;
    }
}
