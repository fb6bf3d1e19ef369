package io.lotabots.operations;

/** Which release this is, in the form that clients of the protocol show. */
final class Release {
    static final String VERSION = "2.2.1-lotabots";

    private Release() {}
}
