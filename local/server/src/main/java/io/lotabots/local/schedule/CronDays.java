package io.lotabots.local.schedule;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.BitSet;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The two day fields of a cron expression, with {@code L} (last), {@code W} (weekday) and {@code #} (n-th). */
final class CronDays {
    private static final Pattern NEAREST_WEEKDAY = Pattern.compile("([0-9]{1,2})W");
    private static final Pattern LAST_OF_KIND = Pattern.compile("(.+)L");
    private static final Pattern NTH = Pattern.compile("(.+)#(.+)");

    private CronDays() {}

    /** Numbers, {@code L} (last day), {@code LW} (last weekday), {@code 15W} (weekday nearest to the 15th). */
    static Predicate<LocalDate> ofMonth(String text) {
        String field = text.toUpperCase(Locale.ROOT);
        if (field.equals("L")) {
            return day -> day.getDayOfMonth() == day.lengthOfMonth();
        }
        if (field.equals("LW")) {
            return day -> day.equals(nearestWeekday(day, day.lengthOfMonth()));
        }
        Matcher nearest = NEAREST_WEEKDAY.matcher(field);
        if (nearest.matches()) {
            int wanted = CronField.DAYS_OF_MONTH.value(nearest.group(1));
            return day -> wanted <= day.lengthOfMonth() && day.equals(nearestWeekday(day, wanted));
        }
        BitSet days = CronField.DAYS_OF_MONTH.parse(field);
        return day -> days.get(day.getDayOfMonth());
    }

    /** Numbers or names, {@code L} (Saturday), {@code FRIL} (last Friday), {@code 3#2} (second Tuesday). */
    static Predicate<LocalDate> ofWeek(String text) {
        String field = text.toUpperCase(Locale.ROOT);
        if (field.equals("L")) {
            return day -> day.getDayOfWeek() == DayOfWeek.SATURDAY;
        }
        Matcher nth = NTH.matcher(field);
        if (nth.matches()) {
            int kind = CronField.DAYS_OF_WEEK.value(nth.group(1));
            if (!nth.group(2).matches("[1-5]")) {
                throw CronField.DAYS_OF_WEEK.wrong(text);
            }
            int which = Integer.parseInt(nth.group(2));
            return day -> number(day) == kind && (day.getDayOfMonth() - 1) / 7 + 1 == which;
        }
        Matcher last = LAST_OF_KIND.matcher(field);
        if (last.matches()) {
            int kind = CronField.DAYS_OF_WEEK.value(last.group(1));
            return day -> number(day) == kind && day.getDayOfMonth() + 7 > day.lengthOfMonth();
        }
        BitSet days = CronField.DAYS_OF_WEEK.parse(field);
        return day -> days.get(number(day));
    }

    /** 1 for Sunday to 7 for Saturday. */
    private static int number(LocalDate day) {
        return day.getDayOfWeek().getValue() % 7 + 1;
    }

    /** The weekday nearest to day {@code wanted} of the month of {@code day}, never in another month. */
    private static LocalDate nearestWeekday(LocalDate day, int wanted) {
        LocalDate date = day.withDayOfMonth(wanted);
        return switch (date.getDayOfWeek()) {
            case SATURDAY -> wanted > 1 ? date.minusDays(1) : date.plusDays(2);
            case SUNDAY -> wanted < date.lengthOfMonth() ? date.plusDays(1) : date.minusDays(2);
            default -> date;
        };
    }
}
