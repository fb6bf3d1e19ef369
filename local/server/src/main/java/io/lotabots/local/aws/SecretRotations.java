package io.lotabots.local.aws;

import io.lotabots.local.schedule.VirtualClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Rotation of secrets by a function, in the four steps of Secrets Manager: {@code createSecret}, {@code setSecret}, {@code
 * testSecret}, {@code finishSecret}. The version that a rotation makes is there from its beginning, staged {@code
 * AWSPENDING} and without a value. A step that fails ends the run; the next run begins again with the same version.
 *
 * <p>Source: AWS Secrets Manager user guide, "Lambda rotation functions". Safe for use by many threads.
 */
public final class SecretRotations {
    private static final System.Logger LOG = System.getLogger(SecretRotations.class.getName());
    private static final List<String> STEPS = List.of("createSecret", "setSecret", "testSecret", "finishSecret");

    private final SecretsStore store;
    private final VirtualClock clock;
    private final Map<String, Rule> rules = new ConcurrentHashMap<>();

    SecretRotations(SecretsStore store, VirtualClock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** One step of a rotation. */
    public interface Function {
        /** Runs the function. @return whether it ended without an error */
        boolean run(String event) throws InterruptedException;
    }

    /**
     * How a secret is rotated.
     *
     * @param secret its ARN
     * @param function the function's ARN
     * @param days after which it is due, counted from its current value
     */
    public record Rule(String secret, String function, int days, Function step) {}

    /** Rotates a secret from now on. */
    public void add(Rule rule) {
        rules.put(rule.secret(), rule);
    }

    /** Rotates what is due. */
    public void rotateDue() {
        for (Rule rule : rules.values()) {
            store.find(rule.secret()).filter(secret -> !secret.deleted()).ifPresent(secret -> {
                Optional<String> unfinished = unfinished(secret);
                boolean due =
                        due(secret, rule).filter(at -> at <= clock.millis()).isPresent();
                if (unfinished.isPresent() || due) {
                    run(rule, unfinished.orElseGet(() -> begin(secret, Optional.empty())));
                }
            });
        }
    }

    Optional<Rule> rule(Secret secret) {
        return Optional.ofNullable(rules.get(secret.arn()));
    }

    /** When a rotation is due, epoch millisecond; empty while the secret has no value. */
    Optional<Long> due(Secret secret, Rule rule) {
        return secret.atStage(Secret.CURRENT)
                .map(current ->
                        current.createdAt() + Duration.ofDays(rule.days()).toMillis());
    }

    /** The version of a rotation that began and did not end. */
    Optional<String> unfinished(Secret secret) {
        return secret.atStage(Secret.PENDING)
                .filter(pending -> !pending.stages().contains(Secret.CURRENT))
                .map(Secret.Version::id);
    }

    /** Stages a version without a value. @return its id */
    String begin(Secret secret, Optional<String> token) {
        String id = token.orElseGet(() -> UUID.randomUUID().toString());
        Secret.Version version = new Secret.Version(id, null, null, clock.millis(), Set.of());
        store.change(secret, latest -> latest.with(version, List.of(Secret.PENDING)));
        return id;
    }

    /** Runs the steps on a version. */
    void run(Rule rule, String version) {
        for (String step : STEPS) {
            String event = Json.MAPPER
                    .createObjectNode()
                    .put("Step", step)
                    .put("SecretId", rule.secret())
                    .put("ClientRequestToken", version)
                    .put("RotationToken", UUID.randomUUID().toString())
                    .toString();
            try {
                if (!rule.step().run(event)) {
                    LOG.log(System.Logger.Level.WARNING, "{0} of {1} failed", step, rule.secret());
                    return;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
