package io.lotabots.local.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RoutesTest {
    private final Routes routes = routes(
            "$default",
            "ANY /a/{rest+}",
            "GET /a/{id}",
            "GET /a/fixed",
            "ANY /a/fixed",
            "GET /a/{id}/tail",
            "GET /a/b/{more+}",
            "POST /only");

    @Test
    void the_most_specific_route_takes_a_request() {
        assertThat(taken("GET", "/a/fixed")).isEqualTo("GET /a/fixed");
        assertThat(taken("DELETE", "/a/fixed")).isEqualTo("ANY /a/fixed");
        assertThat(taken("GET", "/a/other")).isEqualTo("GET /a/{id}");
        assertThat(taken("GET", "/a/1/tail")).isEqualTo("GET /a/{id}/tail");
        assertThat(taken("GET", "/a/b/c/d")).isEqualTo("GET /a/b/{more+}");
        assertThat(taken("PUT", "/a/b/c/d")).isEqualTo("ANY /a/{rest+}");
        assertThat(taken("GET", "/only")).isEqualTo("$default");
        assertThat(taken("GET", "/a")).isEqualTo("$default");
    }

    @Test
    void a_full_match_comes_before_a_greedy_one_of_more_literal_segments() {
        assertThat(taken("GET", "/a/b/tail")).isEqualTo("GET /a/{id}/tail");
    }

    @Test
    void a_trailing_slash_is_another_path() {
        assertThat(routes("POST /only").match("POST", "/only/")).isEmpty();
        assertThat(routes("POST /only").match("POST", "/only")).isPresent();
    }

    @Test
    void an_encoded_slash_stays_within_its_parameter() {
        assertThat(routes.match("GET", "/a/x%2Fy").orElseThrow().pathParameters())
                .containsEntry("id", "x/y");
    }

    private String taken(String method, String path) {
        return routes.match(method, path).map(m -> m.route().key()).orElse("none");
    }

    private static Routes routes(String... keys) {
        return new Routes(Arrays.stream(keys)
                .map(k -> Route.of(k, "arn", Duration.ofSeconds(30), null))
                .toList());
    }
}
