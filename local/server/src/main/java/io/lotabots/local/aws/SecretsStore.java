package io.lotabots.local.aws;

import com.fasterxml.jackson.core.type.TypeReference;
import io.lotabots.local.template.Region;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The secrets of this machine, in memory or in one file that only its owner may read (mode 0600).
 *
 * <p>Each change is written to the file before it is seen. Safe for use by many threads.
 */
public final class SecretsStore {
    private final @Nullable Path file;
    private final Map<String, Secret> secrets = new LinkedHashMap<>();

    private SecretsStore(@Nullable Path file) {
        this.file = file;
    }

    /** A store that ends with the process. */
    public static SecretsStore inMemory() {
        return new SecretsStore(null);
    }

    /** A store in {@code file}, which is created with the first secret. @throws IOException when it cannot be read */
    public static SecretsStore in(Path file) throws IOException {
        SecretsStore store = new SecretsStore(file);
        if (Files.exists(file)) {
            List<Secret> stored = Json.MAPPER.readValue(file.toFile(), new TypeReference<>() {});
            stored.forEach(s -> store.secrets.put(s.name(), s));
        }
        return store;
    }

    /** The ARN of a secret, as templates name it: see {@link Region#secretArn}. */
    public static String arn(String region, String account, String name) {
        return new Region(region, account).secretArn(name);
    }

    /** The current text of the secret called {@code name}, if it has one. */
    public synchronized Optional<String> text(String name) {
        Secret secret = secrets.get(name);
        return secret == null || secret.deleted()
                ? Optional.empty()
                : secret.atStage(Secret.CURRENT).flatMap(v -> Optional.ofNullable(v.text()));
    }

    /**
     * Gives a secret a text: creates it, or adds a version when the text differs from the current one.
     *
     * @param arn its ARN, see {@link #arn}
     * @param now epoch millisecond
     */
    public synchronized void putText(String name, String arn, String text, long now) {
        if (text(name).filter(text::equals).isPresent()) {
            return;
        }
        Secret secret = secrets.getOrDefault(name, new Secret(name, arn, "", now, now, 0, Map.of()));
        Secret.Version version = new Secret.Version(UUID.randomUUID().toString(), text, null, now, java.util.Set.of());
        put(secret.deletedAt(0).with(version, List.of(Secret.CURRENT)));
    }

    /** The secret of a name, an ARN, or an ARN without its six last characters. */
    synchronized Optional<Secret> find(String id) {
        Secret named = secrets.get(id);
        return named != null
                ? Optional.of(named)
                : secrets.values().stream()
                        .filter(s -> s.arn().equals(id)
                                || s.arn().substring(0, s.arn().length() - 7).equals(id))
                        .findFirst();
    }

    /** Drops what was marked for deletion up to {@code now}. */
    synchronized void expire(long now) {
        if (secrets.values().removeIf(s -> s.deleted() && s.deleteAt() <= now)) {
            save();
        }
    }

    /** Changes a secret in one step. */
    synchronized Secret change(Secret secret, UnaryOperator<Secret> change) {
        Secret latest = secrets.get(secret.name());
        Secret changed = change.apply(latest == null ? secret : latest);
        put(changed);
        return changed;
    }

    synchronized void remove(Secret secret) {
        secrets.remove(secret.name());
        save();
    }

    private void put(Secret secret) {
        Secret before = secrets.put(secret.name(), secret);
        try {
            save();
        } catch (UncheckedIOException e) {
            if (before == null) {
                secrets.remove(secret.name());
            } else {
                secrets.put(before.name(), before);
            }
            throw e;
        }
    }

    private void save() {
        if (file == null) {
            return;
        }
        try {
            Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
            Path written = Files.createTempFile(
                    folder,
                    "secrets",
                    ".tmp",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(written, Json.MAPPER.writeValueAsBytes(new ArrayList<>(secrets.values())));
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("the secrets cannot be written to " + file, e);
        }
    }
}
