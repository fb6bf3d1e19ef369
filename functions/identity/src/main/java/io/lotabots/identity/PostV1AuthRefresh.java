package io.lotabots.identity;

import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Refusal;
import io.lotabots.platform.Wire;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/auth/refresh}: exchanges a refresh token for the next pair of tokens. */
public final class PostV1AuthRefresh extends Endpoint<PostV1AuthRefresh.Request, SignedIn> {
    private final SignInLimit limit;
    private final Sessions sessions;

    public PostV1AuthRefresh() {
        this(Aws.of(Env.ofFunction()));
    }

    PostV1AuthRefresh(Aws aws) {
        super(Request.class, Wire.PROBLEM);
        this.limit = new SignInLimit(aws, "refresh");
        this.sessions = new Sessions(aws);
    }

    /** @param refreshToken as it was handed out; the body may also be this one text alone */
    public record Request(@Nullable String refreshToken) {}

    @Override
    protected void admit(Call call) {
        limit.take(call);
    }

    @Override
    protected String soleField() {
        return "refresh_token";
    }

    @Override
    protected SignedIn answer(Request request, Call call) {
        if (request.refreshToken() == null) {
            throw new Refusal(400, "INVALID_FIELD", "Field 'refresh_token' must be a refresh token, got none")
                    .with("field", "refresh_token");
        }
        return sessions.refresh(request.refreshToken(), call);
    }
}
