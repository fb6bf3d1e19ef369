package io.lotabots.identity;

import io.lotabots.aws.Aws;
import io.lotabots.aws.Expression;
import io.lotabots.aws.Item;
import io.lotabots.aws.Table;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Envelope;
import io.lotabots.platform.Refusal;
import io.lotabots.platform.Wire;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code POST /api/v1/auth/waitlist}: an e-mail address that wants to be told, each once. */
public final class PostApiV1AuthWaitlist extends Endpoint<PostApiV1AuthWaitlist.Request, Envelope<Envelope.Empty>> {
    private static final int MOST_CHARACTERS = 254;
    private static final Pattern EMAIL = Pattern.compile("[^@\\s\\p{Cntrl}]{1,64}@[a-z0-9-]+(\\.[a-z0-9-]+)+");

    private final SignInLimit limit;
    private final Table waitlist;

    public PostApiV1AuthWaitlist() {
        this(Aws.of(Env.ofFunction()));
    }

    PostApiV1AuthWaitlist(Aws aws) {
        super(Request.class, Wire.HAITHE);
        this.limit = new SignInLimit(aws, "waitlist");
        this.waitlist = aws.table("WAITLIST");
    }

    /** @param email at most 254 characters */
    public record Request(@Nullable String email) {}

    @Override
    protected void admit(Call call) {
        limit.take(call);
    }

    @Override
    protected Envelope<Envelope.Empty> answer(Request request, Call call) {
        String email = String.valueOf(request.email()).strip().toLowerCase(Locale.ROOT);
        if (email.length() > MOST_CHARACTERS || !EMAIL.matcher(email).matches()) {
            throw new Refusal(400, "INVALID_EMAIL", "Invalid email address").with("field", "email");
        }
        boolean first = waitlist.put(
                        Item.of("email", email).with("created_at", call.epochSecond()),
                        Expression.of("attribute_not_exists(#email)"))
                .done();
        if (!first) {
            throw new Refusal(409, "EMAIL_EXISTS", "Email already registered");
        }
        return Envelope.done("Added to the waitlist");
    }
}
