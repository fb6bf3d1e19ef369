package io.lotabots.local;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.local.lambda.Functions;
import io.lotabots.local.lambda.LambdaFunction;
import io.lotabots.local.lambda.Outcome;
import io.lotabots.local.schedule.VirtualClock;
import io.lotabots.local.template.Assembly;
import io.lotabots.local.template.Resource;
import io.lotabots.local.template.TemplateException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The event buses: take events from the {@link Spool} and hand each to the functions whose rules match it. What
 * fails is handed out again, at most {@value #MOST_TRIES} times: the functions are written for events that come twice.
 */
final class Events implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Events.class.getName());

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final Duration LAST_DELIVERY = Duration.ofSeconds(10);
    private static final int MOST_TRIES = 4;

    private final List<Rule> rules;
    private final Spool spool;
    private final VirtualClock clock;
    private final Runnable onMove = this::look;
    private final Map<Path, Integer> tries = new HashMap<>();
    private final Thread thread;
    private volatile boolean closed;

    private record Rule(String bus, EventPattern pattern, LambdaFunction function) {}

    /** @throws TemplateException when a rule has a pattern or target that does not run here */
    Events(Assembly assembly, Functions functions, Spool spool, VirtualClock clock) {
        this.rules = rules(assembly, functions);
        this.spool = spool;
        this.clock = clock;
        clock.follow(onMove);
        this.thread = Thread.ofPlatform().daemon().name("events").start(this::deliverAll);
    }

    /** Whether a rule waits for events, as opposed to the clock. */
    static boolean waits(Resource rule) {
        return rule.properties().has("EventPattern");
    }

    private static List<Rule> rules(Assembly assembly, Functions functions) {
        List<Rule> rules = new ArrayList<>();
        for (Resource rule : assembly.ofType("AWS::Events::Rule")) {
            if (waits(rule) && !rule.properties().path("State").asText().equals("DISABLED")) {
                EventPattern pattern =
                        new EventPattern(rule.toString(), rule.properties().path("EventPattern"));
                for (JsonNode target : rule.properties().path("Targets")) {
                    if (target.has("Input") || target.has("InputPath") || target.has("InputTransformer")) {
                        throw new TemplateException(rule + ": a target's input other than the event is not made here");
                    }
                    String arn = target.path("Arn").asText();
                    rules.add(new Rule(
                            bus(rule),
                            pattern,
                            functions
                                    .find(arn)
                                    .orElseThrow(() ->
                                            new TemplateException(rule + ": no function " + arn + " runs here"))));
                }
            }
        }
        return rules;
    }

    /** The bus that a rule listens to, which it calls by name or by ARN. */
    private static String bus(Resource rule) {
        String name = rule.properties().path("EventBusName").asText();
        return name.isEmpty() ? Spool.DEFAULT_BUS : name.substring(name.lastIndexOf('/') + 1);
    }

    /** Takes an event that a function put on a bus, if anyone listens to that. */
    void take(String bus, JsonNode event) {
        if (rules.stream().noneMatch(rule -> rule.bus.equals(bus))) {
            return;
        }
        try {
            spool.leave(bus, List.of(event));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void deliverAll() {
        while (!closed) {
            look();
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /** Delivers what waits: now and then, and when the clock is moved, on the thread that moved it. */
    private synchronized void look() {
        try {
            spool.waiting().forEach(this::deliver);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "events were not delivered", e);
        }
    }

    private void deliver(Path file) {
        try {
            boolean delivered = true;
            for (JsonNode event : Spool.events(file)) {
                delivered &= deliver(Spool.bus(file), event);
            }
            if (delivered || tries.merge(file, 1, Integer::sum) >= MOST_TRIES) {
                Files.deleteIfExists(file);
                tries.remove(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closed = true;
        }
    }

    /** Hands an event out. @return false when a function failed; what it said is in the log */
    private boolean deliver(String bus, JsonNode event) throws InterruptedException {
        boolean delivered = !closed;
        for (Rule rule : rules) {
            if (!closed && rule.bus.equals(bus) && rule.pattern.matches(event)) {
                Outcome outcome = rule.function.invoke(event.toString().getBytes(StandardCharsets.UTF_8));
                delivered &= outcome.status() == Outcome.Status.OK;
            }
        }
        return delivered;
    }

    /** Stops, after a delivery under way has ended; what waits is delivered by the next start. */
    @Override
    public void close() {
        closed = true;
        clock.unfollow(onMove);
        LockSupport.unpark(thread);
        try {
            if (!thread.join(LAST_DELIVERY)) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "an event was not taken within " + LAST_DELIVERY.toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
