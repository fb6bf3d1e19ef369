package io.lotabots.appraisal;

import io.lotabots.platform.Call;
import io.lotabots.platform.Refusal;

/** The cookie by which guests are known between the steps of the key broker's protocol. */
final class KbsCookie {
    private static final String NAME = "kbs-session-id";

    private KbsCookie() {}

    static String of(String session) {
        return NAME + "=" + session + "; Path=/kbs; HttpOnly; SameSite=Strict";
    }

    /** The session that a request names. @throws Refusal 401 when it names none */
    static String session(Call call) {
        return call.cookie(NAME)
                .filter(id -> Sessions.ID.matcher(id).matches())
                .orElseThrow(() -> new Refusal(
                        401, "SESSION_NOT_FOUND", "The cookie " + NAME + " is needed, as POST /kbs/v0/auth sets it"));
    }
}
