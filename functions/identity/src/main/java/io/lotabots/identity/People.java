package io.lotabots.identity;

import io.lotabots.aws.Aws;
import io.lotabots.aws.Expression;
import io.lotabots.aws.Item;
import io.lotabots.aws.Table;
import io.lotabots.aws.Transaction;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The accounts of people with passwords, and the names by which they are found. A name is a row of its own, written if
 * absent: two people never have the same, whatever happens at once. An address is claimed by being verified and not by being
 * typed in: whether anybody uses one cannot be found out by registering it.
 */
final class People {
    private static final Expression FREE = Expression.of("attribute_not_exists(#name)");
    private static final String NOBODY = "usr_";

    private final Aws aws;
    private final Table accounts;
    private final Table names;

    People(Aws aws) {
        this.aws = aws;
        this.accounts = aws.table("ACCOUNTS");
        this.names = aws.table("NAMES");
    }

    /** Someone by their user name or verified address. Nobody is looked for as long as somebody. */
    Optional<Person> byLogin(String login) {
        String account = names.get(login.contains("@") ? emailName(login) : username(login))
                .flatMap(row -> row.findText("account"))
                .orElse(NOBODY);
        return byAccount(account);
    }

    Optional<Person> byAccount(String account) {
        return accounts.get(Person.key(account))
                .filter(row -> row.has("password"))
                .map(Person::of);
    }

    /** Makes an account, with what else is written only if it is made. @return false when the user name is somebody's */
    boolean register(Person person, UnaryOperator<Transaction> more) {
        Transaction writes = aws.transaction()
                .put(names, username(person.username()).with("account", person.account()), FREE)
                .put(accounts, person.item(), Expression.of("attribute_not_exists(#account)"));
        return more.apply(writes).run().committed();
    }

    /** Whether nobody has a user name. */
    boolean isFree(String username) {
        return names.get(username(username)).isEmpty();
    }

    /**
     * Replaces a password.
     *
     * @param before as it was read before the right to it was proven
     * @return false when what proves the person was changed since: of two changes at once one holds
     */
    boolean changePassword(Person before, String stored, long now) {
        return accounts.update(
                        Person.key(before.account()),
                        Expression.of("SET #password = :new, #password_changed_at = :now" + Person.RAISED)
                                .with(":new", stored)
                                .with(":now", now)
                                .with(":one", 1),
                        before.unchanged())
                .done();
    }

    /** Whether what proves a person is still as it was read. */
    boolean unchanged(Person before) {
        return byAccount(before.account())
                .filter(now -> now.generation() == before.generation())
                .isPresent();
    }

    /** Stores the same password anew, under what is in use now; someone who changed it meanwhile keeps the change. */
    void refreshPassword(Person before, String stored) {
        accounts.update(
                Person.key(before.account()),
                Expression.of("SET #password = :new").with(":new", stored),
                Expression.of("#password = :old").with(":old", before.password()));
    }

    /** Notes that an address is read by its account's owner. @return false when it is another account's already */
    boolean verifyEmail(Person person) {
        return aws.transaction()
                .put(
                        names,
                        emailName(person.email()).with("account", person.account()),
                        Expression.of("attribute_not_exists(#name) OR #account = :account")
                                .with(":account", person.account()))
                .update(
                        accounts,
                        Person.key(person.account()),
                        Expression.of("SET #email_verified = :yes").with(":yes", 1),
                        Expression.of("#email = :email").with(":email", person.email()))
                .run()
                .committed();
    }

    private static Item username(String username) {
        return Item.of("name", "username#" + username.toLowerCase(Locale.ROOT));
    }

    private static Item emailName(String email) {
        return Item.of("name", "email#" + email.toLowerCase(Locale.ROOT));
    }
}
