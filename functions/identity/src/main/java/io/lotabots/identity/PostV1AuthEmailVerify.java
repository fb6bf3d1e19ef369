package io.lotabots.identity;

import io.lotabots.access.Caller;
import io.lotabots.aws.Aws;
import io.lotabots.aws.RateLimit;
import io.lotabots.platform.Answering;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Nothing;
import io.lotabots.platform.Refusal;
import io.lotabots.platform.Reply;
import io.lotabots.platform.Wire;

/** {@code POST /v1/auth/email/verify}: asks for another mail that verifies the caller's address. */
public final class PostV1AuthEmailVerify extends Endpoint<Nothing, Reply>
        implements Answering<PostV1AuthEmailVerify.Answer> {
    private static final long HOUR = 3600;
    private static final int MAILS_PER_HOUR = 3;

    private final Owners owners;
    private final RateLimit mails;
    private final People people;
    private final Tickets tickets;
    private final Letters letters;

    public PostV1AuthEmailVerify() {
        this(Aws.of(Env.ofFunction()));
    }

    PostV1AuthEmailVerify(Aws aws) {
        super(Nothing.class, Wire.PROBLEM);
        this.owners = new Owners(aws);
        this.mails = new RateLimit(aws.table("LIMITS"), "verify-mail", MAILS_PER_HOUR, HOUR, "VERIFY_RATE_LIMIT");
        this.people = new People(aws);
        this.tickets = new Tickets(aws);
        this.letters = new Letters(aws);
    }

    /** @param verified whether the address was verified before, so that no mail is sent */
    public record Answer(boolean verified) {}

    @Override
    protected Reply answer(Nothing request, Call call) {
        Caller caller = owners.required(call);
        Person person = people.byAccount(caller.account())
                .orElseThrow(() -> new Refusal(409, "NO_EMAIL", "This account has no address"));
        if (!person.emailVerified()) {
            mails.take(person.account(), call.epochSecond());
            EmailCheck.send(person, tickets, letters, call.epochSecond());
        }
        return Reply.json(202, new Answer(person.emailVerified()));
    }
}
