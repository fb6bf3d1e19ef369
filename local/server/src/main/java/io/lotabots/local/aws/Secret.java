package io.lotabots.local.aws;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A secret with its versions; immutable.
 *
 * @param deleteAt epoch millisecond at which it goes for good, 0 while it is not marked for deletion
 * @param versions by version id, oldest first
 */
record Secret(
        String name,
        String arn,
        String description,
        long createdAt,
        long changedAt,
        long deleteAt,
        Map<String, Version> versions) {
    static final String CURRENT = "AWSCURRENT";
    static final String PREVIOUS = "AWSPREVIOUS";
    static final String PENDING = "AWSPENDING";

    /** Versions without a stage that are kept, as in AWS. */
    private static final int KEPT_DEPRECATED = 100;

    /**
     * A value.
     *
     * @param text the value when it is text
     * @param binary the value in base64 when it is bytes
     * @param createdAt epoch millisecond
     */
    record Version(
            String id, @Nullable String text, @Nullable String binary, long createdAt, Set<String> stages) {
        boolean sameValue(Version other) {
            return java.util.Objects.equals(text, other.text) && java.util.Objects.equals(binary, other.binary);
        }

        /** Whether it only waits for a value, as a rotation begins with it. */
        boolean valueless() {
            return text == null && binary == null;
        }

        private Version staged(Set<String> replacement) {
            return new Version(id, text, binary, createdAt, replacement);
        }
    }

    boolean deleted() {
        return deleteAt != 0;
    }

    Secret deletedAt(long epochMilli) {
        return new Secret(name, arn, description, createdAt, changedAt, epochMilli, versions);
    }

    Optional<Version> atStage(String stage) {
        return versions.values().stream().filter(v -> v.stages.contains(stage)).findFirst();
    }

    /** With a version added, its stages taken from the others, and AWSPREVIOUS following AWSCURRENT. */
    Secret with(Version version, Collection<String> stages) {
        Map<String, Version> added = new LinkedHashMap<>(versions);
        added.put(version.id, version.staged(Set.of()));
        Secret secret = new Secret(name, arn, description, createdAt, version.createdAt, deleteAt, added);
        for (String stage : stages) {
            secret = secret.move(stage, Optional.of(version.id), version.createdAt);
        }
        return secret.trimmed();
    }

    /** Moves a stage to a version, or takes it away. */
    Secret move(String stage, Optional<String> to, long now) {
        Optional<String> from = atStage(stage).map(Version::id);
        Map<String, Version> moved = new LinkedHashMap<>();
        versions.forEach((id, version) -> {
            Set<String> stages = new LinkedHashSet<>(version.stages);
            stages.remove(stage);
            if (to.filter(id::equals).isPresent()) {
                stages.add(stage);
            }
            if (stage.equals(CURRENT) && !from.equals(to)) {
                stages.remove(PREVIOUS);
                if (from.filter(id::equals).isPresent()) {
                    stages.add(PREVIOUS);
                }
            }
            moved.put(id, version.staged(stages));
        });
        return new Secret(name, arn, description, createdAt, now, deleteAt, moved);
    }

    private Secret trimmed() {
        Map<String, Version> kept = new LinkedHashMap<>(versions);
        long surplus = kept.values().stream().filter(v -> v.stages.isEmpty()).count() - KEPT_DEPRECATED;
        versions.values().stream()
                .filter(v -> v.stages.isEmpty())
                .limit(Math.max(0, surplus))
                .forEach(v -> kept.remove(v.id));
        return new Secret(name, arn, description, createdAt, changedAt, deleteAt, kept);
    }
}
