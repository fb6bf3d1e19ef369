package io.lotabots.local;

import io.lotabots.local.aws.AwsPort;
import io.lotabots.local.http.HttpApi;
import io.lotabots.local.http.HttpListener;
import io.lotabots.local.http.Route;
import io.lotabots.local.lambda.FunctionDefinition;
import io.lotabots.local.lambda.FunctionReader;
import io.lotabots.local.lambda.Functions;
import io.lotabots.local.lambda.LambdaFunction;
import io.lotabots.local.lambda.Outcome;
import io.lotabots.local.schedule.Scheduler;
import io.lotabots.local.schedule.VirtualClock;
import io.lotabots.local.template.Assembly;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** A whole assembly, running. */
public final class Platform implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Platform.class.getName());

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final VirtualClock clock = VirtualClock.system();
    private final Assembly assembly;
    private final HttpListener listener;
    private final Backing backing;
    private final Functions functions;
    private final HttpApi api;
    private final List<Schedule> schedules;
    private final Mailbox mailbox;

    /**
     * Starts everything; the first request succeeds when this returns.
     *
     * @throws StartException when it cannot, in one line
     * @throws io.lotabots.local.template.TemplateException when the assembly cannot be run, in one line
     */
    public static Platform start(Options options) {
        return new Platform(options);
    }

    private Platform(Options options) {
        mailbox = new Mailbox(
                options.memory() ? Optional.empty() : Optional.of(options.data().resolve("mail")));
        boolean started = false;
        try {
            // The hooks of org.crac find the runtime's registry by this property, as on Lambda.
            System.setProperty("org.crac.Core.Compat", "com.amazonaws.services.lambda.crac");
            // The shared layers hold no logging back end; the SDK's warnings about that say nothing.
            System.setProperty("slf4j.internal.verbosity", "ERROR");
            assembly = Assembly.read(options.assembly());
            List<FunctionDefinition> declared = new FunctionReader(assembly).read();
            listener = closing(bind(options.port()));
            if (!options.memory()) {
                closing(new DataFolder(options.data()).lock());
            }
            backing = closing(Backing.start(assembly, options, clock));
            functions = closing(
                    new Functions(declared.stream().map(backing::environment).toList(), options.mode()));
            api = closing(new HttpApi(assembly, functions));
            schedules = Schedules.read(assembly, functions);
            backing.provision(declared, options);
            backing.port().ifPresent(port -> Rotations.read(assembly, functions, port.rotations()));
            create();
            schedule(options);
            Events events = closing(new Events(assembly, functions, Spool.of(options.data()), clock));
            backing.port()
                    .ifPresent(port -> port.onEvent((bus, event) -> {
                        mailbox.take(event);
                        events.take(bus, event);
                    }));
            listener.serve(api, clock, options.trustProxy(), options.accessLog());
            started = true;
        } finally {
            if (!started) {
                close();
            }
        }
    }

    /** Where the HTTP API answers. */
    public URI uri() {
        return listener.uri();
    }

    /** The time of the whole platform. */
    public VirtualClock clock() {
        return clock;
    }

    /**
     * What functions reach AWS services through: it meters, and injects faults.
     *
     * @throws IllegalStateException when the assembly has neither tables nor buckets nor secrets
     */
    public AwsPort port() {
        return backing.port().orElseThrow(() -> new IllegalStateException("the assembly stores nothing"));
    }

    /** The mails that functions asked to be sent. */
    public Mailbox mailbox() {
        return mailbox;
    }

    /** The routes, the most specific first. */
    public List<Route> routes() {
        return api.routes();
    }

    public Collection<LambdaFunction> functions() {
        return functions.all();
    }

    /**
     * Runs one request of a function.
     *
     * @param function name or ARN
     * @throws IllegalArgumentException when there is none
     */
    public Outcome invoke(String function, byte[] payload) throws InterruptedException {
        return functions
                .find(function)
                .orElseThrow(() -> new IllegalArgumentException("no function " + function))
                .invoke(payload);
    }

    Assembly assembly() {
        return assembly;
    }

    List<Schedule> schedules() {
        return schedules;
    }

    Inventory inventory() {
        return Inventory.of(assembly, functions);
    }

    private static HttpListener bind(int port) {
        try {
            return HttpListener.bind(port);
        } catch (BindException e) {
            throw new StartException(
                    "port " + port + " on 127.0.0.1 is taken: stop what uses it, or choose another with --port", e);
        } catch (IOException e) {
            throw new StartException("cannot listen on 127.0.0.1:" + port + ": " + e.getMessage(), e);
        }
    }

    private void create() {
        try (CustomResources custom = new CustomResources(assembly, functions)) {
            custom.createAll();
        } catch (IOException e) {
            throw new StartException("cannot answer custom resources: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("interrupted while custom resources were made", e);
        }
    }

    private void schedule(Options options) {
        Scheduler scheduler = closing(new Scheduler(clock, line -> LOG.log(System.Logger.Level.WARNING, line)));
        backing.port()
                .ifPresent(port -> scheduler.add(
                        "rotations of secrets",
                        Rotations.LOOK,
                        _ -> port.rotations().rotateDue()));
        for (Schedule schedule : schedules) {
            if (!options.schedules().test(schedule.function().definition().name())) {
                continue;
            }
            scheduler.add(schedule.name(), schedule.expression(), time -> {
                try {
                    schedule.run(time);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }
    }

    private <T extends AutoCloseable> T closing(T part) {
        parts.push(part);
        return part;
    }

    /** Stops everything, the last started first; a second call does nothing. */
    @Override
    public synchronized void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                LOG.log(System.Logger.Level.WARNING, "a part did not stop cleanly", e);
            }
        }
    }
}
