package io.lotabots.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** An endpoint of Haithe's wire, which reads the query with any method, and counts its callers. */
class QueryTest {
    /** Answers what it was asked. */
    private static final class PatchThing extends Endpoint<PatchThing.Request, Envelope<PatchThing.Request>> {
        PatchThing() {
            super(Request.class, Wire.HAITHE);
        }

        record Request(
                @Nullable String name,
                @Nullable Long number,
                @Nullable Boolean flag) {}

        @Override
        protected boolean queryIsRead() {
            return true;
        }

        @Override
        protected String soleField() {
            return "name";
        }

        @Override
        protected void admit(Call call) {
            Telemetry.current().limited(new LimitState(20, 7, call.epochSecond() + 30));
            Telemetry.current().limited(new LimitState(100, 90, call.epochSecond() + 10));
        }

        @Override
        protected Envelope<Request> answer(Request request, Call call) {
            return Envelope.of("asked", request);
        }
    }

    private static APIGatewayV2HTTPResponse asked(@Nullable String body, Map<String, String> query) throws IOException {
        APIGatewayV2HTTPEvent event = SampleEvents.of(PostGreeting.class);
        event.getRequestContext().getHttp().setMethod("PATCH");
        event.setPathParameters(Map.of());
        event.setQueryStringParameters(query);
        event.setBody(body);
        return new PatchThing().handleRequest(event, new PrimingContext("test"));
    }

    private static void answered(String data, APIGatewayV2HTTPResponse response) {
        assertThat(response.getStatusCode()).as(response.getBody()).isEqualTo(200);
        assertThat(response.getBody()).isEqualTo("{\"data\":" + data + ",\"message\":\"asked\",\"success\":true}\n");
    }

    @Test
    void a_field_stands_in_the_query_or_in_the_body() throws IOException {
        answered(
                "{\"flag\":true,\"name\":\"a\",\"number\":5}",
                asked("{\"flag\":true}", Map.of("name", "a", "number", "5")));
        answered("{\"flag\":null,\"name\":\"a\",\"number\":null}", asked(null, Map.of("name", "a")));
    }

    @Test
    void a_field_that_stands_in_both_says_the_same() throws IOException {
        answered(
                "{\"flag\":true,\"name\":\"a\",\"number\":5}",
                asked(
                        "{\"flag\":true,\"name\":\"a\",\"number\":5}",
                        Map.of("name", "a", "number", "5", "flag", "true")));
        for (String body :
                new String[] {"{\"name\":\"b\"}", "{\"name\":null}", "{\"name\":[\"a\"]}", "{\"name\":{}}"}) {
            APIGatewayV2HTTPResponse response = asked(body, Map.of("name", "a"));
            assertThat(response.getStatusCode()).as(body).isEqualTo(400);
            assertThat(response.getBody())
                    .contains("\"code\":\"AMBIGUOUS_FIELD\"", "\"field\":\"name\"", "\"success\":false")
                    .contains("\"request_id\":\"" + response.getHeaders().get("X-Request-Id") + "\"");
        }
    }

    @Test
    void a_body_of_one_text_is_the_one_field_that_it_may_be() throws IOException {
        answered("{\"flag\":null,\"name\":\"a\",\"number\":null}", asked("\"a\"", Map.of()));
        assertThat(asked("5", Map.of()).getStatusCode()).isEqualTo(400);
    }

    @Test
    void the_tightest_limit_stands_in_the_headers() throws IOException {
        assertThat(asked(null, Map.of()).getHeaders())
                .containsEntry("RateLimit-Limit", "20")
                .containsEntry("RateLimit-Remaining", "7")
                .containsEntry("RateLimit-Reset", "30");
    }
}
