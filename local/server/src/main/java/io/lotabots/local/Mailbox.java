package io.lotabots.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The mails that the platform asked to be sent. This machine sends none: each is a file under {@code mail/} in the data
 * folder, readable by its owner alone because some hold tokens, or stays in memory when everything does.
 */
public final class Mailbox {
    private static final String MAIL = "MailRequested";
    private static final int MOST_LETTERS = 1000;
    private static final Pattern UNFIT = Pattern.compile("[^0-9A-Za-z]");
    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rwx------");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Optional<Path> folder;
    private final Deque<JsonNode> letters = new ArrayDeque<>();

    /** @param folder where the files go; absent to keep none */
    Mailbox(Optional<Path> folder) {
        this.folder = folder;
    }

    /** Keeps an event if it asks for a mail. */
    synchronized void take(JsonNode event) {
        if (!event.path("detail-type").asText().equals(MAIL)) {
            return;
        }
        letters.addLast(event.path("detail"));
        if (letters.size() > MOST_LETTERS) {
            letters.removeFirst();
        }
        folder.ifPresent(in -> write(in, event));
    }

    private static void write(Path in, JsonNode event) {
        try {
            if (!Files.isDirectory(in)) {
                Files.createDirectories(in, PosixFilePermissions.asFileAttribute(OWNER));
            }
            String time = UNFIT.matcher(event.path("time").asText()).replaceAll("");
            Path file = in.resolve(time + "-" + event.path("id").asText() + ".json");
            Files.writeString(
                    file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(event.path("detail")) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The last mails to an address since this start, the oldest first. */
    public synchronized List<JsonNode> to(String address) {
        return letters.stream()
                .filter(letter -> letter.path("to").asText().equals(address))
                .toList();
    }
}
