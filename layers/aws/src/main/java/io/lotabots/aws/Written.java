package io.lotabots.aws;

/** What became of a conditional write. */
public sealed interface Written {
    /** It holds; {@code row} is the row after an update, as it stood before a delete, empty after a put. */
    record Done(Item row) implements Written {}

    /** The condition did not hold; {@code stored} is the row that stood there, empty when there was none. */
    record Refused(Item stored) implements Written {}

    default boolean done() {
        return this instanceof Done;
    }
}
