package io.lotabots.identity;

import io.lotabots.access.How;
import io.lotabots.access.SessionRow;
import io.lotabots.aws.Aws;
import io.lotabots.aws.Expression;
import io.lotabots.aws.Table;
import io.lotabots.crypto.Digests;
import io.lotabots.platform.Call;
import io.lotabots.platform.Priming;
import io.lotabots.platform.Refusal;
import java.util.List;

/**
 * Access tokens of programs. A program has one session for each set of scopes that it asked for, however many tokens it
 * gets: its tokens fill no list of sessions, and are ended together. The session's name is made of the program's and of a
 * number that every end raises, so that a token which was ended never counts again.
 */
final class ClientTokens {
    private static final int HALF = 16;
    private static final int MOST = 200;

    private final Table clients;
    private final Table rows;
    private final Sessions sessions;

    ClientTokens(Aws aws) {
        this.clients = aws.table("CLIENTS");
        this.rows = aws.table("ACCOUNT_SESSIONS");
        this.sessions = new Sessions(aws);
    }

    /** A token without a refresh token: the program shows its secret again. */
    SignedIn issue(Client client, List<String> scopes, Call call) {
        String session = prefix(client) + half(String.join(" ", scopes) + "\n" + client.generation());
        SignedIn signedIn = sessions.issue(
                Opening.of(client.account(), How.CLIENT)
                        .withoutRefresh()
                        .limitedTo(scopes, client.organization(), client.project()),
                session,
                call);
        boolean stands = clients.get(Client.key(client.account(), client.clientId()))
                .filter(row -> row.number("generation", 0) == client.generation())
                .isPresent();
        if (!stands && !Priming.active()) {
            // Its tokens were ended between the program's recognition and this one's session, which that did not see.
            sessions.end(client.account(), session);
            throw new Refusal(401, "INVALID_CLIENT", "The program or its secret was removed meanwhile: try again");
        }
        return signedIn;
    }

    /** Ends every token of a program; those that it gets from now on count. */
    void endAll(Client client) {
        clients.update(
                Client.key(client.account(), client.clientId()),
                Expression.of("ADD #generation :one").with(":one", 1),
                Expression.of("attribute_exists(#account)"));
        String prefix = prefix(client);
        rows.query(new Table.Range("account", client.account(), "session", prefix, prefix + "~", false), MOST)
                .forEach(row -> rows.delete(SessionRow.key(client.account(), row.text("session"))));
    }

    /** Whether a session is one of a program's. */
    static boolean holds(Client client, String session) {
        return session.startsWith(prefix(client));
    }

    private static String prefix(Client client) {
        return half(client.clientId());
    }

    private static String half(String text) {
        return Digests.sha256Hex(text).substring(0, HALF);
    }
}
