package io.lotabots.identity;

import io.lotabots.aws.Aws;
import io.lotabots.aws.Expression;
import io.lotabots.aws.Item;
import io.lotabots.aws.Table;
import io.lotabots.credentials.Passkey;
import io.lotabots.credentials.PasskeyStore;
import io.lotabots.credentials.Passkeys;
import io.lotabots.platform.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Passkeys in the table {@code credentials}, in the partition of their account; the table {@code names} says whose a passkey
 * is, and that it is only one account's.
 */
final class PasskeyBook implements PasskeyStore {
    /** Most passkeys of one account. */
    static final int MOST = 20;

    /** Most characters of a passkey's id, which is a part of keys in the tables: 750 bytes. */
    static final int MOST_ID = 1000;

    private static final String PREFIX = "passkey#";

    private final Aws aws;
    private final Table credentials;
    private final Table names;

    PasskeyBook(Aws aws) {
        this.aws = aws;
        this.credentials = aws.table("CREDENTIALS");
        this.names = aws.table("NAMES");
    }

    /** The ceremonies for the domain and the pages that the stage names. */
    Passkeys ceremonies() {
        return new Passkeys(
                named("PASSKEY_DOMAIN"),
                "LotaBots",
                Set.of(named("PASSKEY_ORIGINS").split(",")),
                this);
    }

    private String named(String setting) {
        return aws.env()
                .find(setting)
                .orElseThrow(() -> new Refusal(
                        404,
                        "PASSKEYS_OFF",
                        "There are no passkeys here: the operator has named no domain and pages for them"));
    }

    @Override
    public List<Passkey> of(String account) {
        return rows(account).stream().map(PasskeyBook::passkey).toList();
    }

    /** The rows of an account's passkeys, with their names and times. */
    List<Item> rows(String account) {
        // Letters, digits, - and _ sort before ~.
        return credentials.query(
                new Table.Range("account", account, "credential", PREFIX, PREFIX + "~", false), MOST + 1);
    }

    @Override
    public Optional<Passkey> find(String id) {
        return Optional.of(id)
                .filter(known -> known.length() <= MOST_ID)
                .flatMap(known -> names.get(Item.of("name", PREFIX + known)))
                .flatMap(row -> row.findText("account"))
                .flatMap(account -> credentials.get(key(account, id)))
                .map(PasskeyBook::passkey);
    }

    /** Keeps a new passkey. @throws Refusal 409 when it is registered already, or the account has too many */
    void add(Passkey passkey, String name, long now) {
        boolean added = aws.transaction()
                .put(
                        names,
                        Item.of("name", PREFIX + passkey.id()).with("account", passkey.account()),
                        Expression.of("attribute_not_exists(#name)"))
                .put(
                        credentials,
                        key(passkey.account(), passkey.id()).toBuilder()
                                .with("passkey", passkey.id())
                                .with("public_key", passkey.publicKey())
                                .with("sign_count", passkey.signCount())
                                .with("backup_eligible", passkey.backupEligible() ? 1 : 0)
                                .with("backed_up", passkey.backedUp() ? 1 : 0)
                                .with("name", name)
                                .with("created_at", now)
                                .with("last_used_at", 0)
                                .build(),
                        Expression.of("attribute_not_exists(#account)"))
                .run()
                .committed();
        if (!added) {
            throw new Refusal(409, "PASSKEY_EXISTS", "This passkey is registered already");
        }
        // Counted after it was added: of those that are added at once none is over.
        if (rows(passkey.account()).size() > MOST) {
            remove(passkey.account(), passkey.id());
            throw new Refusal(409, "TOO_MANY_PASSKEYS", "An account has at most " + MOST + " passkeys: remove one");
        }
    }

    /** Whether a passkey is registered still. */
    boolean holds(Passkey passkey) {
        return credentials.get(key(passkey.account(), passkey.id())).isPresent();
    }

    /** Notes a use. @return false when the passkey was removed meanwhile, or was used further than this use knows */
    boolean used(Passkey passkey, long now) {
        return credentials
                .update(
                        key(passkey.account(), passkey.id()),
                        Expression.of("SET #sign_count = :count, #backed_up = :backed, #last_used_at = :now")
                                .with(":count", passkey.signCount())
                                .with(":backed", passkey.backedUp() ? 1 : 0)
                                .with(":now", now),
                        Expression.of("attribute_exists(#account) AND (#sign_count < :count OR :count = :zero)")
                                .with(":count", passkey.signCount())
                                .with(":zero", 0))
                .done();
    }

    /** Removes a passkey. @return false when the account has no such */
    boolean remove(String account, String id) {
        return aws.transaction()
                .delete(credentials, key(account, id), Expression.of("attribute_exists(#account)"))
                .delete(
                        names,
                        Item.of("name", PREFIX + id),
                        Expression.of("#account = :account").with(":account", account))
                .run()
                .committed();
    }

    private static Item key(String account, String id) {
        return Item.of("account", account).with("credential", PREFIX + id);
    }

    private static Passkey passkey(Item row) {
        return new Passkey(
                row.text("passkey"),
                row.text("account"),
                row.text("public_key"),
                row.number("sign_count"),
                row.number("backup_eligible") == 1,
                row.number("backed_up") == 1);
    }
}
