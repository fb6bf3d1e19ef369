package io.lotabots.access;

/** How a caller proved who they are. */
public enum How {
    /** A signature of the wallet's key. */
    WALLET,
    /** A password. */
    PASSWORD,
    /** An API key, shown with each request. */
    API_KEY,
    /** The credentials of a program (OAuth 2 client credentials). */
    CLIENT,
    /** A passkey (WebAuthn). */
    PASSKEY
}
