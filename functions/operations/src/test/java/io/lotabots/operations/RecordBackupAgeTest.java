package io.lotabots.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lotabots.platform.PrimingContext;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecordBackupAgeTest {
    private static final long FOUR = 1_795_233_600L;
    private static final long FIVE = FOUR + 3600;

    private final BackupRow row = new BackupRow("miners=stage-Miners1,signing-keys=stage-Keys2");
    private final RecordBackupAge function = new RecordBackupAge(row.aws());

    private static Map<String, Object> completed(String table, String time) {
        return Map.of(
                "source",
                "aws.backup",
                "detail",
                Map.of(
                        "state",
                        "COMPLETED",
                        "resourceArn",
                        "arn:aws:dynamodb:eu-central-1:123456789012:table/" + table,
                        "creationDate",
                        time));
    }

    private Optional<Long> after(String table, String time) {
        function.handleRequest(completed(table, time), new PrimingContext("RecordBackupAge"));
        return row.number("restorable_at");
    }

    @Test
    void the_platform_is_backed_up_to_the_moment_of_the_table_whose_newest_backup_is_oldest() {
        assertThat(after("stage-Miners1", "2026-11-21T04:00:00Z")).isEmpty();
        assertThat(after("stage-Keys2", "2026-11-21T05:00:00.123Z")).contains(FOUR);
        assertThat(after("stage-Miners1", "2026-11-21T06:00:00Z")).contains(FIVE);
    }

    @Test
    void late_and_repeated_events_change_nothing() {
        after("stage-Miners1", "2026-11-21T05:00:00Z");
        assertThat(after("stage-Keys2", "2026-11-21T05:00:00Z")).contains(FIVE);
        assertThat(after("stage-Keys2", "2026-11-21T04:00:00Z")).contains(FIVE);
        assertThat(after("stage-Keys2", "2026-11-21T05:00:00Z")).contains(FIVE);
    }

    @Test
    void a_backup_of_another_table_says_nothing() {
        assertThat(after("stage-Limits9", "2026-11-21T05:00:00Z")).isEmpty();
        assertThat(row.updates()).isZero();
    }

    @Test
    void what_is_no_completed_backup_is_refused_by_name() throws IOException {
        RecordBackupAge unreached = new RecordBackupAge(row.aws());
        PrimingContext context = new PrimingContext("RecordBackupAge");
        assertThatThrownBy(() -> unreached.handleRequest(Map.of("detail", Map.of("state", "RUNNING")), context))
                .hasMessageStartingWith("detail.state must be COMPLETED");
        assertThatThrownBy(() -> unreached.handleRequest(completed("stage-Keys2", "yesterday"), context))
                .hasMessageStartingWith("detail.creationDate must be a moment");
        assertThatThrownBy(() -> RecordBackupAge.attributes("miners="))
                .hasMessageStartingWith("BACKED_UP_TABLES holds name=table");
    }
}
