package io.lotabots.local.child;

import com.almworks.sqlite4java.SQLiteBackup;
import com.almworks.sqlite4java.SQLiteConnection;
import com.almworks.sqlite4java.SQLiteException;
import com.almworks.sqlite4java.SQLiteStatement;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Looks at the file in which DynamoDB Local keeps all tables, an SQLite database, with DynamoDB Local's own library: the
 * main class of a short child process. What it finds goes to standard output, a line each.
 *
 * <p>{@code copy FROM TO} copies it as of one moment, while DynamoDB Local runs or not. {@code check FILE} prints what is
 * wrong with it, or {@code ok}. {@code tables FILE} prints each table and its number of rows. {@code rows FILE TABLE}
 * prints a table's rows in DynamoDB's JSON.
 */
public final class TableFile {
    private static final int BUSY_MILLIS = 30_000;
    private static final int ALL_PAGES = -1;
    private static final String TABLES =
            "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%ObjectJSON%'";

    private TableFile() {}

    /** Runs one of the commands. */
    public static void main(String[] args) throws SQLiteException, IOException {
        Logger.getLogger("com.almworks.sqlite4java").setLevel(Level.WARNING);
        // The library looks for its native part beside the others, which a Maven repository keeps apart.
        for (String entry : System.getProperty("java.class.path").split(System.getProperty("path.separator"), -1)) {
            if (entry.matches(".*sqlite4java[^/\\\\]*\\.(so|dylib|dll|jnilib)")) {
                Path part = Path.of(entry);
                Files.copy(
                        part,
                        Path.of(System.getProperty("sqlite4java.library.path")).resolve(part.getFileName()));
            }
        }
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        SQLiteConnection file = new SQLiteConnection(Path.of(args[1]).toFile());
        try {
            // Not read-only: a platform that was killed may have left a journal, which is rolled back first.
            file.open(false);
            file.setBusyTimeout(BUSY_MILLIS);
            switch (args[0]) {
                case "copy" -> copy(file, Path.of(args[2]));
                case "check" -> print(file, "PRAGMA integrity_check", out);
                case "tables" -> tables(file, out);
                case "rows" -> print(file, "SELECT CAST(ObjectJSON AS TEXT) FROM " + quoted(args[2]), out);
                default -> throw new IllegalArgumentException("no such command: " + args[0]);
            }
        } finally {
            file.dispose();
        }
    }

    private static void copy(SQLiteConnection file, Path to) throws SQLiteException {
        SQLiteBackup copy = file.initializeBackup(to.toFile());
        try {
            // All in one step: the copy is of one moment, and writers wait for it.
            copy.backupStep(ALL_PAGES);
            if (!copy.isFinished()) {
                throw new IllegalStateException("the copy to " + to + " did not end");
            }
        } finally {
            copy.dispose(true);
        }
    }

    private static void tables(SQLiteConnection file, PrintStream out) throws SQLiteException {
        SQLiteStatement names = file.prepare(TABLES);
        while (names.step()) {
            String name = names.columnString(0);
            SQLiteStatement count = file.prepare("SELECT COUNT(*) FROM " + quoted(name));
            count.step();
            out.println(name + " " + count.columnLong(0));
            count.dispose();
        }
        names.dispose();
    }

    private static void print(SQLiteConnection file, String query, PrintStream out) throws SQLiteException {
        SQLiteStatement rows = file.prepare(query);
        while (rows.step()) {
            out.println(rows.columnString(0));
        }
        rows.dispose();
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
