package io.lotabots.identity;

import io.lotabots.aws.Aws;
import io.lotabots.aws.Expression;
import io.lotabots.aws.Item;
import io.lotabots.aws.Secrets;
import io.lotabots.aws.Table;
import io.lotabots.aws.Transaction;
import io.lotabots.aws.Written;
import io.lotabots.credentials.RecoveryCodes;
import io.lotabots.credentials.Totp;
import io.lotabots.crypto.Seal;
import io.lotabots.platform.RandomBytes;
import io.lotabots.platform.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * One-time passwords and recovery codes of accounts, in the table {@code credentials}: a row {@code totp} with the sealed
 * secret and the last step whose code was taken, and a row for each recovery code that was not used.
 * Whether a sign-in asks for one stands in the account's own row, and changes in the same transaction.
 */
final class SecondFactors {
    private static final Pattern SIX_DIGITS = Pattern.compile("[0-9]{6}");
    private static final long NONE_TAKEN = -1;

    /** Whether a sign-in with the password needs more. */
    private static final Expression DEMAND =
            Expression.of("SET #second_factor = :needed" + Person.RAISED).with(":one", 1);

    private static final Expression KNOWN = Expression.of("attribute_exists(#account)");

    private final Aws aws;
    private final Table accounts;
    private final Table credentials;
    private final Secrets secrets;

    SecondFactors(Aws aws) {
        this.aws = aws;
        this.accounts = aws.table("ACCOUNTS");
        this.credentials = aws.table("CREDENTIALS");
        this.secrets = aws.secrets();
    }

    /** What a second factor was shown by. */
    enum Shown {
        NOTHING,
        ONE_TIME_PASSWORD,
        RECOVERY_CODE
    }

    /** A new secret that waits for its first code; one that waited before is replaced. @throws Refusal 409 when one is on */
    byte[] enrol(String account, long now) {
        byte[] secret = RandomBytes.of(Totp.SECRET_BYTES);
        Written written = credentials.put(
                totp(account).toBuilder()
                        .with("sealed", seal().close(secret, RandomBytes.of(Seal.NONCE_BYTES), account))
                        .with("last_step", NONE_TAKEN)
                        .with("enrolled_at", now)
                        .build(),
                Expression.of("attribute_not_exists(#confirmed_at)"));
        if (written instanceof Written.Refused) {
            throw new Refusal(409, "SECOND_FACTOR_EXISTS", "One-time passwords are on already: turn them off first");
        }
        return secret;
    }

    /** Turns on what waits, by its first code. @return false when the code is wrong, or nothing waits */
    boolean confirm(String account, String code, long now) {
        Optional<Item> row = credentials.get(totp(account)).filter(found -> !found.has("confirmed_at"));
        OptionalLong step = row.isPresent() ? step(account, row.get(), code, now) : OptionalLong.empty();
        return step.isPresent()
                && aws.transaction()
                        .update(
                                credentials,
                                totp(account),
                                Expression.of("SET #confirmed_at = :now, #last_step = :step")
                                        .with(":now", now)
                                        .with(":step", step.getAsLong()),
                                Expression.of("#enrolled_at = :enrolled AND attribute_not_exists(#confirmed_at)")
                                        .with(":enrolled", row.orElseThrow().number("enrolled_at")))
                        .update(accounts, Person.key(account), DEMAND.with(":needed", 1), KNOWN)
                        .run()
                        .committed();
    }

    /** Takes a code for good: of one code that is shown twice, however close, one is taken. */
    Shown take(String account, String code, long now) {
        if (SIX_DIGITS.matcher(code).matches()) {
            return takeStep(account, code, now) ? Shown.ONE_TIME_PASSWORD : Shown.NOTHING;
        }
        Optional<String> digest = RecoveryCodes.digest(code);
        boolean taken = digest.isPresent()
                && credentials
                        .delete(recovery(account, digest.get()), Expression.of("attribute_exists(#account)"))
                        .done();
        return taken ? Shown.RECOVERY_CODE : Shown.NOTHING;
    }

    private boolean takeStep(String account, String code, long now) {
        Optional<Item> row = credentials.get(totp(account)).filter(found -> found.has("confirmed_at"));
        OptionalLong step = row.isPresent() ? step(account, row.get(), code, now) : OptionalLong.empty();
        return step.isPresent()
                && credentials
                        .update(
                                totp(account),
                                Expression.of("SET #last_step = :step").with(":step", step.getAsLong()),
                                Expression.of("attribute_exists(#confirmed_at) AND #last_step < :step")
                                        .with(":step", step.getAsLong()))
                        .done();
    }

    private OptionalLong step(String account, Item row, String code, long now) {
        return Totp.step(seal().open(row.bytes("sealed"), account), code, now, row.number("last_step"));
    }

    /**
     * Ten new recovery codes in place of all earlier ones; shown once.
     *
     * @throws Refusal 409 when others were made meanwhile, or one-time passwords are not on: of requests at once one is given
     *     codes
     */
    List<String> newRecoveryCodes(String account, long now) {
        long made = credentials
                .get(totp(account))
                .map(row -> row.number("codes_made", 0))
                .orElse(0L);
        Transaction transaction = aws.transaction()
                .update(
                        credentials,
                        totp(account),
                        Expression.of("SET #codes_made = :next").with(":next", made + 1),
                        made == 0
                                ? Expression.of("attribute_exists(#confirmed_at) AND attribute_not_exists(#codes_made)")
                                : Expression.of("#codes_made = :made").with(":made", made));
        stored(account).forEach(row -> transaction.delete(credentials, recoveryKey(account, row)));
        List<String> codes = new ArrayList<>();
        for (int i = 0; i < RecoveryCodes.COUNT; i++) {
            String code = RecoveryCodes.text(RandomBytes.of(RecoveryCodes.BYTES));
            codes.add(code);
            transaction.put(
                    credentials,
                    recovery(account, RecoveryCodes.digest(code).orElseThrow()).with("made_at", now),
                    Expression.of("attribute_not_exists(#account)"));
        }
        if (!transaction.run().committed()) {
            throw new Refusal(409, "CHANGED_MEANWHILE", "Other recovery codes were made meanwhile: those count");
        }
        return codes;
    }

    /** Turns one-time passwords off. @return false when they were not on */
    boolean remove(String account) {
        boolean removed = aws.transaction()
                .delete(credentials, totp(account), Expression.of("attribute_exists(#confirmed_at)"))
                .update(accounts, Person.key(account), DEMAND.with(":needed", 0), KNOWN)
                .run()
                .committed();
        if (removed) {
            forgetRecoveryCodes(account);
        }
        return removed;
    }

    private void forgetRecoveryCodes(String account) {
        for (Item row : stored(account)) {
            credentials.delete(recoveryKey(account, row));
        }
    }

    private List<Item> stored(String account) {
        return credentials.query(
                new Table.Range("account", account, "credential", "recovery#", "recovery#g", false),
                2 * RecoveryCodes.COUNT);
    }

    private static Item recoveryKey(String account, Item row) {
        return Item.of("account", account).with("credential", row.text("credential"));
    }

    private Seal seal() {
        return Seal.of(secrets.bytes("SEAL_KEY"), "lotabots totp 1");
    }

    private static Item totp(String account) {
        return Item.of("account", account).with("credential", "totp");
    }

    private static Item recovery(String account, String digest) {
        return Item.of("account", account).with("credential", "recovery#" + digest);
    }
}
