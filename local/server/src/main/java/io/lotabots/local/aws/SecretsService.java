package io.lotabots.local.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotabots.local.schedule.VirtualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Secrets Manager (AWS JSON 1.1): values, versions, stages and deletion.
 *
 * <p>Source: AWS Secrets Manager API reference. An operation that is not here is answered {@code
 * UnknownOperationException}.
 */
final class SecretsService {
    private static final int MAX_VALUE_BYTES = 65_536;
    private static final String NOT_FOUND = "Secrets Manager can't find the specified secret";

    private final SecretsStore store;
    private final VirtualClock clock;
    private final String region;
    private final String account;
    private final SecretRotations rotations;

    SecretsService(SecretsStore store, VirtualClock clock, String region, String account, SecretRotations rotations) {
        this.rotations = rotations;
        this.store = store;
        this.clock = clock;
        this.region = region;
        this.account = account;
    }

    /** What the request wants to do; a secret that is absent is known by the ARN that its name would get. */
    Access access(String operation, ObjectNode body) {
        String id = body.path(operation.equals("CreateSecret") ? "Name" : "SecretId")
                .asText();
        String arn = store.find(id)
                .map(Secret::arn)
                .orElse(id.startsWith("arn:") ? id : SecretsStore.arn(region, account, id));
        String stage = body.path("VersionStage").asText(Secret.CURRENT);
        return new Access(
                "secretsmanager:" + operation,
                arn,
                Map.of("secretsmanager:versionstage", List.of(stage), "aws:requestedregion", List.of(region)));
    }

    /** Answers a request that was authorised. @throws ServiceError as Secrets Manager would */
    ObjectNode serve(String operation, ObjectNode body) {
        store.expire(now());
        // One step at a time: each reads and then writes.
        synchronized (this) {
            return switch (operation) {
                case "GetSecretValue" -> get(body);
                case "CreateSecret" -> create(body);
                case "PutSecretValue" -> put(body);
                case "DescribeSecret" -> describe(body);
                case "ListSecretVersionIds" -> versions(body);
                case "UpdateSecretVersionStage" -> moveStage(body);
                case "DeleteSecret" -> delete(body);
                case "RotateSecret" -> rotate(body);
                default ->
                    throw new ServiceError(
                            400,
                            "UnknownOperationException",
                            "This machine does not serve secretsmanager:" + operation);
            };
        }
    }

    private ObjectNode get(ObjectNode body) {
        Secret secret = alive(body);
        Optional<String> id = text(body, "VersionId");
        Optional<String> stage = text(body, "VersionStage");
        Secret.Version version = id.map(
                        i -> Optional.ofNullable(secret.versions().get(i)))
                .orElseGet(() -> secret.atStage(stage.orElse(Secret.CURRENT)))
                .orElseThrow(() -> notFound(" value for "
                        + id.map(i -> "VersionId: " + i).orElse("staging label: " + stage.orElse(Secret.CURRENT))));
        if (version.valueless()) {
            throw notFound(" value for VersionId: " + version.id());
        }
        if (id.isPresent() && stage.isPresent() && !version.stages().contains(stage.get())) {
            throw invalid("You provided a VersionStage that is not associated to the provided VersionId.");
        }
        ObjectNode answer =
                identity(secret).put("VersionId", version.id()).put("CreatedDate", seconds(version.createdAt()));
        if (version.text() != null) {
            answer.put("SecretString", version.text());
        }
        if (version.binary() != null) {
            answer.put("SecretBinary", version.binary());
        }
        addStages(answer, version);
        return answer;
    }

    private ObjectNode create(ObjectNode body) {
        String name = body.path("Name").asText();
        if (!name.matches("[A-Za-z0-9/_+=.@-]{1,512}")) {
            throw parameter("Invalid name. Must be a valid name containing alphanumeric characters, or any of the"
                    + " following: -/_+=.@!");
        }
        boolean valued = body.has("SecretString") || body.has("SecretBinary");
        Optional<Secret> existing = store.find(name);
        if (existing.isPresent()) {
            return createAgain(existing.get(), body);
        }
        Secret secret = new Secret(
                name,
                SecretsStore.arn(region, account, name),
                body.path("Description").asText(),
                now(),
                now(),
                0,
                Map.of());
        if (!valued) {
            return identity(store.change(secret, s -> s));
        }
        Secret.Version version = version(body);
        return identity(store.change(secret, s -> s.with(version, List.of(Secret.CURRENT))))
                .put("VersionId", version.id());
    }

