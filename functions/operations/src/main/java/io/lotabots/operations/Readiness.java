package io.lotabots.operations;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether the chain moves: its newest block header is young, and the backup is no illness. */
record Readiness(List<Check> checks) {
    /** The greatest age of the newest header, in seconds. */
    static final long MAX_TIP_AGE_SECONDS = 1200;

    /** @param val what was measured; left out when it could not be */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Check(String name, boolean ok, @Nullable Object val) {}

    static Readiness of(Vitals vitals, long now) {
        Long tipAge = vitals.tipAgeSeconds(now);
        Long backupAge = vitals.backupAgeSeconds(now);
        return new Readiness(List.of(
                new Check("database", vitals.database(), null),
                new Check("tip_age_seconds", tipAge != null && tipAge <= MAX_TIP_AGE_SECONDS, tipAge),
                new Check(
                        "backup_age_hours",
                        backupAge == null || backupAge < Vitals.MAX_BACKUP_AGE_SECONDS,
                        vitals.backupAgeHours(now))));
    }

    boolean ok() {
        return checks.stream().allMatch(Check::ok);
    }
}
