package io.lotabots.local.lambda;

import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The native library of the runtime interface client, unpacked once for all processes.
 *
 * <p>Left to itself each process unpacks it over the same file in {@code /tmp}, and one that has it mapped meanwhile dies
 * of a bus error: on Lambda each has a machine of its own.
 */
final class RuntimeLibrary {
    /** Tells the client where the library is. */
    static final String PROPERTY = "com.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI";

    private static final class Unpacked {
        static final Optional<Path> FILE = unpack();
    }

    private RuntimeLibrary() {}

    /** The library for this machine; empty where the client has none. */
    static Optional<Path> file() {
        return Unpacked.FILE;
    }

    private static Optional<Path> unpack() {
        String architecture = System.getProperty("os.arch").equals("aarch64") ? "aarch_64" : "x86_64";
        String system = Files.exists(Path.of("/etc/alpine-release")) ? "linux_musl" : "linux";
        String resource = "/jni/libaws-lambda-jni." + system + "-" + architecture + ".so";
        try (@Nullable InputStream in = AWSLambda.class.getResourceAsStream(resource)) {
            if (in == null || !System.getProperty("os.name").equals("Linux")) {
                return Optional.empty();
            }
            Path folder = Files.createTempDirectory("lotabots-runtime-");
            Path file = folder.resolve("libaws-lambda-jni.so");
            Files.copy(in, file);
            folder.toFile().deleteOnExit();
            file.toFile().deleteOnExit();
            return Optional.of(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot unpack the runtime's library", e);
        }
    }
}
