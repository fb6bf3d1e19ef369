package io.lotabots.identity;

import io.lotabots.access.AuditLog;
import io.lotabots.access.Caller;
import io.lotabots.access.Callers;
import io.lotabots.access.Scopes;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Refusal;
import io.lotabots.platform.Reply;
import io.lotabots.platform.Wire;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/keys}: makes a named API key, which is shown this once. */
public final class PostV1Keys extends Endpoint<PostV1Keys.Request, Reply> {
    private static final Pattern NAME = Pattern.compile("[^\\p{Cntrl}]{1,64}");
    private static final Pattern UID = Pattern.compile("[0-9a-f]{32}");
    private static final long LONGEST_SECONDS = 10L * 365 * 86_400;

    private final SignInLimit limit;
    private final Callers callers;
    private final KeyMaker maker;
    private final Keys keys;
    private final AuditLog audit;

    public PostV1Keys() {
        this(Aws.of(Env.ofFunction()));
    }

    PostV1Keys(Aws aws) {
        super(Request.class, Wire.PROBLEM);
        this.limit = new SignInLimit(aws, "key");
        this.callers = new Callers(aws);
        this.maker = new KeyMaker(aws);
        this.keys = new Keys(aws);
        this.audit = new AuditLog(aws);
    }

    /**
     * @param name what the key is called, 1 to 64 characters
     * @param scopes what it is limited to, at least one
     * @param expiresIn seconds for which it works, 60 to ten years; for ever when absent
     * @param organization the uid of the one organisation that it is for; any when absent
     * @param project the uid of the one project that it is for; any when absent
     */
    public record Request(
            @Nullable String name,
            @Nullable List<String> scopes,
            @Nullable Long expiresIn,
            @Nullable String organization,
            @Nullable String project) {}

    /** @param message what the last part of the key signs */
    public record Answer(String apiKey, String message, ShownKey key) {}

    @Override
    protected void admit(Call call) {
        limit.take(call);
    }

    @Override
    protected Reply answer(Request request, Call call) {
        Caller caller = callers.required(call).requireSession();
        if (request.name() == null
                || request.name().isBlank()
                || !NAME.matcher(request.name()).matches()) {
            throw invalid("name", "must have 1 to 64 characters and no control characters");
        }
        long now = call.epochSecond();
        Long expiresIn = request.expiresIn();
        if (expiresIn != null && (expiresIn < 60 || expiresIn > LONGEST_SECONDS)) {
            throw invalid("expires_in", "must lie between 60 and " + LONGEST_SECONDS + ", got " + expiresIn);
        }
        KeyMaker.Made made = maker.make(
                new KeyMaker.Wish(
                        caller.account(),
                        request.name(),
                        scopes(request.scopes()),
                        uid("organization", request.organization()),
                        uid("project", request.project()),
                        expiresIn == null ? 0 : now + expiresIn),
                now);
        keys.add(made.row());
        audit.write(call, OnlyKey.created(caller, made.row()));
        return Reply.json(201, new Answer(made.text(), made.message(), ShownKey.of(made.row())));
    }

    private static List<String> scopes(@Nullable List<String> asked) {
        if (asked == null || asked.isEmpty() || !Scopes.ALL.containsAll(asked)) {
            throw invalid("scopes", "must name at least one of " + String.join(", ", Scopes.ALL));
        }
        return List.copyOf(new TreeSet<>(asked));
    }

    private static @Nullable String uid(String field, @Nullable String uid) {
        if (uid != null && !UID.matcher(uid).matches()) {
            throw invalid(field, "must be 32 hexadecimal digits");
        }
        return uid;
    }

    private static Refusal invalid(String field, String why) {
        return new Refusal(400, "INVALID_FIELD", "Field '" + field + "' " + why).with("field", field);
    }
}
