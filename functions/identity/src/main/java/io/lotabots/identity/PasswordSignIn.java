package io.lotabots.identity;

import io.lotabots.access.AuditEvent;
import io.lotabots.access.AuditLog;
import io.lotabots.aws.Aws;
import io.lotabots.credentials.Passwords;
import io.lotabots.platform.Call;
import io.lotabots.platform.Refusal;
import java.util.Optional;

/**
 * Proves a person by password and, where they have one, second factor. Nobody's name takes the same reads, the same hash and
 * the same answer as a wrong password.
 */
final class PasswordSignIn {
    private final Aws aws;
    private final People people;
    private final SecondFactors factors;
    private final SignInGuard guard;
    private final KnownDevice devices;
    private final Letters letters;
    private final AuditLog audit;

    PasswordSignIn(Aws aws) {
        this.aws = aws;
        this.people = new People(aws);
        this.factors = new SecondFactors(aws);
        this.guard = new SignInGuard(aws);
        this.devices = new KnownDevice(aws);
        this.letters = new Letters(aws);
        this.audit = new AuditLog(aws);
    }

    /** @param secondFactor whether a second factor was shown too */
    record Proven(Person person, boolean secondFactor) {}

    /**
     * Proves who signs in.
     *
     * @param login a user name or a verified address
     * @param code a one-time password or a recovery code
     * @throws Refusal 401 {@code INVALID_CREDENTIALS}; {@code ACCOUNT_LOCKED} while this place must wait; {@code
     *     SECOND_FACTOR_REQUIRED} and {@code INVALID_SECOND_FACTOR} when the password is right and the code is missing or wrong
     */
    Proven prove(String login, String password, Optional<String> code, Call call) {
        return prove(people.byLogin(login), login, password, code, call);
    }

    /** The same for an account that is known, as when it changes its password. */
    Proven prove(Person person, String password, Optional<String> code, Call call) {
        return prove(Optional.of(person), person.username(), password, code, call);
    }

    private Proven prove(Optional<Person> person, String login, String password, Optional<String> code, Call call) {
        long now = call.epochSecond();
        Optional<String> device = person.flatMap(known -> devices.of(call, known.account()));
        SignInGuard.Attempt attempt = guard.begin(login, device.orElse(call.sourceNetwork()), device.isPresent(), now);
        Passwords passwords = PasswordRules.passwords(aws);
        Passwords.Verdict verdict = passwords.verify(password, person.map(Person::password));
        if (!verdict.right() || person.isEmpty()) {
            guard.failed(attempt, now);
            refused(person, "invalid-credentials", call);
            throw new Refusal(401, "INVALID_CREDENTIALS", "This user name and this password do not belong together");
        }
        Person proven = person.get();
        boolean shown = proven.secondFactor() && shown(proven, code, attempt, call);
        guard.succeeded(attempt);
        if (verdict == Passwords.Verdict.RIGHT_BUT_OLD) {
            people.refreshPassword(proven, passwords.hash(password));
        }
        return new Proven(proven, shown);
    }

    /** The attempt stays counted until the code is right too: who has the password cannot try codes without end. */
    private boolean shown(Person person, Optional<String> code, SignInGuard.Attempt attempt, Call call) {
        long now = call.epochSecond();
        if (code.isEmpty()) {
            throw new Refusal(
                            401,
                            "SECOND_FACTOR_REQUIRED",
                            "This account asks for a second factor: send the same with 'mfa_code' too")
                    .with("methods", java.util.List.of("totp", "recovery_code"));
        }
        switch (factors.take(person.account(), code.get(), now)) {
            case NOTHING -> {
                guard.failed(attempt, now);
                refused(Optional.of(person), "invalid-second-factor", call);
                throw new Refusal(
                        401, "INVALID_SECOND_FACTOR", "This code is wrong, expired or was used: wait for the next one");
            }
            case RECOVERY_CODE -> letters.tell(person, Letters.Kind.RECOVERY_CODE_USED, now);
            case ONE_TIME_PASSWORD -> {}
        }
        return true;
    }

    /** Of nobody's name a row is written too: that takes as long. */
    private void refused(Optional<Person> person, String why, Call call) {
        String account = person.map(Person::account).orElse(AccountRows.NOBODY);
        audit.write(
                call,
                AuditEvent.ofAccount(account, "session.opened", "")
                        .by(AccountRows.NOBODY)
                        .refused(why));
    }
}
