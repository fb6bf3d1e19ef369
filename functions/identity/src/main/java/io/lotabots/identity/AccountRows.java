package io.lotabots.identity;

import io.lotabots.aws.Aws;
import io.lotabots.aws.Expression;
import io.lotabots.aws.Item;
import io.lotabots.aws.Table;

/** The rows of accounts: one for everybody who ever signed in. */
final class AccountRows {
    /** Whose log has what was refused to nobody in particular. */
    static final String NOBODY = "none";

    private final Table accounts;

    AccountRows(Aws aws) {
        this.accounts = aws.table("ACCOUNTS");
    }

    /** Whether an account ever signed in. */
    boolean known(String account) {
        return accounts.getEventually(Item.of("account", account)).isPresent();
    }

    /** Makes the row of an account, if there is none. @param kind {@code wallet} or {@code person} */
    void seen(String account, String kind, long now) {
        accounts.put(
                Item.of("account", account).with("kind", kind).with("created_at", now),
                Expression.of("attribute_not_exists(#account)"));
    }
}