    /** The same token and value again is the same request again. */
    private ObjectNode createAgain(Secret secret, ObjectNode body) {
        if (secret.deleted()) {
            throw invalid(
                    "You can't create this secret because a secret with this name is already scheduled for deletion.");
        }
        Secret.Version known =
                secret.versions().get(body.path("ClientRequestToken").asText());
        if (known != null && known.sameValue(version(body))) {
            return identity(secret).put("VersionId", known.id());
        }
        throw new ServiceError(
                400,
                "ResourceExistsException",
                "The operation failed because the secret " + secret.name() + " already exists.");
    }

    private ObjectNode put(ObjectNode body) {
        Secret secret = alive(body);
        Secret.Version version = version(body);
        List<String> stages = new ArrayList<>();
        body.path("VersionStages").forEach(s -> stages.add(s.asText()));
        if (stages.size() > 20) {
            throw parameter("VersionStages has at most 20 elements, got " + stages.size());
        }
        Secret.Version known = secret.versions().get(version.id());
        boolean waits = known == null || known.valueless();
        if (known != null && !waits && !known.sameValue(version)) {
            throw new ServiceError(
                    400,
                    "ResourceExistsException",
                    "You can't modify an existing version, you can only create a new version. Version: "
                            + version.id());
        }
        Collection<String> wanted = stages.isEmpty() ? List.of(Secret.CURRENT) : stages;
        Secret changed = waits ? store.change(secret, s -> s.with(version, wanted)) : secret;
        ObjectNode answer = identity(changed).put("VersionId", version.id());
        addStages(answer, of(changed, version.id()));
        return answer;
    }

    private ObjectNode describe(ObjectNode body) {
        Secret secret = existing(body);
        ObjectNode answer = identity(secret)
                .put("CreatedDate", seconds(secret.createdAt()))
                .put("LastChangedDate", seconds(secret.changedAt()));
        if (!secret.description().isEmpty()) {
            answer.put("Description", secret.description());
        }
        if (secret.deleted()) {
            answer.put("DeletedDate", seconds(secret.deleteAt()));
        }
        rotations.rule(secret).ifPresent(rule -> {
            answer.put("RotationEnabled", true).put("RotationLambdaARN", rule.function());
            answer.putObject("RotationRules").put("AutomaticallyAfterDays", rule.days());
            rotations.due(secret, rule).ifPresent(at -> answer.put("NextRotationDate", seconds(at)));
        });
        ObjectNode stages = answer.putObject("VersionIdsToStages");
        secret.versions().values().stream()
                .filter(v -> !v.stages().isEmpty())
                .forEach(v -> v.stages().forEach(stages.putArray(v.id())::add));
        return answer;
    }

    private ObjectNode versions(ObjectNode body) {
        Secret secret = existing(body);
        boolean deprecated = body.path("IncludeDeprecated").asBoolean();
        ObjectNode answer = identity(secret);
        var list = answer.putArray("Versions");
        secret.versions().values().stream()
                .filter(v -> deprecated || !v.stages().isEmpty())
                .forEach(v -> addStages(
                        list.addObject().put("VersionId", v.id()).put("CreatedDate", seconds(v.createdAt())), v));
        return answer;
    }

    private ObjectNode moveStage(ObjectNode body) {
        Secret secret = alive(body);
        String stage = text(body, "VersionStage").orElseThrow(() -> parameter("VersionStage is required"));
        Optional<String> to = text(body, "MoveToVersionId");
        Optional<String> from = text(body, "RemoveFromVersionId");
        to.ifPresent(id -> of(secret, id));
        from.ifPresent(id -> of(secret, id));
        Optional<String> holder = secret.atStage(stage).map(Secret.Version::id);
        if (holder.isPresent() && !holder.equals(to) && !holder.equals(from)) {
            throw parameter("The parameter RemoveFromVersionId can't be empty. Staging label " + stage
                    + " is currently attached to version " + holder.get()
                    + ", so you must explicitly reference that version in RemoveFromVersionId.");
        }
        if (stage.equals(Secret.CURRENT) && to.isEmpty()) {
            throw invalid("You can only move staging label AWSCURRENT to a different secret version.");
        }
        return identity(store.change(secret, s -> s.move(stage, to, now())));
    }

