package io.lotabots.clients;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;

/** Files with secrets: made readable by their owner alone (mode 0600, folders 0700), and refused when they are open to others. */
public final class OwnerFile {
    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private OwnerFile() {}

    /** The folder of this program's files: {@code $XDG_CONFIG_HOME/lotabots}, usually {@code ~/.config/lotabots}. */
    public static Path configFolder() {
        var configured = System.getenv().getOrDefault("XDG_CONFIG_HOME", "");
        var config =
                configured.startsWith("/") ? Path.of(configured) : Path.of(System.getProperty("user.home"), ".config");
        return config.resolve("lotabots");
    }

    /**
     * Writes a new file, forced to the disk; folders on the way are made for the owner alone. The rights are given at creation: there is no
     * moment in which others could open it.
     *
     * @throws FileAlreadyExistsException when it is there already
     */
    public static void create(Path file, byte[] content) throws IOException {
        makeFolder(file);
        var bytes = ByteBuffer.wrap(content);
        try (var out = FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), rights(file, "rw-------"))) {
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
    }

    /**
     * Writes a new file that is either whole or not there, whenever this is interrupted.
     *
     * @throws FileAlreadyExistsException when it is there already
     */
    public static void createWhole(Path file, byte[] content) throws IOException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(file.toString());
        }
        var passing = passing(file);
        create(passing, content);
        try {
            // Unlike a move, a link never takes the place of another file.
            Files.createLink(file, passing);
        } catch (UnsupportedOperationException e) {
            Files.move(passing, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(passing);
        }
    }

    /** Writes a file in place of the one that may be there; whoever reads it sees the whole old or the whole new one. */
    public static void replace(Path file, byte[] content) throws IOException {
        var passing = passing(file);
        create(passing, content);
        try {
            Files.move(passing, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(passing);
        }
    }

    /**
     * Refuses a file that others can read or change, where the file system knows such rights.
     *
     * @param what what it holds, for the message, such as {@code the key}
     * @throws PlainError when it is open to others
     */
    public static void requireOwnerOnly(String what, Path file) throws IOException {
        if (!isPosix(file)) {
            return;
        }
        var rights = Files.getPosixFilePermissions(file);
        if (rights.stream().anyMatch(OTHERS::contains)) {
            throw new PlainError(what + " at " + file + " is open to others (" + PosixFilePermissions.toString(rights)
                    + "); run: chmod 600 " + file);
        }
    }

    private static void makeFolder(Path file) throws IOException {
        var folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder, rights(folder, "rwx------"));
        }
    }

    private static Path passing(Path file) {
        return file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".new");
    }

    private static FileAttribute<?>[] rights(Path file, String rights) {
        return isPosix(file)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights))}
                : new FileAttribute<?>[0];
    }

    private static boolean isPosix(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
