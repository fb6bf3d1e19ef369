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
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/auth/email/confirm}: notes by the token of a mail that its reader has the address. */
public final class PostV1AuthEmailConfirm
        extends Endpoint<PostV1AuthEmailConfirm.Request, PostV1AuthEmailConfirm.Answer> {
    private final SignInLimit limit;
    private final People people;
    private final Tickets tickets;
    private final AuditLog audit;

    public PostV1AuthEmailConfirm() {
        this(Aws.of(Env.ofFunction()));
    }

    PostV1AuthEmailConfirm(Aws aws) {
        super(Request.class, Wire.PROBLEM);
        this.limit = new SignInLimit(aws, "email-confirm");
        this.people = new People(aws);
        this.tickets = new Tickets(aws);
        this.audit = new AuditLog(aws);
    }

    /** @param token as the mail holds it; good once, for a day */
    public record Request(@Nullable String token) {}

    /** @param verified always true */
    public record Answer(String username, boolean verified) {}

    @Override
    protected void admit(Call call) {
        limit.take(call);
    }

    @Override
    protected Answer answer(Request request, Call call) {
        Item ticket = tickets.take(Tickets.Kind.VERIFY_EMAIL, Fields.code("token", request.token()), call.epochSecond())
                .orElseThrow(() ->
                        new Refusal(400, "INVALID_TOKEN", "This token is none, too old or used: ask for another mail"));
        Person person = people.byAccount(ticket.text("account"))
                .filter(known -> known.email().equals(ticket.text("email")))
                .orElseThrow(() -> new Refusal(400, "INVALID_TOKEN", "The account has another address by now"));
        if (!people.verifyEmail(person)) {
            throw new Refusal(409, "EMAIL_IN_USE", "Another account has verified this address as its own");
        }
        audit.write(call, AuditEvent.ofAccount(person.account(), "email.verified", ""));
        return new Answer(person.username(), true);
    }
}
