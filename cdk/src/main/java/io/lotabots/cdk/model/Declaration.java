package io.lotabots.cdk.model;

import io.lotabots.cdk.Settings;
import io.lotabots.cdk.Stage;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * One function: what starts it, which class it is, and all that it may touch. Immutable; each method answers a copy that
 * knows more. Its routes, role, environment, alarms and documentation follow from it.
 *
 * @param handler simple name of the handler class, in its service's package
 * @param summary what it answers or does, in one line for people
 * @param settings names of the {@link Stage} settings that it reads, beside those that every function has
 * @param timeoutSeconds 1 to 900
 * @param memoryMegabytes 128 to 10240
 * @param reportsIllness whether a 5xx may be its answer, so that it is no failure of the function
 * @param expectedNone names of what it counts and should never count: each has an alarm
 */
public record Declaration(
        Trigger trigger,
        String handler,
        String summary,
        List<Grant> grants,
        List<String> settings,
        int timeoutSeconds,
        int memoryMegabytes,
        boolean reportsIllness,
        List<String> expectedNone) {

    private static final int MEMORY = 512;

    public Declaration {
        if (!handler.matches("[A-Z][A-Za-z0-9]{0,48}")) {
            throw new IllegalArgumentException(
                    "a handler is a simple class name of at most 49 letters, got: " + handler);
        }
        if (timeoutSeconds < 1 || timeoutSeconds > 900 || memoryMegabytes < 128 || memoryMegabytes > 10_240) {
            throw new IllegalArgumentException(handler + " may have 1 to 900 seconds and 128 to 10240 megabytes, got: "
                    + timeoutSeconds + " and " + memoryMegabytes);
        }
        grants = distinct(grants);
        settings = distinct(settings);
        expectedNone = distinct(expectedNone);
        settings.forEach(Settings::variable);
    }

    public static Declaration get(String path, String handler, String summary) {
        return http("GET", path, handler, summary);
    }

    public static Declaration post(String path, String handler, String summary) {
        return http("POST", path, handler, summary);
    }

    public static Declaration put(String path, String handler, String summary) {
        return http("PUT", path, handler, summary);
    }

    public static Declaration patch(String path, String handler, String summary) {
        return http("PATCH", path, handler, summary);
    }

    public static Declaration delete(String path, String handler, String summary) {
        return http("DELETE", path, handler, summary);
    }

    public static Declaration everyMinutes(int minutes, String handler, String summary) {
        return of(new Trigger.Every(minutes), handler, summary, Math.min(minutes * 60 - 5, 300));
    }

    public static Declaration onDeployment(String type, String handler, String summary) {
        return of(new Trigger.Deployment(type), handler, summary, 60);
    }

    /** Asked by the gateway who calls, for the routes of every service that want to know. */
    public static Declaration authorizer(String handler, String summary) {
        return of(new Trigger.Authorizer(), handler, summary, Stage.REQUEST_TIMEOUT_SECONDS);
    }

    /** Rotates a secret, each so many days. */
    public static Declaration rotating(Secret secret, int days, String handler, String summary) {
        return of(new Trigger.Rotation(secret, days), handler, summary, 60)
                .grant(Verb.READ_SECRET, secret)
                .grant(Verb.DESCRIBE_SECRET, secret)
                .grant(Verb.PUT_SECRET, secret)
                .grant(Verb.STAGE_SECRET, secret);
    }

    /** Told of every completed backup of a table, and which tables are backed up. */
    public static Declaration onBackup(String handler, String summary) {
        return of(new Trigger.Backup(), handler, summary, 60);
    }

    /** More paths of the same method, for clients that call it otherwise. */
    public Declaration alsoAt(String... paths) {
        Trigger.Http http = http();
        return with(new Trigger.Http(http.method(), joined(http.paths(), paths), http.caller()));
    }

    /** For the holder of the admin key alone, counted per client address before the key is looked at. */
    public Declaration admin(Secret key, Table limits) {
        Trigger.Http http = http();
        return with(new Trigger.Http(http.method(), http.paths(), Caller.ADMIN))
                .knows(key)
                .counts("adminRequestsPerMinute", limits);
    }

    /** The same for what changes nothing: the holder of the key for reading may call it too. */
    public Declaration adminReading(Secret key, Secret readKey, Table limits) {
        Trigger.Http http = http();
        return with(new Trigger.Http(http.method(), http.paths(), Caller.ADMIN_READING))
                .knows(key, readKey)
                .counts("adminRequestsPerMinute", limits);
    }

    /** For anyone; who holds one of the admin keys is told more, counted per client address when a key is shown. */
    public Declaration tellsAdminsMore(Secret key, Secret readKey, Table limits) {
        Trigger.Http http = http();
        return with(new Trigger.Http(http.method(), http.paths(), Caller.ANYONE_OR_ADMIN))
                .knows(key, readKey)
                .counts("adminRequestsPerMinute", limits);
    }

    /** For whoever is signed in, as the gateway's authorizer finds: the function is told who, and reads nothing for it. */
    public Declaration authorized() {
        Trigger.Http http = http();
        return with(new Trigger.Http(http.method(), http.paths(), Caller.AUTHORIZED));
    }

    /** For whoever is signed in, as the function itself finds: where the wire has a 401 of its own. */
    public Declaration signedIn(Proofs proofs) {
        Trigger.Http http = http();
        return with(new Trigger.Http(http.method(), http.paths(), Caller.SIGNED_IN))
                .asksWho(proofs);
    }

    /** For anyone; who is signed in is told more. */
    public Declaration tellsSignedInMore(Proofs proofs) {
        Trigger.Http http = http();
        return with(new Trigger.Http(http.method(), http.paths(), Caller.ANYONE_OR_SIGNED_IN))
                .asksWho(proofs);
    }

    /** Finds out who shows a token or a key: one row is read, and the use of a key noted. */
    public Declaration asksWho(Proofs proofs) {
        return gets(proofs.sessions(), proofs.keys(), proofs.signingKeys())
                .updates(proofs.keys())
                .knows(proofs.pepper())
                .settings("publicUrl");
    }

    /** Refuses a client address that calls more often than a setting allows, counted in one update of a row. */
    public Declaration counts(String setting, Table limits) {
        return settings(setting).updates(limits);
    }

    public Declaration gets(Table... tables) {
        return grant(Verb.GET, tables);
    }

    public Declaration batchGets(Table... tables) {
        return grant(Verb.BATCH_GET, tables);
    }

    public Declaration queries(Table... tables) {
        return grant(Verb.QUERY, tables);
    }

    public Declaration puts(Table... tables) {
        return grant(Verb.PUT, tables);
    }

    public Declaration batchWrites(Table... tables) {
        return grant(Verb.BATCH_WRITE, tables);
    }

    public Declaration updates(Table... tables) {
        return grant(Verb.UPDATE, tables);
    }

    public Declaration deletes(Table... tables) {
        return grant(Verb.DELETE, tables);
    }

    /** Conditions on items that a transaction does not change. */
    public Declaration checks(Table... tables) {
        return grant(Verb.CHECK, tables);
    }

    /** Reads objects; may list the bucket too, because S3 tells a missing object from a forbidden one only then. */
    public Declaration readsObjects(Bucket... buckets) {
        return grant(Verb.READ_OBJECT, buckets).grant(Verb.LIST_OBJECTS, buckets);
    }

    public Declaration writesObjects(Bucket... buckets) {
        return grant(Verb.WRITE_OBJECT, buckets);
    }

    /** Reads secrets. */
    public Declaration knows(Secret... secrets) {
        return grant(Verb.READ_SECRET, secrets);
    }

    /** Says what happened, for whoever listens. */
    public Declaration tells(Bus... buses) {
        return grant(Verb.PUT_EVENTS, buses);
    }

    /** Reads further settings of the stage. */
    public Declaration settings(String... names) {
        return copy(trigger, grants, joined(settings, names), memoryMegabytes, reportsIllness);
    }

    /** May take longer than functions of its kind do. */
    public Declaration seconds(int timeout) {
        return new Declaration(
                trigger, handler, summary, grants, settings, timeout, memoryMegabytes, reportsIllness, expectedNone);
    }

    public Declaration megabytes(int memory) {
        return copy(trigger, grants, settings, memory, reportsIllness);
    }

    /** Counts something that should never be: an alarm is raised when it does. */
    public Declaration expectsNone(String counter) {
        return new Declaration(
                trigger,
                handler,
                summary,
                grants,
                settings,
                timeoutSeconds,
                memoryMegabytes,
                reportsIllness,
                joined(expectedNone, counter));
    }

    /** Tells by a 5xx that the platform is unwell, which is then no failure of the function itself. */
    public Declaration tellsIllness() {
        return copy(trigger, grants, settings, memoryMegabytes, true);
    }

    /** The stores that it touches, each once, in the order of declaration. */
    public SequencedSet<Store> stores() {
        return new LinkedHashSet<>(grants.stream().map(Grant::store).toList());
    }

    /** Its verbs on one store. */
    public List<Verb> verbs(Store store, Predicate<Verb> which) {
        return grants.stream()
                .filter(grant -> grant.store().equals(store))
                .map(Grant::verb)
                .filter(which)
                .toList();
    }

    private static Declaration http(String method, String path, String handler, String summary) {
        return of(
                new Trigger.Http(method, List.of(path), Caller.ANYONE),
                handler,
                summary,
                Stage.REQUEST_TIMEOUT_SECONDS);
    }

    private static Declaration of(Trigger trigger, String handler, String summary, int timeoutSeconds) {
        return new Declaration(
                trigger, handler, summary, List.of(), List.of(), timeoutSeconds, MEMORY, false, List.of());
    }

    private Trigger.Http http() {
        if (trigger instanceof Trigger.Http http) {
            return http;
        }
        throw new IllegalStateException(handler + " is not started by requests");
    }

    private Declaration with(Trigger changed) {
        return copy(changed, grants, settings, memoryMegabytes, reportsIllness);
    }

    private Declaration grant(Verb verb, Store... stores) {
        List<Grant> more = Stream.concat(grants.stream(), Stream.of(stores).map(store -> new Grant(store, verb)))
                .toList();
        return copy(trigger, more, settings, memoryMegabytes, reportsIllness);
    }

    private Declaration copy(
            Trigger trigger, List<Grant> grants, List<String> settings, int memoryMegabytes, boolean reportsIllness) {
        return new Declaration(
                trigger,
                handler,
                summary,
                grants,
                settings,
                timeoutSeconds,
                memoryMegabytes,
                reportsIllness,
                expectedNone);
    }

    private static List<String> joined(List<String> some, String... more) {
        return Stream.concat(some.stream(), Stream.of(more)).toList();
    }

    private static <T> List<T> distinct(List<T> some) {
        return some.stream().distinct().toList();
    }
}
