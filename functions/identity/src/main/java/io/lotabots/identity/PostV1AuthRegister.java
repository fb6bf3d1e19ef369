package io.lotabots.identity;

import io.lotabots.access.Accounts;
import io.lotabots.access.AuditEvent;
import io.lotabots.access.AuditLog;
import io.lotabots.access.How;
import io.lotabots.aws.Aws;
import io.lotabots.aws.RateLimit;
import io.lotabots.platform.Answering;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Refusal;
import io.lotabots.platform.Reply;
import io.lotabots.platform.Wire;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/auth/register}: makes an account with a password and signs in to it. */
public final class PostV1AuthRegister extends Endpoint<PostV1AuthRegister.Request, Reply>
        implements Answering<SignedIn> {
    private static final long HOUR = 3600;

    /** Names that would be taken for the platform itself. */
    private static final Set<String> RESERVED = Set.of(
            "admin",
            "administrator",
            "root",
            "system",
            "support",
            "security",
            "lotabots",
            "treasury",
            "postmaster",
            "abuse");

    private final SignInLimit asked;
    private final RateLimit made;
    private final People people;
    private final PasswordRules rules;
    private final Tickets tickets;
    private final Letters letters;
    private final Sessions sessions;
    private final AuditLog audit;
    private final KnownDevice devices;

    public PostV1AuthRegister() {
        this(Aws.of(Env.ofFunction()));
    }

    PostV1AuthRegister(Aws aws) {
        super(Request.class, Wire.PROBLEM);
        this.asked = new SignInLimit(aws, "register");
        this.made = new RateLimit(
                aws.table("LIMITS"),
                "registered",
                Math.toIntExact(aws.env().number("REGISTRATIONS_PER_ADDRESS_PER_HOUR")),
                HOUR,
                "REGISTRATION_RATE_LIMIT");
        this.people = new People(aws);
        this.rules = new PasswordRules(aws);
        this.tickets = new Tickets(aws);
        this.letters = new Letters(aws);
        this.sessions = new Sessions(aws);
        this.audit = new AuditLog(aws);
        this.devices = new KnownDevice(aws);
    }

    /**
     * @param username 3 to 50 letters, digits, dots, underscores and hyphens; capitals do not tell two apart
     * @param email where mails go; nobody is told whether anyone else uses it
     * @param password 8 to 256 characters of any kind, none of the common ones
     * @param role {@code user} or absent: what anyone may do is never chosen by themselves
     */
    public record Request(
            @Nullable String username,
            @Nullable String email,
            @Nullable String password,
            @Nullable String role) {}

    @Override
    protected void admit(Call call) {
        asked.take(call);
    }

    @Override
    protected Reply answer(Request request, Call call) {
        if (request.role() != null && !request.role().equals("user")) {
            throw new Refusal(
                            400,
                            "ROLE_NOT_CHOSEN",
                            "Field 'role' may only be 'user': what an account may do is granted by others, never"
                                    + " chosen")
                    .with("field", "role");
        }
        String username = Fields.newUsername(request.username());
        String email = Fields.email(request.email());
        String password = Fields.password("password", request.password());
        if (RESERVED.contains(username.toLowerCase(java.util.Locale.ROOT)) || !people.isFree(username)) {
            throw taken();
        }
        made.take(call.sourceNetwork(), call.epochSecond());
        Person person = new Person(
                Accounts.newPerson(),
                username,
                email,
                false,
                rules.chosen(password, username, email),
                false,
                0,
                call.epochSecond());
        AuditEvent event = AuditEvent.ofAccount(person.account(), "account.registered", username);
        if (!people.register(person, write -> audit.in(write, call, event))) {
            throw taken();
        }
        EmailCheck.send(person, tickets, letters, call.epochSecond());
        SignedIn signedIn = sessions.open(Opening.of(person.account(), How.PASSWORD), call);
        return Reply.json(201, signedIn).with("Set-Cookie", devices.remember(call, person.account()));
    }

    private static Refusal taken() {
        return new Refusal(400, "USERNAME_EXISTS", "Somebody has this user name: choose another")
                .with("field", "username");
    }
}
