package io.lotabots.local.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # expression                       | after                | next                 | the one after
            cron(* * * * ? *)                  | 2026-01-01T00:00:00Z | 2026-01-01T00:01:00Z | 2026-01-01T00:02:00Z
            cron(* * * * ? *)                  | 2026-01-01T00:00:59Z | 2026-01-01T00:01:00Z | 2026-01-01T00:02:00Z
            cron(0/15 * * * ? *)               | 2026-01-01T00:16:00Z | 2026-01-01T00:30:00Z | 2026-01-01T00:45:00Z
            cron(5/20 * * * ? *)               | 2026-01-01T00:46:00Z | 2026-01-01T01:05:00Z | 2026-01-01T01:25:00Z
            cron(*/10 8-9 * * ? *)             | 2026-01-01T09:50:00Z | 2026-01-02T08:00:00Z | 2026-01-02T08:10:00Z
            cron(1,3,7 12 * * ? *)             | 2026-01-01T12:03:00Z | 2026-01-01T12:07:00Z | 2026-01-02T12:01:00Z
            cron(10-30/10 0 * * ? *)           | 2026-01-01T00:00:00Z | 2026-01-01T00:10:00Z | 2026-01-01T00:20:00Z
            cron(0 10 * * ? *)                 | 2026-01-01T10:00:00Z | 2026-01-02T10:00:00Z | 2026-01-03T10:00:00Z
            cron(15 12 * * ? *)                | 2026-12-31T13:00:00Z | 2027-01-01T12:15:00Z | 2027-01-02T12:15:00Z
            cron(0 18 ? * MON-FRI *)           | 2026-01-02T18:00:00Z | 2026-01-05T18:00:00Z | 2026-01-06T18:00:00Z
            cron(0 8 1 * ? *)                  | 2026-01-15T00:00:00Z | 2026-02-01T08:00:00Z | 2026-03-01T08:00:00Z
            cron(0 0 31 * ? *)                 | 2026-02-01T00:00:00Z | 2026-03-31T00:00:00Z | 2026-05-31T00:00:00Z
            cron(0 0 29 2 ? *)                 | 2026-01-01T00:00:00Z | 2028-02-29T00:00:00Z | 2032-02-29T00:00:00Z
            cron(0 0 29 2 ? *)                 | 2096-03-01T00:00:00Z | 2104-02-29T00:00:00Z | 2108-02-29T00:00:00Z
            cron(0/5 8-17 ? * MON-FRI *)       | 2026-01-02T17:55:00Z | 2026-01-05T08:00:00Z | 2026-01-05T08:05:00Z
            cron(0 9 ? * 2#1 *)                | 2026-01-01T00:00:00Z | 2026-01-05T09:00:00Z | 2026-02-02T09:00:00Z
            cron(0 9 ? * FRI#5 *)              | 2026-01-01T00:00:00Z | 2026-01-30T09:00:00Z | 2026-05-29T09:00:00Z
            cron(0 9 ? * 3#2 *)                | 2026-01-01T00:00:00Z | 2026-01-13T09:00:00Z | 2026-02-10T09:00:00Z
            cron(0 0 L * ? *)                  | 2026-01-31T00:00:00Z | 2026-02-28T00:00:00Z | 2026-03-31T00:00:00Z
            cron(0 0 L 2 ? *)                  | 2027-03-01T00:00:00Z | 2028-02-29T00:00:00Z | 2029-02-28T00:00:00Z
            cron(0 0 LW * ? *)                 | 2026-01-01T00:00:00Z | 2026-01-30T00:00:00Z | 2026-02-27T00:00:00Z
            cron(0 0 15W * ? *)                | 2026-02-01T00:00:00Z | 2026-02-16T00:00:00Z | 2026-03-16T00:00:00Z
            cron(0 0 1W * ? *)                 | 2026-07-31T00:00:00Z | 2026-08-03T00:00:00Z | 2026-09-01T00:00:00Z
            cron(0 0 31W * ? *)                | 2026-05-01T00:00:00Z | 2026-05-29T00:00:00Z | 2026-07-31T00:00:00Z
            cron(0 0 ? * L *)                  | 2026-01-01T00:00:00Z | 2026-01-03T00:00:00Z | 2026-01-10T00:00:00Z
            cron(0 0 ? * 6L *)                 | 2026-01-01T00:00:00Z | 2026-01-30T00:00:00Z | 2026-02-27T00:00:00Z
            cron(0 0 ? * FRIL *)               | 2026-01-30T00:00:00Z | 2026-02-27T00:00:00Z | 2026-03-27T00:00:00Z
            cron(0 0 ? * 1 *)                  | 2026-01-01T00:00:00Z | 2026-01-04T00:00:00Z | 2026-01-11T00:00:00Z
            cron(0 0 ? * SUN,WED *)            | 2026-01-04T00:00:00Z | 2026-01-07T00:00:00Z | 2026-01-11T00:00:00Z
            cron(0 0 ? * FRI-MON *)            | 2026-01-05T00:00:00Z | 2026-01-09T00:00:00Z | 2026-01-10T00:00:00Z
            cron(0 0 1 JAN,jul ? *)            | 2026-01-01T00:00:00Z | 2026-07-01T00:00:00Z | 2027-01-01T00:00:00Z
            cron(0 0 1 NOV-FEB ? *)            | 2026-02-01T00:00:00Z | 2026-11-01T00:00:00Z | 2026-12-01T00:00:00Z
            cron(0 0 1 1/3 ? *)                | 2026-01-01T00:00:00Z | 2026-04-01T00:00:00Z | 2026-07-01T00:00:00Z
            cron(0 0 1 1 ? 2028-2030)          | 2026-01-01T00:00:00Z | 2028-01-01T00:00:00Z | 2029-01-01T00:00:00Z
            cron(0 0 1 1 ? 2027,2199)          | 2026-01-01T00:00:00Z | 2027-01-01T00:00:00Z | 2199-01-01T00:00:00Z
            cron(0 0 1 1 ? 2026/4)             | 2026-01-01T00:00:00Z | 2030-01-01T00:00:00Z | 2034-01-01T00:00:00Z
            rate(1 minute)                     | 2025-06-01T00:00:00Z | 2026-01-01T00:00:00Z | 2026-01-01T00:01:00Z
            rate(5 minutes)                    | 2026-01-01T00:04:59Z | 2026-01-01T00:05:00Z | 2026-01-01T00:10:00Z
            rate(1 hour)                       | 2026-01-01T00:00:00Z | 2026-01-01T01:00:00Z | 2026-01-01T02:00:00Z
            rate(7 days)                       | 2026-01-01T00:00:00Z | 2026-01-08T00:00:00Z | 2026-01-15T00:00:00Z
            """)
    void an_expression_is_due_at_its_documented_instants(
            String expression, Instant after, Instant next, Instant following) {
        Recurrence recurrence = Recurrence.parse(expression, START);
        assertThat(recurrence.next(after)).contains(next);
        assertThat(recurrence.next(next)).contains(following);
        assertThat(recurrence.latest(following)).contains(following);
        assertThat(recurrence.latest(following.minusNanos(1))).contains(next);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cron(0 0 30 2 ? *)",
                "cron(0 0 ? 2 FRI#5 2026-2027)",
                "cron(0 0 1 1 ? 2025)",
                "cron(0 0 31W 2 ? *)"
            })
    void an_expression_may_never_be_due_again(String expression) {
        assertThat(Recurrence.parse(expression, START).next(START)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            cron(* * * * *)             | a cron expression has 6 fields, got 5
            cron(* * * * * *)           | exactly one of day-of-month and day-of-week is '?', got '*' and '*'
            cron(* * ? * ? *)           | exactly one of day-of-month and day-of-week is '?', got '?' and '?'
            cron(60 * * * ? *)          | minutes is 0 to 59, got 60
            cron(* 24 * * ? *)          | hours is 0 to 23, got 24
            cron(* * 0 * ? *)           | day-of-month is 1 to 31, got 0
            cron(* * 32W * ? *)         | day-of-month is 1 to 31, got 32
            cron(* * * 13 ? *)          | month is 1 to 12, got 13
            cron(* * * MOO ? *)         | month cannot be 'MOO'
            cron(* * ? * 8 *)           | day-of-week is 1 to 7, got 8
            cron(* * ? * MON#6 *)       | day-of-week cannot be 'MON#6'
            cron(* * * * ? 1969)        | year is 1970 to 2199, got 1969
            cron(*/0 * * * ? *)         | minutes cannot be '*/0'
            cron(1/2/3 * * * ? *)       | minutes cannot be '1/2/3'
            cron(30-10 * * * ? *)       | minutes cannot be '30-10'
            cron(1,,2 * * * ? *)        | minutes cannot be ''
            cron(-1 * * * ? *)          | minutes cannot be ''
            rate(0 minutes)             | a rate is 1 or more, got 0
            rate(5 seconds)             | expected a number and minutes, hours or days, got '5 seconds'
            at(2026-01-01T00:00:00)     | expected rate(...) or cron(...)
            """)
    void a_wrong_expression_is_named_with_what_is_wrong(String expression, String wrong) {
        assertThatThrownBy(() -> Recurrence.parse(expression, START))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("schedule " + expression + ": " + wrong);
    }

    @Property(tries = 200)
    void next_and_latest_agree(
            @ForAll @IntRange(max = 59) int minute,
            @ForAll @IntRange(min = 1, max = 23) int everyHours,
            @ForAll @IntRange(min = 1, max = 28) int day,
            @ForAll @IntRange(max = 1_000_000) int afterMinutes) {
        Recurrence cron = Recurrence.parse("cron(" + minute + " 0/" + everyHours + " " + day + "-31 * ? *)", START);
        Instant after = START.plus(Duration.ofMinutes(afterMinutes));
        Instant next = cron.next(after).orElseThrow();
        assertThat(next).isAfter(after);
        assertThat(cron.latest(next)).contains(next);
        assertThat(cron.latest(next.minusSeconds(1)))
                .hasValueSatisfying(l -> assertThat(l).isBeforeOrEqualTo(after));
    }
}
