package io.lotabots.operations;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * What was found of the platform at one moment. What could not be found is {@code null}, never 0.
 *
 * @param database whether the database did all that was asked of it
 * @param startedAtEpochSecond when the chain was first recorded
 * @param restorableAtEpochSecond the moment to which all tables were backed up; null before the first backup
 * @param staleCollateral how many pieces of vendors' collateral are not current any more
 * @param failedCollateral how many of them the last fetch tried and did not bring
 */
record Vitals(
        boolean database,
        @Nullable Tip tip,
        @Nullable Long startedAtEpochSecond,
        @Nullable Long restorableAtEpochSecond,
        @Nullable Long staleCollateral,
        @Nullable Long failedCollateral) {
    /** An age of the backup from which the platform counts as unwell. */
    static final long MAX_BACKUP_AGE_SECONDS = 36 * 3600L;

    private static final BigDecimal HOUR = BigDecimal.valueOf(3600);

    /** Nothing could be found: the database does not answer. */
    static Vitals unreachable() {
        return new Vitals(false, null, null, null, null, null);
    }

    /** Whether the platform is well; that there is no backup yet is no illness, an old one is. */
    boolean well(long now) {
        Long age = backupAgeSeconds(now);
        return database && (age == null || age < MAX_BACKUP_AGE_SECONDS);
    }

    @Nullable
    Long tipAgeSlots(long slotNow) {
        return tip == null ? null : tip.ageSlots(slotNow);
    }

    @Nullable
    Long tipAgeSeconds(long now) {
        return tip == null ? null : tip.ageSeconds(now);
    }

    @Nullable
    Long uptimeSeconds(long now) {
        return since(startedAtEpochSecond, now);
    }

    @Nullable
    Long backupAgeSeconds(long now) {
        return since(restorableAtEpochSecond, now);
    }

    /** The age of the backup in hours, to two decimals. */
    @Nullable
    BigDecimal backupAgeHours(long now) {
        Long age = backupAgeSeconds(now);
        return age == null ? null : BigDecimal.valueOf(age).divide(HOUR, 2, RoundingMode.HALF_UP);
    }

    private static @Nullable Long since(@Nullable Long then, long now) {
        return then == null ? null : Math.max(0, Math.subtractExact(now, then));
    }
}
