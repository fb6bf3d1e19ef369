package io.lotabots.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.platform.Json;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ReadinessTest {
    private static final long NOW = 1_795_234_320L;

    private static Vitals tipOf(long secondsAgo) {
        return new Vitals(true, new Tip(50_000, NOW - secondsAgo), null, null, null, null);
    }

    @Test
    void a_chain_is_ready_while_its_tip_is_at_most_1200_seconds_old() {
        assertThat(Readiness.of(tipOf(1200), NOW).ok()).isTrue();
        assertThat(Readiness.of(tipOf(1201), NOW).ok()).isFalse();
    }

    @Test
    void a_chain_without_a_header_is_not_ready() {
        assertThat(Readiness.of(new Vitals(true, null, null, null, null, null), NOW)
                        .ok())
                .isFalse();
    }

    @Test
    void a_database_that_cannot_be_read_is_not_ready() {
        assertThat(Readiness.of(Vitals.unreachable(), NOW).ok()).isFalse();
    }

    @Test
    void an_old_backup_is_not_ready() {
        Vitals old = new Vitals(true, new Tip(50_000, NOW), null, NOW - Vitals.MAX_BACKUP_AGE_SECONDS, null, null);
        assertThat(Readiness.of(old, NOW).ok()).isFalse();
    }

    @Test
    void operators_are_told_each_check_and_others_none() throws IOException {
        Readiness readiness = Readiness.of(tipOf(60), NOW);
        JsonNode told = Json.MAPPER.readTree(Json.write(new GetOpsReadiness.Answer(true, readiness.checks())));
        assertThat(told).isEqualTo(Json.MAPPER.readTree("""
                                {"ok":true,"checks":[{"name":"database","ok":true},
                                 {"name":"tip_age_seconds","ok":true,"val":60},{"name":"backup_age_hours","ok":true}]}"""));
        assertThat(Json.write(new GetOpsReadiness.Answer(true, null))).isEqualTo("{\"ok\":true}");
    }
}
