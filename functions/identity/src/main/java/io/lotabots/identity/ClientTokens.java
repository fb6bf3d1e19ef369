package io.lotabots.identity;

import io.lotabots.access.How;
import io.lotabots.aws.Aws;
import io.lotabots.aws.Expression;
import io.lotabots.aws.Table;
import io.lotabots.crypto.Digests;
import io.lotabots.platform.Call;
import io.lotabots.platform.Priming;
import io.lotabots.platform.RandomBytes;
import io.lotabots.platform.Refusal;
import java.util.HexFormat;
import java.util.List;

/**
 * Access tokens of programs. A program has a session for each set of scopes that it asked for, however many tokens it gets
 * (two where the first two are asked for at once): its tokens fill no list of sessions, and are ended together. A session
 * that was ended is never opened again: the next has another random name, so that a token of the one before counts no more.
 */
final class ClientTokens {
    private static final int HALF = 16;
    private static final int NAME_BYTES = 16;

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
        Opening opening = Opening.of(client.account(), How.CLIENT)
                .withoutRefresh()
                .limitedTo(scopes, client.organization(), client.project());
        String stem = prefix(client) + half(String.join(" ", scopes) + "\n" + client.generation());
        Table.Range same = new Table.Range("account", client.account(), "session", stem, stem + Sessions.LAST, false);
        SignedIn signedIn = rows.query(same, 1).stream()
                .findFirst()
                .flatMap(row -> sessions.goOn(opening, row.text("session"), call))
                .orElseGet(() ->
                        sessions.issue(opening, stem + HexFormat.of().formatHex(RandomBytes.of(NAME_BYTES)), call));
        boolean stands = clients.get(Client.key(client.account(), client.clientId()))
                .filter(row -> row.number("generation", 0) == client.generation())
                .isPresent();
        if (!stands && !Priming.active()) {
            // Its tokens were ended between the program's recognition and this one's session, which that did not see.
            sessions.end(client.account(), signedIn.sessionId());
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
        sessions.endEach(client.account(), prefix(client));
    }

    /** Whether a session is one of a program's. */
    static boolean holds(Client client, String session) {
        return session.startsWith(prefix(client));
    }

    private static String prefix(Client client) {
        return Sessions.OF_PROGRAMS + half(client.clientId());
    }

    private static String half(String text) {
        return Digests.sha256Hex(text).substring(0, HALF);
    }
}
