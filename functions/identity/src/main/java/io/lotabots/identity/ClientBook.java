package io.lotabots.identity;

import io.lotabots.aws.Aws;
import io.lotabots.aws.Expression;
import io.lotabots.aws.Item;
import io.lotabots.aws.Secrets;
import io.lotabots.aws.Table;
import io.lotabots.crypto.Base32;
import io.lotabots.crypto.Digests;
import io.lotabots.platform.RandomBytes;
import io.lotabots.platform.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Programs and their secrets. */
final class ClientBook {
    /** Most programs of one account. */
    static final int MOST = 50;

    static final Pattern ID = Pattern.compile("cli_[a-z2-7]{26}");
    static final Pattern SECRET_ID = Pattern.compile("[0-9a-f]{8}");

    private static final int ID_BYTES = 16;
    private static final int SECRET_BYTES = 32;
    private static final int SECRET_ID_BYTES = 4;
    private static final String NOBODY = "usr_";

    private final Aws aws;
    private final Table clients;
    private final Table names;
    private final Secrets secrets;

    ClientBook(Aws aws) {
        this.aws = aws;
        this.clients = aws.table("CLIENTS");
        this.names = aws.table("NAMES");
        this.secrets = aws.secrets();
    }

    /** @param secret shown once, to whoever made it */
    record Made(Client client, Client.Secret kept, String secret) {}

    /** A name for a new program. */
    static String newId() {
        return "cli_" + Base32.encode(RandomBytes.of(ID_BYTES)).toLowerCase(Locale.ROOT);
    }

    /** A new program with its first secret. @throws Refusal 409 when the account has too many */
    Made add(Client client, long now) {
        String secret = Base64Text.random(SECRET_BYTES);
        Client.Secret kept = kept(client.clientId(), secret, now);
        Client whole = client.plus(kept);
        boolean added = aws.transaction()
                .put(
                        names,
                        Item.of("name", "client#" + client.clientId()).with("account", client.account()),
                        Expression.of("attribute_not_exists(#name)"))
                .put(clients, whole.item(), Expression.of("attribute_not_exists(#account)"))
                .run()
                .committed();
        if (!added) {
            throw new IllegalStateException("two programs drew the same name");
        }
        // Counted after it was added: of those that are added at once none is over.
        if (of(client.account()).size() > MOST) {
            remove(client);
            throw new Refusal(409, "TOO_MANY_CLIENTS", "An account has at most " + MOST + " programs: remove one");
        }
        return new Made(whole, kept, secret);
    }

    List<Client> of(String account) {
        return clients.query("account", account, MOST + 1).stream()
                .map(Client::of)
                .toList();
    }

    /** A program of an account. @throws Refusal 404 when it has no such */
    Client find(String account, String clientId) {
        return clients.get(Client.key(account, clientId))
                .map(Client::of)
                .orElseThrow(() -> new Refusal(404, "NO_CLIENT", "You have no program of this id"));
    }

    /** One more secret. @throws Refusal 409 when two work already */
    Made addSecret(Client client, long now) {
        if (client.secrets().size() >= Client.MOST_SECRETS) {
            throw new Refusal(
                    409, "TOO_MANY_SECRETS", "A program has at most " + Client.MOST_SECRETS + " secrets: remove one");
        }
        String secret = Base64Text.random(SECRET_BYTES);
        Client.Secret kept = kept(client.clientId(), secret, now);
        return new Made(replace(client, client.plus(kept)), kept, secret);
    }

    /** Removes a secret. @throws Refusal 404 when the program has no such */
    void removeSecret(Client client, String secretId) {
        if (client.secrets().stream().noneMatch(secret -> secret.id().equals(secretId))) {
            throw new Refusal(404, "NO_SECRET", "The program has no secret of this id");
        }
        replace(client, client.minus(secretId));
    }

    private Client replace(Client before, Client after) {
        boolean replaced = clients.update(
                        Client.key(before.account(), before.clientId()),
                        Expression.of("SET #secrets = :after")
                                .with(
                                        ":after",
                                        after.secrets().stream()
                                                .map(Client.Secret::text)
                                                .toList()),
                        Expression.of("#secrets = :before")
                                .with(
                                        ":before",
                                        before.secrets().stream()
                                                .map(Client.Secret::text)
                                                .toList()))
                .done();
        if (!replaced) {
            throw new Refusal(409, "CHANGED_MEANWHILE", "The program's secrets were changed meanwhile: try again");
        }
        return after;
    }

    void remove(Client client) {
        aws.transaction()
                .delete(clients, Client.key(client.account(), client.clientId()))
                .delete(names, Item.of("name", "client#" + client.clientId()))
                .run();
    }

    /** The program that shows its secret. Nobody is looked for as long as somebody. */
    Optional<Client> authenticate(String clientId, String secret) {
        String account = names.get(Item.of("name", "client#" + clientId))
                .flatMap(row -> row.findText("account"))
                .orElse(NOBODY);
        byte[] digest = digest(clientId, secret).getBytes(StandardCharsets.US_ASCII);
        return clients.get(Client.key(account, clientId))
                .map(Client::of)
                .filter(client -> client.secrets().stream()
                        .anyMatch(
                                kept -> Digests.sameBytes(kept.digest().getBytes(StandardCharsets.US_ASCII), digest)));
    }

    private Client.Secret kept(String clientId, String secret, long now) {
        return new Client.Secret(
                HexFormat.of().formatHex(RandomBytes.of(SECRET_ID_BYTES)), digest(clientId, secret), now);
    }

    /** 256 random bits need no slow hash; the pepper makes a stolen table worthless even so. */
    private String digest(String clientId, String secret) {
        return HexFormat.of()
                .formatHex(Digests.hmacSha256(
                        secrets.bytes("KEY_PEPPER"),
                        ("client\n" + clientId + "\n" + secret).getBytes(StandardCharsets.UTF_8)));
    }
}
