package io.lotabots.identity;

import io.lotabots.access.Scopes;
import io.lotabots.platform.Refusal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a program may be limited to, as it is asked for. */
final class ClientScopes {
    private ClientScopes() {}

    /** Scopes that an owner grants. @throws Refusal 400 when there is none, or one that does not exist */
    static List<String> chosen(@Nullable List<String> asked) {
        if (asked == null || asked.isEmpty() || !Scopes.ALL.containsAll(asked)) {
            throw Fields.invalid("scopes", "must be at least one of " + String.join(", ", Scopes.ALL));
        }
        return asked.stream().distinct().sorted().toList();
    }

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
