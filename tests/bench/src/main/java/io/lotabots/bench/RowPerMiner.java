package io.lotabots.bench;

import io.lotabots.settlement.Enrolled;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * A ledger with a row of SQLite for each miner, to which its share is added: one transaction, one prepared update for
 * each, in the order of the primary key. It writes no history, no proof, and its log is not forced to the disk.
 */
final class RowPerMiner implements AutoCloseable {
    private final Path folder;
    private final Connection connection;
    private final List<Enrolled> members;

    RowPerMiner(List<Enrolled> members) throws SQLException, IOException {
        this.members = members;
        this.folder = Files.createTempDirectory("lotabots-rows");
        this.connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("rows.db"));
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("PRAGMA synchronous = OFF");
            statement.execute("PRAGMA cache_size = -200000");
            statement.execute("CREATE TABLE wallets (id TEXT PRIMARY KEY, balance INTEGER NOT NULL) WITHOUT ROWID");
        }
        connection.setAutoCommit(false);
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO wallets VALUES (?, 0)")) {
            for (Enrolled member : members) {
                insert.setString(1, member.identity());
                insert.executeUpdate();
            }
        }
        connection.commit();
    }

    /** Adds each member's share. @return the rows that changed */
    int credit(long[] shares) {
        int changed = 0;
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE wallets SET balance = balance + ? WHERE id = ?")) {
            for (int i = 0; i < shares.length; i++) {
                update.setLong(1, shares[i]);
                update.setString(2, members.get(i).identity());
                changed += update.executeUpdate();
            }
            connection.commit();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        if (changed != members.size()) {
            throw new IllegalStateException(changed + " rows changed, not " + members.size());
        }
        return changed;
    }

    @Override
    public void close() throws SQLException, IOException {
        connection.close();
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
