package io.lotabots.clients.miner;

import io.lotabots.clients.node.Patience;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Attests again and again, one line each, and one before it about hardware evidence where there is any.
 *
 * @param cycle one attestation
 * @param interval from one start to the next; each is spread by up to five per cent either way
 * @param out where the lines go
 * @param pacer waits
 * @param random spreads the waits
 * @param clock measures how long a cycle took
 * @param progress wiped before a line is printed
 */
record MinerLoop(
        Cycle cycle,
        Duration interval,
        PrintWriter out,
        Patience.Pacer pacer,
        RandomGenerator random,
        Clock clock,
        Progress progress) {
    private static final double SPREAD = 0.05;
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    /** One cycle. */
    CycleReport once() throws InterruptedException {
        var report = cycle.run();
        progress.done();
        report.hardware().ifPresent(out::println);
        out.println(report.line());
        return report;
    }

    /** Cycles until this thread is interrupted. */
    void forever() throws InterruptedException {
        var said = new Said();
        while (!Thread.currentThread().isInterrupted()) {
            var start = clock.instant();
            var report = once();
            said.news(report).forEach(out::println);
            pacer.pause(rest(report, Duration.between(start, clock.instant())));
        }
    }

    /** What is left of the interval, or what the node asked for when that is longer. */
    private Duration rest(CycleReport report, Duration taken) {
        double factor = 1 + SPREAD * (2 * random.nextDouble() - 1);
        var left = Duration.ofMillis((long) (interval.toMillis() * factor)).minus(taken);
        var asked = report.rest().filter(rest -> !report.succeeded()).orElse(Duration.ZERO);
        var longest = asked.compareTo(left) > 0 ? asked : left;
        return longest.compareTo(SHORTEST) > 0 ? longest : SHORTEST;
    }

    /** Facts about the machine are told when they are new, not with every cycle. */
    static final class Said {
        private List<String> last = List.of();

        List<String> news(CycleReport report) {
            var now = Remarks.of(report);
            var news = now.stream().filter(remark -> !last.contains(remark)).toList();
            last = now;
            return news;
        }
    }
}
