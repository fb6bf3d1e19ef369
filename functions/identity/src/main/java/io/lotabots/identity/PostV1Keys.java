package io.lotabots.identity;

import io.lotabots.access.Caller;
import io.lotabots.access.Standings;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Reply;
import io.lotabots.platform.Wire;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /v1/keys}: makes a named API key, which is shown this once. It may outlive every session, so that it wants a
 * sign-in of just now, and a mail tells of it.
 */
public final class PostV1Keys extends Endpoint<PostV1Keys.Request, Reply> {
    private static final long LONGEST_SECONDS = 10L * 365 * 86_400;

    private final SignInLimit limit;
    private final Owners owners;
    private final KeyMaker maker;
    private final Keys keys;
    private final Standings standings;
    private final SignInChanges changes;

    public PostV1Keys() {
        this(Aws.of(Env.ofFunction()));
    }

    PostV1Keys(Aws aws) {
        super(Request.class, Wire.PROBLEM);
        this.limit = new SignInLimit(aws, "key");
        this.owners = new Owners(aws);
        this.maker = new KeyMaker(aws);
        this.keys = new Keys(aws);
        this.standings = new Standings(aws);
        this.changes = new SignInChanges(aws);
    }

    /**
     * @param name what the key is called, 1 to 64 characters
     * @param scopes what it is limited to, at least one
     * @param expiresIn seconds for which it works, 60 to ten years; for ever when absent
     * @param organization the uid of the one organisation that it is for; any when absent, or that of the project
     * @param project the uid of the one project that it is for; any when absent
     */
    public record Request(
            @Nullable String name,
            @Nullable List<@Nullable String> scopes,
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
        Caller caller = owners.fresh(call);
        String name = Fields.name("name", request.name());
        Reach reach = Reach.of(request.scopes(), request.organization(), request.project(), standings, caller, call);
        long now = call.epochSecond();
        Long expiresIn = request.expiresIn();
        if (expiresIn != null && (expiresIn < 60 || expiresIn > LONGEST_SECONDS)) {
            throw Fields.invalid("expires_in", "must lie between 60 and " + LONGEST_SECONDS + ", got " + expiresIn);
        }
        KeyMaker.Made made = maker.make(
                new KeyMaker.Wish(caller.account(), name, reach, expiresIn == null ? 0 : now + expiresIn), now);
        keys.add(made.row());
        changes.tell(caller, OnlyKey.created(caller, made.row()), Letters.Kind.KEY_ADDED, call);
        return Reply.json(201, new Answer(made.text(), made.message(), ShownKey.of(made.row())));
    }
}
