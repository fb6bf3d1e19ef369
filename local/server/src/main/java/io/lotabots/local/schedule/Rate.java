package io.lotabots.local.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code rate(n minute|hour|day)}, singular or plural: due at the start and every period after it. */
record Rate(Instant start, Duration period) implements Recurrence {
    private static final Pattern FORM = Pattern.compile("\\s*([0-9]{1,9})\\s+(minute|hour|day)s?\\s*");

    static Rate parse(String text, Instant start) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("expected a number and minutes, hours or days, got '" + text + "'");
        }
        int number = Integer.parseInt(form.group(1));
        if (number == 0) {
            throw new IllegalArgumentException("a rate is 1 or more, got 0");
        }
        Duration unit = switch (form.group(2)) {
            case "minute" -> Duration.ofMinutes(1);
            case "hour" -> Duration.ofHours(1);
            default -> Duration.ofDays(1);
        };
        return new Rate(start, unit.multipliedBy(number));
    }

    @Override
    public Optional<Instant> next(Instant after) {
        return Optional.of(
                after.isBefore(start) ? start : start.plus(period.multipliedBy(Math.addExact(periods(after), 1))));
    }

    @Override
    public Optional<Instant> latest(Instant at) {
        return at.isBefore(start) ? Optional.empty() : Optional.of(start.plus(period.multipliedBy(periods(at))));
    }

    private long periods(Instant at) {
        return Duration.between(start, at).dividedBy(period);
    }
}
