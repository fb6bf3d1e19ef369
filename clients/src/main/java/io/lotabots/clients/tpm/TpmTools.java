package io.lotabots.clients.tpm;

import io.lotabots.clients.PlainError;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs the programs of tpm2-tools on one TPM, a sequence of them for a bounded time, each with bounded output. Made for one
 * thread: a TPM does one thing at a time.
 */
final class TpmTools {
    /** The making of an RSA key takes old chips most of a minute. */
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private static final int MOST_OUTPUT_BYTES = 256 * 1024;
    private static final String RESOURCE_MANAGED = "device:/dev/tpmrm";

    private final String tcti;
    private final Path folder;
    private final Duration limit;
    private long began = System.nanoTime();

    /**
     * @param tcti the TPM's address as tpm2-tools take it, {@code device:/dev/tpmrm0} or
     *     {@code swtpm:host=127.0.0.1,port=2321}
     * @param folder where the programs run and file names without a path lie
     */
    TpmTools(String tcti, Path folder) {
        this(tcti, folder, LIMIT);
    }

    /** The same with another bound on the time of each program. */
    TpmTools(String tcti, Path folder, Duration limit) {
        this.tcti = tcti;
        this.folder = folder;
        this.limit = limit;
    }

    /** Begins a sequence of programs, which has its time anew. */
    void begin() {
        began = System.nanoTime();
    }

    private long left() {
        return Math.max(0, limit.toNanos() - (System.nanoTime() - began));
    }

    /**
     * The standard output of one program that ended well.
     *
     * @throws PlainError when it is not installed, the sequence does not end in time, or it ends with an error, which the message repeats
     */
    byte[] run(String... line) {
        // Without a manager of its own a TPM keeps what the last program loaded, and has room for three.
        if (!tcti.startsWith(RESOURCE_MANAGED)) {
            start(List.of("tpm2_flushcontext", "-t"));
        }
        return start(List.of(line));
    }

    private byte[] start(List<String> line) {
        var builder = new ProcessBuilder(new ArrayList<>(line)).directory(folder.toFile());
        builder.environment().put("TPM2TOOLS_TCTI", tcti);
        builder.environment().put("LC_ALL", "C");
        Process process;
        try {
            process = builder.start();
            process.getOutputStream().close();
        } catch (IOException missing) {
            throw PlainError.notDone(line.getFirst() + " cannot be started: are tpm2-tools installed?");
        }
        try {
            return output(line.getFirst(), process);
        } catch (TimeoutException late) {
            throw PlainError.notDone(
                    line.getFirst() + " did not end: a TPM is given " + limit.toMillis() + " ms for what it is asked");
        } catch (ExecutionException unreadable) {
            throw PlainError.notDone(line.getFirst() + " could not be read");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw PlainError.notDone(line.getFirst() + " was stopped");
        } finally {
            process.destroyForcibly();
        }
    }

    private byte[] output(String tool, Process process)
            throws InterruptedException, ExecutionException, TimeoutException {
        var out = CompletableFuture.supplyAsync(() -> drain(process.getInputStream()), Thread::startVirtualThread);
        var err = CompletableFuture.supplyAsync(() -> drain(process.getErrorStream()), Thread::startVirtualThread);
        byte[] printed = out.get(left(), TimeUnit.NANOSECONDS);
        byte[] complaint = err.get(left(), TimeUnit.NANOSECONDS);
        if (!process.waitFor(left(), TimeUnit.NANOSECONDS)) {
            throw new TimeoutException();
        }
        if (process.exitValue() != 0) {
            throw PlainError.notDone(tool + ": " + firstError(complaint, process.exitValue()));
        }
        return printed;
    }

    /** Keeps the first part and drops the rest, so that the program can end. */
    private static byte[] drain(InputStream in) {
        try (in) {
            byte[] kept = in.readNBytes(MOST_OUTPUT_BYTES);
            in.transferTo(OutputStream.nullOutputStream());
            return kept;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the program itself says; the libraries below it complain of the same at more length, and before it. */
    private static String firstError(byte[] complaint, int status) {
        return new String(complaint, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith("ERROR: "))
                .map(line -> line.substring("ERROR:".length()).strip())
                .findFirst()
                .orElse("ended with status " + status);
    }
}
