package io.lotabots.identity;

import io.lotabots.access.AuditEvent;
import io.lotabots.access.Caller;
import io.lotabots.access.Callers;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Refusal;
import io.lotabots.platform.Wire;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/auth/password}: changes the caller's password and ends their other sessions. */
public final class PostV1AuthPassword extends Endpoint<PostV1AuthPassword.Request, PostV1AuthPassword.Answer> {
    private final SignInLimit limit;
    private final Callers callers;
    private final People people;
    private final PasswordSignIn signIn;
    private final PasswordRules rules;
    private final SignInChanges changes;

    public PostV1AuthPassword() {
        this(Aws.of(Env.ofFunction()));
    }

    PostV1AuthPassword(Aws aws) {
        super(Request.class, Wire.PROBLEM);
        this.limit = new SignInLimit(aws, "password");
        this.callers = new Callers(aws);
        this.people = new People(aws);
        this.signIn = new PasswordSignIn(aws);
        this.rules = new PasswordRules(aws);
        this.changes = new SignInChanges(aws);
    }

    /** @param mfaCode where the account has a second factor: six digits or a recovery code */
    public record Request(
            @Nullable String currentPassword,
            @Nullable String newPassword,
            @Nullable String mfaCode) {}

    /** @param endedSessions how many other sessions were ended; the one that asked goes on */
    public record Answer(int endedSessions) {}

    @Override
    protected void admit(Call call) {
        limit.take(call);
    }

    @Override
    protected Answer answer(Request request, Call call) {
        Caller caller = callers.required(call).requireSession();
        String current = Fields.password("current_password", request.currentPassword());
        String chosen = Fields.password("new_password", request.newPassword());
        Person person = people.byAccount(caller.account())
                .orElseThrow(() -> new Refusal(409, "NO_PASSWORD", "This account has no password"));
        signIn.prove(person, current, Fields.findCode("mfa_code", request.mfaCode()), call);
        String stored = rules.chosen(chosen, person.username(), person.email());
        if (!people.changePassword(person, stored, call.epochSecond())) {
            throw new Refusal(409, "CHANGED_MEANWHILE", "The password was changed meanwhile: sign in with the new one");
        }
        return new Answer(changes.endOthers(
                caller,
                AuditEvent.ofAccount(caller.account(), "password.changed", ""),
                Letters.Kind.PASSWORD_CHANGED,
                call));
    }
}
