package io.lotabots.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.platform.Chain;
import io.lotabots.platform.Json;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class VitalsTest {
    private static final Chain CHAIN = new Chain("lotabots-dev", 1_764_706_927L, 600, 144, 1_500_000);
    private static final long NOW = 1_795_234_320L;
    private static final long SLOT = 50_878;
    private static final long HOUR = 3600;

    private static Vitals backedUp(long secondsAgo) {
        return new Vitals(true, new Tip(SLOT - 3, NOW - 1700), NOW - 90, NOW - secondsAgo, 2L, 1L);
    }

    private static JsonNode health(Vitals vitals) throws IOException {
        return Json.MAPPER.readTree(Json.write(GetHealth.Answer.of(vitals, CHAIN, NOW)));
    }

    @Test
    void health_has_every_field_that_miners_and_monitors_read() throws IOException {
        assertThat(health(backedUp(5400))).isEqualTo(Json.MAPPER.readTree("""
                                {"ok":true,"status":"ok","version":"2.2.1-lotabots","uptime_s":90,"db_rw":true,
                                 "backup_age_hours":1.50,"tip_age_slots":3,"stale_collateral":2,"failed_collateral":1}"""));
    }

    @Test
    void what_cannot_be_measured_is_null_and_no_illness() throws IOException {
        JsonNode health = health(new Vitals(true, null, null, null, null, null));
        assertThat(health.get("ok").asBoolean()).isTrue();
        assertThat(health.get("uptime_s").isNull()).isTrue();
        assertThat(health.get("backup_age_hours").isNull()).isTrue();
        assertThat(health.get("tip_age_slots").isNull()).isTrue();
    }

    @Test
    void a_database_that_does_not_answer_is_an_illness() throws IOException {
        JsonNode health = health(Vitals.unreachable());
        assertThat(health.get("ok").asBoolean()).isFalse();
        assertThat(health.get("db_rw").asBoolean()).isFalse();
        assertThat(health.get("status").asText()).isEqualTo("unwell");
    }

    @Test
    void a_backup_is_an_illness_from_36_hours_on_and_not_a_second_earlier() {
        assertThat(backedUp(36 * HOUR - 1).well(NOW)).isTrue();
        assertThat(backedUp(36 * HOUR).well(NOW)).isFalse();
        assertThat(backedUp(36 * HOUR - 1).backupAgeHours(NOW)).hasToString("36.00");
    }

    @Test
    void ages_are_never_negative() {
        Vitals ahead = new Vitals(true, new Tip(SLOT + 9, NOW + 5), NOW + 5, NOW + 5, null, null);
        assertThat(ahead.tipAgeSlots(SLOT)).isZero();
        assertThat(ahead.tipAgeSeconds(NOW)).isZero();
        assertThat(ahead.uptimeSeconds(NOW)).isZero();
        assertThat(ahead.backupAgeSeconds(NOW)).isZero();
    }
}
