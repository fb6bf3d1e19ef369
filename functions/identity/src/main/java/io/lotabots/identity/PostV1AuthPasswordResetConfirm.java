package io.lotabots.identity;

import io.lotabots.access.AuditEvent;
import io.lotabots.access.AuditLog;
import io.lotabots.aws.Aws;
import io.lotabots.aws.Item;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Refusal;
import io.lotabots.platform.Wire;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /v1/auth/password/reset/confirm}: replaces a password by the token of a mail. It signs nobody in: a second
 * factor is asked for at the next sign-in as before. Every session of the account ends.
 */
public final class PostV1AuthPasswordResetConfirm
        extends Endpoint<PostV1AuthPasswordResetConfirm.Request, PostV1AuthPasswordResetConfirm.Answer> {
    private final SignInLimit limit;
    private final People people;
    private final PasswordRules rules;
    private final Tickets tickets;
    private final Sessions sessions;
    private final Letters letters;
    private final AuditLog audit;

    public PostV1AuthPasswordResetConfirm() {
        this(Aws.of(Env.ofFunction()));
    }

    PostV1AuthPasswordResetConfirm(Aws aws) {
        super(Request.class, Wire.PROBLEM);
        this.limit = new SignInLimit(aws, "reset-confirm");
        this.people = new People(aws);
        this.rules = new PasswordRules(aws);
        this.tickets = new Tickets(aws);
        this.sessions = new Sessions(aws);
        this.letters = new Letters(aws);
        this.audit = new AuditLog(aws);
    }

    /** @param token as the mail holds it; good once, for half an hour */
    public record Request(@Nullable String token, @Nullable String newPassword) {}

    /** @param endedSessions how many sessions were ended */
    public record Answer(int endedSessions) {}

    @Override
    protected void admit(Call call) {
        limit.take(call);
    }

    @Override
    protected Answer answer(Request request, Call call) {
        long now = call.epochSecond();
        String token = Fields.code("token", request.token());
        String chosen = Fields.password("new_password", request.newPassword());
        Person person = tickets.look(Tickets.Kind.RESET_PASSWORD, token, now)
                .flatMap(this::found)
                .orElseThrow(() -> invalid(AccountRows.NOBODY, call));
        // A password that cannot be one leaves the token good for another.
        String stored = rules.chosen(chosen, person.username(), person.email());
        if (tickets.take(Tickets.Kind.RESET_PASSWORD, token, now).isEmpty()
                || !people.changePassword(person, stored, now)) {
            throw invalid(person.account(), call);
        }
        int ended = sessions.endAll(person.account());
        audit.write(call, AuditEvent.ofAccount(person.account(), "password.reset", ""));
        letters.tell(person, Letters.Kind.PASSWORD_CHANGED, now);
        return new Answer(ended);
    }

    /** Whose password a ticket replaces, unless it was changed since. */
    private Optional<Person> found(Item ticket) {
        return people.byAccount(ticket.text("account"))
                .filter(person -> ticket.text("generation").equals(Long.toString(person.generation())));
    }

    private Refusal invalid(String account, Call call) {
        audit.write(
                call,
                AuditEvent.ofAccount(account, "password.reset", "")
                        .by(AccountRows.NOBODY)
                        .refused("INVALID_TOKEN"));
        return new Refusal(400, "INVALID_TOKEN", "This token is none, too old or used: ask for another mail");
    }
}
