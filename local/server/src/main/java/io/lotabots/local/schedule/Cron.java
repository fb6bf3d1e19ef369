package io.lotabots.local.schedule;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.BitSet;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * {@code cron(minutes hours day-of-month month day-of-week year)} in UTC, to the minute.
 *
 * <p>Source: "Cron-based schedules" of the EventBridge Scheduler user guide. One of the two day fields is {@code ?};
 * days of the week run from 1 (SUN) to 7 (SAT), years from 1970 to 2199.
 */
record Cron(BitSet minutes, BitSet hours, BitSet months, BitSet years, Predicate<LocalDate> days)
        implements Recurrence {
    private static final int FIRST_YEAR = 1970;
    private static final int LAST_YEAR = 2199;

    static Cron parse(String text) {
        String[] fields = text.strip().split("\\s+", -1);
        if (fields.length != 6) {
            throw new IllegalArgumentException("a cron expression has 6 fields, got " + fields.length);
        }
        boolean anyDayOfMonth = fields[2].equals("?");
        if (anyDayOfMonth == fields[4].equals("?")) {
            throw new IllegalArgumentException("exactly one of day-of-month and day-of-week is '?', got '" + fields[2]
                    + "' and '" + fields[4] + "'");
        }
        return new Cron(
                CronField.MINUTES.parse(fields[0]),
                CronField.HOURS.parse(fields[1]),
                CronField.MONTHS.parse(fields[3]),
                CronField.YEARS.parse(fields[5]),
                anyDayOfMonth ? CronDays.ofWeek(fields[4]) : CronDays.ofMonth(fields[2]));
    }

    @Override
    public Optional<Instant> next(Instant after) {
        LocalDateTime from = minute(after).plusMinutes(1);
        LocalDate day = from.toLocalDate();
        LocalDate end = LocalDate.of(LAST_YEAR, 12, 31);
        if (day.getYear() < FIRST_YEAR) {
            day = LocalDate.of(FIRST_YEAR, 1, 1);
            from = day.atStartOfDay();
        }
        for (; !day.isAfter(end); day = day.plusDays(1)) {
            if (matches(day)) {
                int start = day.equals(from.toLocalDate()) ? from.getHour() * 60 + from.getMinute() : 0;
                int minute = firstMinute(start);
                if (minute >= 0) {
                    return instant(day, minute);
                }
            }
        }
        return Optional.empty();
    }

    @Override
    public Optional<Instant> latest(Instant at) {
        LocalDateTime until = minute(at);
        LocalDate day = until.toLocalDate();
        LocalDate first = LocalDate.of(FIRST_YEAR, 1, 1);
        if (day.getYear() > LAST_YEAR) {
            day = LocalDate.of(LAST_YEAR, 12, 31);
        }
        for (; !day.isBefore(first); day = day.minusDays(1)) {
            if (matches(day)) {
                boolean sameDay = day.equals(until.toLocalDate());
                int minute = lastMinute(sameDay ? until.getHour() * 60 + until.getMinute() : 24 * 60 - 1);
                if (minute >= 0) {
                    return instant(day, minute);
                }
            }
        }
        return Optional.empty();
    }

    private boolean matches(LocalDate day) {
        return years.get(day.getYear()) && months.get(day.getMonthValue()) && days.test(day);
    }

    /** The first minute of a day that is due, at or after {@code start}; -1 when there is none. */
    private int firstMinute(int start) {
        int hour = hours.nextSetBit(start / 60);
        if (hour == start / 60) {
            int minute = minutes.nextSetBit(start % 60);
            if (minute >= 0) {
                return hour * 60 + minute;
            }
            hour = hours.nextSetBit(hour + 1);
        }
        return hour < 0 ? -1 : hour * 60 + minutes.nextSetBit(0);
    }

    /** The last minute of a day that is due, at or before {@code end}; -1 when there is none. */
    private int lastMinute(int end) {
        int hour = hours.previousSetBit(end / 60);
        if (hour == end / 60) {
            int minute = minutes.previousSetBit(end % 60);
            if (minute >= 0) {
                return hour * 60 + minute;
            }
            hour = hours.previousSetBit(hour - 1);
        }
        return hour < 0 ? -1 : hour * 60 + minutes.previousSetBit(59);
    }

    private static LocalDateTime minute(Instant at) {
        return LocalDateTime.ofInstant(at.truncatedTo(ChronoUnit.MINUTES), ZoneOffset.UTC);
    }

    private static Optional<Instant> instant(LocalDate day, int minute) {
        return Optional.of(day.atTime(LocalTime.of(minute / 60, minute % 60)).toInstant(ZoneOffset.UTC));
    }
}
