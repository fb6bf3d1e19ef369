package io.lotabots.local.backup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lotabots.local.DataFolder;
import io.lotabots.local.StartException;
import io.lotabots.local.child.Reason;
import io.lotabots.local.child.TableFiles;
import io.lotabots.settlement.Audit;
import io.lotabots.settlement.EpochRoot;
import io.lotabots.settlement.FolderArchive;
import io.lotabots.settlement.Malformed;
import io.lotabots.settlement.Part;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Opens a copy of a data folder and looks whether everything is in it and fits together: the tables' file by its own
 * integrity check, each object of the archive by the digest that names it, every sealed epoch by an audit that ends at
 * the head which the tables tell.
 */
final class CopyCheck {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int OBJECTS_A_LINE = 200;

    private final DataFolder copy;
    private final TableFiles tableFiles;
    private final Consumer<String> progress;
    private final List<String> problems = new ArrayList<>();

    CopyCheck(DataFolder copy, TableFiles tableFiles, Consumer<String> progress) {
        this.copy = copy;
        this.tableFiles = tableFiles;
        this.progress = progress;
    }

    /**
     * What was found.
     *
     * @param tables rows by table
     * @param objects of the archive, each with the digest that names it
     * @param epoch the last sealed epoch; empty when none is
     * @param problems one line each; none when the copy is good
     */
    record Found(
            SortedMap<String, Long> tables,
            long objects,
            Optional<Long> epoch,
            Optional<Audit.Report> audit,
            List<String> problems) {
        long rows() {
            return tables.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    Found run() {
        progress.accept("checking tables");
        List<String> broken = tableFiles.problems(copy.database());
        broken.forEach(line -> problems.add("tables: " + line));
        SortedMap<String, Long> tables = broken.isEmpty() ? tableFiles.tables(copy.database()) : new TreeMap<>();
        if (broken.isEmpty() && tables.isEmpty()) {
            problems.add("there are no tables");
        }
        secrets();
        Optional<Path> archive = archive();
        long objects = archive.map(this::objects).orElse(0L);
        Optional<JsonNode> head = row(tables, "Epochs", "item", "head");
        Optional<Long> epoch = head.filter(row -> !row.at("/root/S").asText().equals(Part.NO_ROOT))
                .map(row -> row.at("/epoch/N").asLong());
        Optional<Audit.Report> audit = Optional.empty();
        if (epoch.isPresent() && archive.isPresent()) {
            audit = audit(tables, new FolderArchive(archive.get()), epoch.get(), head.orElseThrow());
        } else if (epoch.isPresent()) {
            problems.add("epoch " + epoch.get() + " is sealed, and there is no archive");
        }
        return new Found(tables, objects, epoch, audit, List.copyOf(problems));
    }

    private void secrets() {
        try {
            if (!JSON.readTree(Files.readAllBytes(copy.secrets())).isArray()) {
                problems.add("secrets: not a list");
            }
        } catch (IOException e) {
            problems.add("secrets: " + Reason.of(e));
        }
    }

    private Optional<Path> archive() {
        if (!Files.isDirectory(copy.buckets())) {
            return Optional.empty();
        }
        try (Stream<Path> buckets = Files.list(copy.buckets())) {
            return buckets.filter(bucket -> bucket.getFileName().toString().matches(".*-archive[0-9a-f]{8}"))
                    .findFirst();
        } catch (IOException e) {
            throw new StartException("the buckets in " + copy.buckets() + " cannot be read: " + Reason.of(e), e);
        }
    }

    /** Compares each object with its name. @return how many are right */
    private long objects(Path archive) {
        Path folder = archive.resolve("objects");
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        long right = 0;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                if (name.matches("[0-9a-f]{64}")) {
                    if (sha256(Files.readAllBytes(file)).equals(name)) {
                        right++;
                    } else {
                        problems.add("object " + name + " has another digest");
                    }
                    if (right % OBJECTS_A_LINE == 0) {
                        progress.accept("checked " + right + " objects");
                    }
                }
            }
        } catch (IOException e) {
            throw new StartException("the objects in " + folder + " cannot be read: " + Reason.of(e), e);
        }
        return right;
    }

    private Optional<Audit.Report> audit(
            SortedMap<String, Long> tables, FolderArchive archive, long epoch, JsonNode head) {
        try {
            String archived = archive.root(epoch)
                    .map(EpochRoot::parse)
                    .map(EpochRoot::digest)
                    .orElse("missing");
            if (!archived.equals(head.at("/root/S").asText())) {
                problems.add("the head is at the root " + head.at("/root/S").asText() + " of epoch " + epoch
                        + ", that of the archive is " + archived);
            }
            Audit.Report report = new Audit(
                            archive,
                            keys(tables),
                            (at, done, of) -> progress.accept("audited epoch " + at + ", " + done + " of " + of))
                    .chain(epoch);
            problems.addAll(report.differences());
            return Optional.of(report);
        } catch (Malformed | UncheckedIOException e) {
            problems.add(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /** The keys that the copy's own table names: a backup is compared with itself, an audit with pinned keys. */
    private Map<String, byte[]> keys(SortedMap<String, Long> tables) {
        Map<String, byte[]> keys = new TreeMap<>();
        for (JsonNode row : rows(tables, "SigningKeys")) {
            byte[] key = Base64.getUrlDecoder().decode(row.at("/x/S").asText());
            keys.put(EpochRoot.keyId(key), key);
        }
        return keys;
    }

    private Optional<JsonNode> row(SortedMap<String, Long> tables, String table, String key, String value) {
        return rows(tables, table).stream()
                .filter(row -> row.path(key).path("S").asText().equals(value))
                .findFirst();
    }

    private List<JsonNode> rows(SortedMap<String, Long> tables, String table) {
        List<JsonNode> rows = new ArrayList<>();
        for (String name : tables.keySet()) {
            if (name.matches(".*-" + table + "[0-9A-F]{8}")) {
                for (String line : tableFiles.rows(copy.database(), name)) {
                    try {
                        rows.add(JSON.readTree(line));
                    } catch (JsonProcessingException e) {
                        problems.add("a row of " + name + " cannot be read");
                    }
                }
            }
        }
        return rows;
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
