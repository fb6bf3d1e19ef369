package io.lotabots.platform;

import org.jspecify.annotations.Nullable;

/** An endpoint of our own for the tests of what every endpoint stands on. */
final class PostGreeting extends Endpoint<PostGreeting.Request, PostGreeting.Answer> {
    int primed;

    PostGreeting() {
        super(Request.class, Wire.PROBLEM);
    }

    record Request(
            String name,
            @Nullable Integer times,
            @Nullable Boolean loud,
            @Nullable Inner inner) {}

    record Inner(@Nullable Integer deep) {}

    record Answer(String greeting, long serverTime, String askedBy) {}

    @Override
    protected Answer answer(Request request, Call call) {
        if (Priming.active()) {
            primed++;
        }
        if (request.name().equals("nobody")) {
            throw new Refusal(404, "NOBODY", "There is nobody")
                    .with("field", "name")
                    .header("Retry-After", "7");
        }
        if (request.name().equals("bug")) {
            throw new IllegalStateException("secret detail");
        }
        Telemetry.current().count("Greetings");
        int times = request.times() == null ? 1 : request.times();
        return new Answer(
                "hello ".repeat(times) + request.name(),
                call.epochSecond(),
                call.caller("wallet").orElse("nobody"));
    }
}
