package io.lotabots.local.backup;

import io.lotabots.local.DataFolder;
import io.lotabots.local.StartException;
import io.lotabots.local.child.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The folder of all copies: each a data folder of its own, named by the second in which it was begun. */
record Backups(Path folder) {
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final String NAMES = "[0-9]{8}T[0-9]{6}Z";
    private static final String UNFINISHED = ".unfinished";

    static String name(Instant begun) {
        return NAME.format(begun);
    }

    /** Where a copy grows; it gets its name when it is whole and verified. */
    DataFolder unfinished(String name) {
        return new DataFolder(folder.resolve(name + UNFINISHED));
    }

    /** Gives a verified copy its name. */
    DataFolder finish(String name) {
        try {
            return new DataFolder(Files.move(unfinished(name).root(), folder.resolve(name)));
        } catch (IOException e) {
            throw new StartException("the copy " + unfinished(name).root() + " keeps that name: " + Reason.of(e), e);
        }
    }

    /** Deletes the oldest copies until {@code keep} are left. @return the names of those that went */
    List<String> prune(int keep) {
        try (Stream<Path> all = Files.list(folder)) {
            List<Path> copies = all.filter(
                            copy -> copy.getFileName().toString().matches(NAMES) && new DataFolder(copy).holdsData())
                    .sorted(Comparator.reverseOrder())
                    .toList();
            List<Path> old = copies.subList(Math.min(keep, copies.size()), copies.size());
            for (Path copy : old) {
                delete(copy);
            }
            return old.stream()
                    .map(copy -> copy.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new StartException("old copies in " + folder + " stay: " + Reason.of(e), e);
        }
    }

    private static void delete(Path copy) throws IOException {
        try (Stream<Path> all = Files.walk(copy)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
