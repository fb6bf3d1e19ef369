package io.lotabots.cdk.model;

/** Who may call a route, and why the gateway itself lets the request through. */
public enum Caller {
    /** Anyone; what is read is public, and what is written proves itself by its content. */
    ANYONE("anyone", "public by the protocol; rate limits and signatures are checked in the function"),

    /** Anyone; a caller with the admin key, or the one for reading, is told more. */
    ANYONE_OR_ADMIN("anyone; more with an admin key", "public by the protocol; the function checks X-Admin-Key"),

    /** Whoever is signed in, with an access token or an API key; the gateway's authorizer asks. */
    AUTHORIZED("signed in", "the gateway's authorizer lets nobody else through"),

    /** The same, asked in the function: the wire has a 401 of its own. */
    SIGNED_IN("signed in, asked in the function", "the function asks for a token or a key: the wire has its own 401"),

    /** Anyone; who is signed in is told more. */
    ANYONE_OR_SIGNED_IN(
            "anyone; more when signed in", "public; the function looks at a token or a key when there is one"),

    /** The holder of the admin key or of the one for reading, sent as X-Admin-Key. */
    ADMIN_READING(
            "admin key or admin read key",
            "the function checks X-Admin-Key in constant time after the rate limit, and fails closed"),

    /** The holder of the admin key, sent as X-Admin-Key. */
    ADMIN("admin key", "the function checks X-Admin-Key in constant time after the rate limit, and fails closed");

    private final String label;
    private final String ungated;

    Caller(String label, String ungated) {
        this.label = label;
        this.ungated = ungated;
    }

    /** As people read it. */
    public String label() {
        return label;
    }

    /** Why the route has no authorizer at the gateway. */
    public String ungated() {
        return ungated;
    }
}
