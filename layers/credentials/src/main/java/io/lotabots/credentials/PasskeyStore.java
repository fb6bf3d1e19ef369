package io.lotabots.credentials;

import java.util.List;
import java.util.Optional;

/** Where passkeys are kept. */
public interface PasskeyStore {
    /** The passkeys of an account. */
    List<Passkey> of(String account);

    /** A passkey by its id in base64url. */
    Optional<Passkey> find(String id);
}
