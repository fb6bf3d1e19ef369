package io.lotabots.access;

import java.util.Locale;

/** What somebody may want to do in an organisation or in a project: a line of the table of permissions. */
public enum Action {
    READ_ORGANIZATION,
    /** Rename, delete, restore and hand over. */
    MANAGE_ORGANIZATION,
    /** Add, change and remove those who are no admins, and never to make one. */
    MANAGE_MEMBERS,
    MANAGE_ADMINS,
    ENROL_MODELS,
    LIMIT_SPENDING,
    /** Balance, expenditure and ledger. */
    READ_MONEY,
    WITHDRAW,
    READ_AUDIT,
    CREATE_PROJECT,
    READ_PROJECT,
    /** Settings, members, bots and products. */
    CONFIGURE_PROJECT,
    ENABLE_PRODUCTS,
    CALL_MODELS,
    READ_OWN_CONVERSATIONS;

    /** Its name in the table. */
    String line() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
