package io.lotabots.identity;

import io.lotabots.access.KeyRow;
import io.lotabots.aws.Aws;
import io.lotabots.aws.Expression;
import io.lotabots.aws.Item;
import io.lotabots.aws.Table;
import io.lotabots.aws.Transaction;
import io.lotabots.platform.Refusal;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The API keys of accounts: any number of named ones up to a bound, and the one of Haithe's wire, which has no name. */
final class Keys {
    /** Most keys of an account. */
    static final int MOST = 50;

    private final Aws aws;
    private final Table keys;
    private final Table accounts;

    Keys(Aws aws) {
        this.aws = aws;
        this.keys = aws.table("API_KEYS");
        this.accounts = aws.table("ACCOUNTS");
    }

    /** Stores a key. @throws Refusal 409 when its account has as many as it may */
    void add(KeyRow row) {
        keys.put(row.item());
        // Counted after it was added: of those that are added at once none is over.
        if (keys.query("account", row.account(), MOST + 1).size() > MOST) {
            keys.delete(KeyRow.key(row.account(), row.keyId()));
            throw new Refusal(409, "TOO_MANY_KEYS", "An account has at most " + MOST + " keys: delete one first");
        }
    }

    /** Stores the one key without a name. @throws Refusal 400 when there is one, as Haithe's clients expect it */
    void addOnly(KeyRow row) {
        Transaction.Outcome outcome = aws.transaction()
                .update(
                        accounts,
                        Item.of("account", row.account()),
                        Expression.of("SET #api_key_id = :id, #api_key_issued_at = :now")
                                .with(":id", row.keyId())
                                .with(":now", row.createdAt()),
                        Expression.of("attribute_not_exists(#api_key_id)"))
                .put(keys, row.item(), Expression.of("attribute_not_exists(#key_id)"))
                .run();
        if (!outcome.committed()) {
            throw new Refusal(400, "API_KEY_EXISTS", "API key already issued");
        }
    }

    /** Deletes the one key without a name. @return its id; empty when there was none */
    Optional<String> removeOnly(String account) {
        Optional<String> keyId = accounts.get(Item.of("account", account)).flatMap(row -> row.findText("api_key_id"));
        if (keyId.isPresent()) {
            aws.transaction()
                    .update(
                            accounts,
                            Item.of("account", account),
                            Expression.of("REMOVE #api_key_id, #api_key_issued_at"),
                            Expression.of("#api_key_id = :id").with(":id", keyId.get()))
                    .delete(keys, KeyRow.key(account, keyId.get()))
                    .run();
        }
        return keyId;
    }

    /** When the one key without a name was issued, seconds since 1970; 0 when there is none. */
    long issuedOnly(String account) {
        return accounts.get(Item.of("account", account))
                .map(row -> row.number("api_key_issued_at", 0))
                .orElse(0L);
    }

    /** The keys of an account, newest first. */
    List<KeyRow> list(String account) {
        return keys.query("account", account, MOST * 2).stream()
                .map(KeyRow::of)
                .sorted(Comparator.comparingLong(KeyRow::createdAt)
                        .thenComparing(KeyRow::keyId)
                        .reversed())
                .toList();
    }

    /** Deletes a key: it is refused from the next request on. @throws Refusal 404 when the account has none of this id */
    void remove(String account, String keyId) {
        KeyRow row = keys.get(KeyRow.key(account, keyId))
                .map(KeyRow::of)
                .orElseThrow(() -> new Refusal(404, "NO_KEY", "You have no key of this id"));
        if (row.name().isEmpty()) {
            removeOnly(account);
        } else {
            keys.delete(KeyRow.key(account, keyId));
        }
    }
}
