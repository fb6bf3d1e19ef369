package io.lotabots.identity;

import io.lotabots.aws.Aws;
import io.lotabots.aws.RateLimit;
import io.lotabots.crypto.Digests;
import io.lotabots.platform.Answering;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Reply;
import io.lotabots.platform.Wire;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /v1/auth/password/reset}: asks for a mail with which a forgotten password is replaced. The answer and its
 * headers are the same whether or not there is such an account, and it takes the same writes and the same event.
 */
public final class PostV1AuthPasswordReset extends Endpoint<PostV1AuthPasswordReset.Request, Reply>
        implements Answering<PostV1AuthPasswordReset.Answer> {
    private static final long HOUR = 3600;
    private static final int MAILS_PER_HOUR = 3;

    private final SignInLimit limit;
    private final RateLimit asked;
    private final RateLimit mails;
    private final People people;
    private final Tickets tickets;
    private final Letters letters;

    public PostV1AuthPasswordReset() {
        this(Aws.of(Env.ofFunction()));
    }

    PostV1AuthPasswordReset(Aws aws) {
        super(Request.class, Wire.PROBLEM);
        this.limit = new SignInLimit(aws, "reset");
        this.asked = new RateLimit(aws.table("LIMITS"), "reset-asked", MAILS_PER_HOUR, HOUR, "RESET_RATE_LIMIT");
        this.mails = new RateLimit(aws.table("LIMITS"), "reset-mail", MAILS_PER_HOUR, HOUR, "RESET_RATE_LIMIT");
        this.people = new People(aws);
        this.tickets = new Tickets(aws);
        this.letters = new Letters(aws);
    }

    /** @param username a user name or an address; mails go to addresses that were verified and to no others */
    public record Request(@Nullable String username) {}

    /** @param detail a sentence for people */
    public record Answer(String detail) {}

    @Override
    protected void admit(Call call) {
        limit.take(call);
    }

    @Override
    protected Reply answer(Request request, Call call) {
        long now = call.epochSecond();
        String login = Fields.login("username", request.username());
        Optional<Person> person = people.byLogin(login);
        // Told is the count of what was typed: that of the account would say that a name and an address are one
        // person's.
        String typed = Digests.sha256Hex(login.toLowerCase(Locale.ROOT));
        asked.take(typed, now);
        // Per account and not per network: nobody's mailbox is filled from many places. Nobody is counted alike.
        boolean more = mails.takeUntold(person.map(Person::account).orElse(typed), now);
        String ticket = tickets.issue(
                Tickets.Kind.RESET_PASSWORD,
                Map.of(
                        "account",
                        person.map(Person::account).orElse("nobody"),
                        "generation",
                        Long.toString(person.map(Person::generation).orElse(0L))),
                now);
        long until = now + Tickets.Kind.RESET_PASSWORD.seconds();
        person.filter(known -> known.emailVerified() && more)
                .ifPresentOrElse(
                        known -> letters.send(known, Letters.Kind.RESET_PASSWORD, ticket, until, now),
                        () -> letters.withhold(Letters.Kind.RESET_PASSWORD, ticket, until, now));
        return Reply.json(
                202, new Answer("If there is such an account with a verified address, a mail is on its way to it"));
    }
}
