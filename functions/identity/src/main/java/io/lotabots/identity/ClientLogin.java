package io.lotabots.identity;

import io.lotabots.access.AuditEvent;
import io.lotabots.access.AuditLog;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * Finds out which program calls: by HTTP Basic or by {@code client_id} and {@code client_secret} in the form (RFC 6749,
 * section 2.3.1), never by both.
 */
final class ClientLogin {
    private static final String BASIC = "basic ";
    private static final int MOST_SECRET = 128;

    private final ClientBook clients;
    private final AuditLog audit;

    ClientLogin(Aws aws) {
        this.clients = new ClientBook(aws);
        this.audit = new AuditLog(aws);
    }

    /** The program that calls. @throws Refusal 401 {@code invalid_client} when no program is known by what was shown */
    Client required(Form form, Call call) {
        Optional<String> header = call.header("authorization");
        if (header.isPresent() && form.find("client_secret").isPresent()) {
            throw Form.invalid("A program shows its secret in the header or in the form, not in both");
        }
        String[] shown = header.isPresent()
                ? basic(header.get()).orElseThrow(() -> refused("", call))
                : new String[] {
                    form.find("client_id").orElse(""),
                    form.find("client_secret").orElse("")
                };
        if (!ClientBook.ID.matcher(shown[0]).matches() || shown[1].isEmpty() || shown[1].length() > MOST_SECRET) {
            throw refused("", call);
        }
        return clients.authenticate(shown[0], shown[1]).orElseThrow(() -> refused(shown[0], call));
    }

    private static Optional<String[]> basic(String header) {
        if (!header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            return Optional.empty();
        }
        try {
            String text = new String(
                    Base64.getDecoder().decode(header.substring(BASIC.length()).strip()), StandardCharsets.UTF_8);
            String[] parts = text.split(":", 2);
            return parts.length == 2
                    ? Optional.of(new String[] {Form.decoded(parts[0]), Form.decoded(parts[1])})
                    : Optional.empty();
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    /** @param clientId what was shown in its shape, whether or not there is such a program; empty otherwise */
    private Refusal refused(String clientId, Call call) {
        audit.write(
                call,
                AuditEvent.ofAccount(AccountRows.NOBODY, "client.authenticated", clientId)
                        .refused("INVALID_CLIENT"));
        return new Refusal(401, "INVALID_CLIENT", "No program is known by what was shown")
                .header("WWW-Authenticate", "Basic realm=\"oauth\"");
    }
}
