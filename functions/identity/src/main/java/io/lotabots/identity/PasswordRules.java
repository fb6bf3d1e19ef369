package io.lotabots.identity;

import io.lotabots.aws.Aws;
import io.lotabots.credentials.CommonPasswords;
import io.lotabots.credentials.PasswordPolicy;
import io.lotabots.credentials.Passwords;
import io.lotabots.credentials.Peppers;
import io.lotabots.platform.Refusal;
import java.util.List;
import java.util.Optional;

/** How this stage hashes passwords, and which it takes. */
final class PasswordRules {
    private final Aws aws;
    private final BreachedPasswords breached;
    private final PasswordPolicy policy = new PasswordPolicy(CommonPasswords.load());

    PasswordRules(Aws aws) {
        this.aws = aws;
        this.breached =
                new BreachedPasswords(aws.env().find("PASSWORD_RANGE_URL").orElse(""));
    }

    /** Hashes and compares, with the peppers as the secret holds them now. */
    static Passwords passwords(Aws aws) {
        return new Passwords(
                Peppers.of(aws.secrets().bytes("PASSWORD_PEPPER")),
                Math.toIntExact(aws.env().number("PASSWORD_COST")));
    }

    /**
     * Hashes a password that someone chose.
     *
     * @throws Refusal 400 {@code WEAK_PASSWORD} when it cannot be one
     */
    String chosen(String password, String username, String email) {
        List<String> context = List.of("lotabots", username, email, email.replaceFirst("@.*$", ""));
        Optional<String> objection = policy.objection(password, context);
        if (objection.isEmpty() && breached.contains(password)) {
            objection = Optional.of("This password was seen in a breach elsewhere: choose another");
        }
        if (objection.isPresent()) {
            throw new Refusal(400, "WEAK_PASSWORD", objection.get()).with("field", "password");
        }
        return passwords(aws).hash(password);
    }
}
