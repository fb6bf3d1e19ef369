package io.lotabots.platform;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import org.crac.Core;
import org.crac.Resource;

/**
 * One endpoint: a request record, an answer record and one method. Parsing, limits, error shape, headers, the log line
 * and metrics stand here, once for all.
 *
 * @param <I> the request record; its components are the body's fields, the path's parameters and, for {@code GET}, the
 *     query's, in snake_case
 * @param <O> the answer: a record that becomes JSON, or a {@link Reply} when status or type vary
 */
public abstract class Endpoint<I, O>
        implements RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse>, Resource {
    private static final Map<String, String> SECURITY_HEADERS = Map.of(
            "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'",
            "Referrer-Policy", "no-referrer",
            "Strict-Transport-Security", "max-age=31536000; includeSubDomains",
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY",
            "Cache-Control", "no-store");

    private final Binder<I> binder;
    private final Wire wire;
    private final RequestLog log = new RequestLog(getClass());

    protected Endpoint(Class<I> requestType, Wire wire) {
        this.binder = new Binder<>(requestType);
        this.wire = wire;
        Core.getGlobalContext().register(this);
    }

    /**
     * Answers one request.
     *
     * @throws Refusal when the request is answered with an error
     */
    protected abstract O answer(I request, Call call);

    /** Whether an absent body is an error; by default it reads as an object without fields. */
    protected boolean bodyRequired() {
        return false;
    }

    /**
     * Whether the body is bytes of a type of their own, which {@link #answer} reads from the call: the record is then made of
     * the path's parameters and of the query.
     */
    protected boolean bodyIsOpaque() {
        return false;
    }

    /**
     * Whether the query's parameters are fields of the request beside the body's, as some clients send them with any method; a
     * field that stands in both must say the same. With {@code GET} they always are. Never where a signature covers the body.
     */
    protected boolean queryIsRead() {
        return false;
    }

    /** The field that a body is which is one JSON text and no object; empty where that is an error. */
    protected String soleField() {
        return "";
    }

    /** Runs before the request is parsed: limits and authentication that must not cost a parse. */
    protected void admit(Call call) {}

    @Override
    public final APIGatewayV2HTTPResponse handleRequest(APIGatewayV2HTTPEvent event, Context context) {
        long startedNanos = System.nanoTime();
        Call call = new Call(event);
        Telemetry telemetry = new Telemetry();
        Reply reply = ScopedValue.where(Telemetry.CURRENT, telemetry).call(() -> reply(call));
        log.write(call, reply.status(), startedNanos, telemetry, context);
        return response(reply, call, telemetry);
    }

    private Reply reply(Call call) {
        try {
            admit(call);
            O answer = answer(
                    bodyIsOpaque()
                            ? binder.bindAround(call)
                            : binder.bind(call, new Binder.Reading(bodyRequired(), queryIsRead(), soleField())),
                    call);
            return answer instanceof Reply reply ? reply : Reply.json(200, answer);
        } catch (Refusal refusal) {
            return wire.reply(refusal, call.requestId());
        } catch (RuntimeException unexpected) {
            log.unexpected(call, unexpected);
            return wire.reply(
                    new Refusal(503, "TEMPORARILY_UNAVAILABLE", "The request could not be completed; try again")
                            .header("Retry-After", "1"),
                    call.requestId());
        }
    }

    private static APIGatewayV2HTTPResponse response(Reply reply, Call call, Telemetry telemetry) {
        Map<String, String> headers = new LinkedHashMap<>(SECURITY_HEADERS);
        headers.put("Content-Type", reply.contentType());
        headers.put("X-Request-Id", call.requestId());
        telemetry.limit().ifPresent(limit -> headers.putAll(limit.headers(call.epochSecond())));
        headers.putAll(reply.headers());
        return APIGatewayV2HTTPResponse.builder()
                .withStatusCode(reply.status())
                .withHeaders(headers)
                .withBody(reply.body())
                .withIsBase64Encoded(false)
                .build();
    }

    /** Runs this function's own sample event, so that the snapshot holds warm code. */
    @Override
    public void beforeCheckpoint(org.crac.Context<? extends Resource> context) throws Exception {
        APIGatewayV2HTTPEvent sample = SampleEvents.of(getClass());
        Priming.run(() -> handleRequest(sample, new PrimingContext(getClass().getSimpleName())));
    }

    @Override
    public void afterRestore(org.crac.Context<? extends Resource> context) {
        // Nothing of a request, a connection or a secret was kept: there is nothing to renew.
    }
}
