package io.lotabots.clients.tpm;

import io.lotabots.evidence.Certificates;
import io.lotabots.evidence.EvidenceRefused;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A TPM 2.0 in software, manufactured with endorsement certificates of an authority of its own; on loopback only. */
public final class Swtpm implements AutoCloseable {
    private static final List<String> TOOLS =
            List.of("swtpm", "swtpm_setup", "swtpm_localca", "tpm2_quote", "tpm2_activatecredential");

    private final Path folder;
    private final Process process;
    private final String address;

    private Swtpm(Path folder, Process process, String address) {
        this.folder = folder;
        this.process = process;
        this.address = address;
    }

    /** What is missing to run one, or nothing. */
    public static List<String> missingTools() {
        return TOOLS.stream()
                .filter(tool -> Stream.of(
                                System.getenv().getOrDefault("PATH", "").split(":", -1))
                        .noneMatch(path -> Files.isExecutable(Path.of(path, tool))))
                .toList();
    }

    public static Swtpm start(Path folder) throws IOException, InterruptedException {
        Files.createDirectories(folder.resolve("state"));
        Files.createDirectories(folder.resolve("ca"));
        write(
                folder.resolve("localca.conf"),
                "statedir = %1$s/ca",
                "signingkey = %1$s/ca/signkey.pem",
                "issuercert = %1$s/ca/issuercert.pem",
                "certserial = %1$s/ca/certserial");
        write(
                folder.resolve("localca.options"),
                "--platform-manufacturer Test",
                "--platform-version 1",
                "--platform-model test");
        write(
                folder.resolve("setup.conf"),
                "create_certs_tool = swtpm_localca",
                "create_certs_tool_config = %1$s/localca.conf",
                "create_certs_tool_options = %1$s/localca.options",
                "active_pcr_banks = sha256");
        run(
                folder,
                "swtpm_setup",
                "--tpm2",
                "--tpmstate",
                folder.resolve("state").toString(),
                "--config",
                folder.resolve("setup.conf").toString(),
                "--create-ek-cert",
                "--create-platform-cert",
                "--lock-nvram",
                "--overwrite",
                "--vmid",
                "test");
        int port = twoFreePorts();
        Process process = new ProcessBuilder(
                        "swtpm",
                        "socket",
                        "--tpm2",
                        "--tpmstate",
                        "dir=" + folder.resolve("state"),
                        "--server",
                        "type=tcp,port=" + port + ",bindaddr=127.0.0.1",
                        "--ctrl",
                        "type=tcp,port=" + (port + 1) + ",bindaddr=127.0.0.1",
                        "--flags",
                        "not-need-init,startup-clear")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("swtpm.log").toFile())
                .start();
        awaitListening(process, port + 1);
        return new Swtpm(folder, process, "swtpm:host=127.0.0.1,port=" + port);
    }

    /** As {@code --tpm} takes it. */
    public String address() {
        return address;
    }

    public X509Certificate root() throws IOException, EvidenceRefused {
        return Certificates.pem(Files.readAllBytes(folder.resolve("ca/swtpm-localca-rootca-cert.pem")), 1)
                .getFirst();
    }

    /** The authority between the root and the endorsement certificates, in PEM. */
    public byte[] issuer() throws IOException {
        return Files.readAllBytes(folder.resolve("ca/issuercert.pem"));
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
        }
    }

    private static void write(Path file, String... lines) throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        Files.writeString(file, String.join("\n", lines).formatted(parent) + "\n");
    }

    private static void run(Path folder, String... line) throws IOException, InterruptedException {
        Path log = folder.resolve("setup.log");
        Process process = new ProcessBuilder(line)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!process.waitFor(120, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException(line[0] + ": " + Files.readString(log, StandardCharsets.UTF_8));
        }
    }

    /** The tools expect the control channel at the port after the TPM's own. */
    private static int twoFreePorts() throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        IOException last = new IOException("no two free ports beside one another");
        for (int tries = 0; tries < 100; tries++) {
            try (ServerSocket first = new ServerSocket(0, 1, loopback);
                    ServerSocket second = new ServerSocket(first.getLocalPort() + 1, 1, loopback)) {
                return second.getLocalPort() - 1;
            } catch (IOException taken) {
                last = taken;
            }
        }
        throw last;
    }

    private static void awaitListening(Process process, int port) throws IOException, InterruptedException {
        for (int tries = 0; tries < 200; tries++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                if (socket.isConnected()) {
                    return;
                }
            } catch (IOException notYet) {
                if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
                    throw new IOException("swtpm ended with status " + process.exitValue(), notYet);
                }
            }
        }
        throw new IOException("swtpm does not listen");
    }
}
