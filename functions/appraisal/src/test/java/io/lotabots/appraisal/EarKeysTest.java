package io.lotabots.appraisal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.testing.MemoryTransport;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two keys live at any time, and both are published before the first of them signs. */
class EarKeysTest {
    private static final long NOW = 60 * EarKeys.GENERATION_SECONDS + 5;

    private final List<JsonNode> published = new ArrayList<>();
    private final EarKeys keys = new EarKeys(Service.over(new MemoryTransport((operation, body) -> {
        if (operation.equals("PutItem")) {
            published.add(body.path("Item"));
        }
        return "{}";
    })));

    private List<String> kids() {
        return published.stream().map(item -> item.at("/kid/S").textValue()).toList();
    }

    @Test
    void the_next_key_is_published_before_the_one_that_signs() {
        String now = keys.at(NOW).id();
        String next = keys.at(NOW + EarKeys.GENERATION_SECONDS).id();

        assertThat(kids().subList(0, 2)).containsExactly(next, now);
        assertThat(now).isNotEqualTo(next);
    }

    @Test
    void an_instance_publishes_once_for_all_that_it_signs() {
        String first = keys.at(NOW).id();
        assertThat(keys.at(NOW + 3600).id()).isEqualTo(first);
        assertThat(published).hasSize(2);
    }

    @Test
    void a_key_stays_listed_until_the_last_result_that_it_signed_has_expired() {
        keys.at(NOW);
        JsonNode signing = published.get(1);
        long ends = 61 * EarKeys.GENERATION_SECONDS;
        assertThat(signing.at("/until/N").textValue()).isEqualTo(Long.toString(ends + 900));
        assertThat(signing.at("/crv/S").textValue()).isEqualTo("P-256");
        assertThat(signing.at("/kty/S").textValue()).isEqualTo("EC");
    }
}
