package io.lotabots.identity;

import io.lotabots.platform.Refusal;
import java.util.List;
import java.util.Optional;

/** What a token of a program is limited to, as it is asked for. */
final class ClientScopes {
    private ClientScopes() {}

    /**
     * Scopes of a token.
     *
     * @param asked parted by spaces (RFC 6749, section 3.3); all that the program has when empty
     * @throws Refusal 400 {@code invalid_scope} when the program has one of them not
     */
    static List<String> ofToken(Client client, Optional<String> asked) {
        List<String> scopes = asked.filter(text -> !text.isBlank())
                .map(text -> List.of(text.strip().split(" +")))
                .orElse(client.scopes());
        if (!client.scopes().containsAll(scopes)) {
            throw new Refusal(400, "INVALID_SCOPE", "The program has the scopes " + String.join(" ", client.scopes()));
        }
        return scopes.stream().distinct().sorted().toList();
    }
}