    /** Begins a rotation, which goes on after the answer, as on AWS. */
    private ObjectNode rotate(ObjectNode body) {
        Secret secret = alive(body);
        SecretRotations.Rule rule = rotations
                .rule(secret)
                .orElseThrow(() -> invalid("No Lambda rotation function ARN is associated with this secret."));
        if (rotations.unfinished(secret).isPresent()) {
            throw invalid("A previous rotation isn't complete. That rotation will be reattempted.");
        }
        String version = rotations.begin(secret, text(body, "ClientRequestToken"));
        Thread.ofVirtual().name("rotation").start(() -> rotations.run(rule, version));
        return identity(secret).put("VersionId", version);
    }

    private ObjectNode delete(ObjectNode body) {
        boolean now = body.path("ForceDeleteWithoutRecovery").asBoolean();
        if (now && body.has("RecoveryWindowInDays")) {
            throw parameter("You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.");
        }
        int days = body.path("RecoveryWindowInDays").asInt(30);
        if (days < 7 || days > 30) {
            throw parameter("RecoveryWindowInDays value must be between 7 and 30 days (inclusive).");
        }
        Secret secret = alive(body);
        if (now) {
            store.remove(secret);
            return identity(secret).put("DeletionDate", seconds(now()));
        }
        long at = now() + Duration.ofDays(days).toMillis();
        return identity(store.change(secret, s -> s.deletedAt(at))).put("DeletionDate", seconds(at));
    }

    private Secret existing(ObjectNode body) {
        return store.find(body.path("SecretId").asText()).orElseThrow(() -> notFound("."));
    }

    private Secret alive(ObjectNode body) {
        Secret secret = existing(body);
        if (secret.deleted()) {
            throw invalid("You can't perform this operation on the secret because it was marked for deletion.");
        }
        return secret;
    }

    private static Secret.Version of(Secret secret, String id) {
        Secret.Version version = secret.versions().get(id);
        if (version == null) {
            throw notFound(" value for VersionId: " + id);
        }
        return version;
    }

    private Secret.Version version(ObjectNode body) {
        String text = body.has("SecretString") ? body.path("SecretString").asText() : null;
        String binary = body.has("SecretBinary") ? body.path("SecretBinary").asText() : null;
        if ((text == null) == (binary == null)) {
            throw parameter("You must provide either SecretString or SecretBinary.");
        }
        int bytes = text != null ? Signature.utf8(text).length : decodedLength(binary == null ? "" : binary);
        if (bytes > MAX_VALUE_BYTES) {
            throw parameter("A secret value has at most " + MAX_VALUE_BYTES + " bytes, got " + bytes);
        }
        String token = text(body, "ClientRequestToken")
                .orElseGet(() -> UUID.randomUUID().toString());
        if (token.length() < 32 || token.length() > 64) {
            throw parameter("ClientRequestToken must be 32-64 characters long.");
        }
        return new Secret.Version(token, text, binary, now(), Set.of());
    }

    private static int decodedLength(String base64) {
        try {
            return Base64.getDecoder().decode(base64).length;
        } catch (IllegalArgumentException e) {
            throw new ServiceError(400, "SerializationException", "SecretBinary is not base64");
        }
    }

    private static ObjectNode identity(Secret secret) {
        return Json.MAPPER.createObjectNode().put("ARN", secret.arn()).put("Name", secret.name());
    }

    private static void addStages(ObjectNode answer, Secret.Version version) {
        version.stages().forEach(answer.putArray("VersionStages")::add);
    }

    private static Optional<String> text(JsonNode body, String name) {
        return Optional.of(body.path(name).asText()).filter(t -> !t.isEmpty());
    }

    private long now() {
        return clock.millis();
    }

    /** Epoch seconds with milliseconds, the timestamps of AWS JSON. */
    private static double seconds(long millis) {
        return millis / 1000.0;
    }

    private static ServiceError notFound(String rest) {
        return new ServiceError(400, "ResourceNotFoundException", NOT_FOUND + rest);
    }

    private static ServiceError invalid(String message) {
        return new ServiceError(400, "InvalidRequestException", message);
    }

    private static ServiceError parameter(String message) {
        return new ServiceError(400, "InvalidParameterException", message);
    }
}
