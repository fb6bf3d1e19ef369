package io.lotabots.local;

import io.lotabots.local.child.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;

/** A key of {@code X-Admin-Key} on this machine: at least 32 characters, in a file that its owner alone may read. */
final class AdminKey {
    /** Where the data folder keeps the key that opens everything. */
    static final String FILE = "admin-key";

    /** Where it keeps the key that opens only what changes nothing. */
    static final String READ_FILE = "admin-read-key";

    private static final int MIN_CHARACTERS = 32;
    private static final int MAX_CHARACTERS = 1024;
    private static final int RANDOM_BYTES = 32;

    private AdminKey() {}

    /**
     * The key in {@code file}.
     *
     * @throws StartException when it cannot be read or is too short or long
     */
    static String read(Path file) {
        try {
            String key = Files.readString(file).strip();
            if (key.length() < MIN_CHARACTERS || key.length() > MAX_CHARACTERS) {
                throw new StartException("the admin key in " + file + " must have " + MIN_CHARACTERS + " to "
                        + MAX_CHARACTERS + " characters, it has " + key.length());
            }
            return key;
        } catch (IOException e) {
            throw new StartException("cannot read the admin key file " + file + ": " + Reason.of(e), e);
        }
    }

    /** The key in {@code file}, made with its folder when it is not there. */
    static String readOrCreate(Path file) {
        byte[] random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] ownerOnly = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            // One write on a channel opened for this file alone: it is never there with other permissions.
            try (var channel = Files.newByteChannel(
                    file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly)) {
                channel.write(
                        ByteBuffer.wrap((HexFormat.of().formatHex(random) + "\n").getBytes(StandardCharsets.US_ASCII)));
            }
        } catch (FileAlreadyExistsException known) {
            return read(file);
        } catch (IOException e) {
            throw new StartException("cannot write " + file + ": " + Reason.of(e), e);
        }
        return read(file);
    }
}
