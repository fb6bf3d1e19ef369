package io.lotabots.clients.account;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotabots.clients.OwnerFile;
import io.lotabots.clients.PlainError;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The tokens of whoever is signed in on this machine, for each node: {@code credentials.json} in a folder, which its owner
 * alone can read (mode 0600).
 *
 * @param folder where it is
 */
record Credentials(Path folder) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int MOST_BYTES = 1 << 20;

    /**
     * A session.
     *
     * @param token shown as {@code Authorization: Bearer}
     * @param refreshToken exchanged for the next pair; empty when there is none
     */
    record Session(String account, String token, String refreshToken) {}

    /** The session with a node. */
    Optional<Session> find(URI node) {
        var entry = read().path(node.toString());
        return entry.isObject()
                ? Optional.of(new Session(
                        entry.path("account").asText(),
                        entry.path("token").asText(),
                        entry.path("refresh_token").asText("")))
                : Optional.empty();
    }

    /** The session with a node. @throws PlainError when nobody is signed in */
    Session get(URI node) {
        return find(node)
                .orElseThrow(() -> PlainError.notDone("you are not signed in to " + node + "; run: lotabots login"));
    }

    /** Keeps a session in place of the one before. */
    void keep(URI node, Session session) {
        var all = read();
        all.putObject(node.toString())
                .put("account", session.account())
                .put("token", session.token())
                .put("refresh_token", session.refreshToken());
        write(all);
    }

    void forget(URI node) {
        var all = read();
        if (all.remove(node.toString()) != null) {
            write(all);
        }
    }

    private Path file() {
        return folder.resolve("credentials.json");
    }

    private ObjectNode read() {
        var file = file();
        if (!Files.exists(file)) {
            return JSON.createObjectNode();
        }
        try {
            OwnerFile.requireOwnerOnly("the tokens", file);
            if (Files.size(file) > MOST_BYTES) {
                throw new PlainError(file + " is larger than " + MOST_BYTES + " bytes");
            }
            JsonNode read = JSON.readTree(Files.readAllBytes(file));
            if (read instanceof ObjectNode all) {
                return all;
            }
        } catch (JsonProcessingException e) {
            throw new PlainError(file + " is not readable as JSON; remove it and sign in again", e);
        } catch (IOException e) {
            throw new PlainError(file + " cannot be read", e);
        }
        throw new PlainError(file + " is no JSON object; remove it and sign in again");
    }

    private void write(ObjectNode all) {
        try {
            OwnerFile.replace(file(), all.toPrettyString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new PlainError(file() + " cannot be written: " + e.getClass().getSimpleName(), e);
        }
    }
}
