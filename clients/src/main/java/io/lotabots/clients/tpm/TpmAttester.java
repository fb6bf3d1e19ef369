package io.lotabots.clients.tpm;

import io.lotabots.clients.OwnerFile;
import io.lotabots.clients.PlainError;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The evidence of this machine's TPM, in the parts that the format {@code tpm2-quote} takes: an attestation key that the TPM
 * makes once and that the user's folder keeps (readable by no other TPM), its activation, and quotes. Runs tpm2-tools; made
 * for one thread.
 */
public final class TpmAttester implements AutoCloseable {
    /** The TPM that Linux shares out among programs. */
    public static final Path DEVICE = Path.of("/dev/tpmrm0");

    private static final Path EVENT_LOG = Path.of("/sys/kernel/security/tpm0/binary_bios_measurements");
    private static final Path IMA_LIST = Path.of("/sys/kernel/security/ima/binary_runtime_measurements");
    private static final int MOST_LOG_BYTES = 4 * 1024 * 1024;
    private static final int MOST_ISSUERS_BYTES = 32 * 1024;
    private static final int LAST_QUOTED_PCR = 15;
    private static final Pattern BANK = Pattern.compile("-\\s*(sha256|sha384|sha512):\\s*\\[\\s*0\\s*,");
    private static final String PUBLIC = "ak.pub";
    private static final String PRIVATE = "ak.priv";
    private static final String KEY = "ak.ctx";

    private final TpmTools tools;
    private final Path folder;
    private final Path work;
    private final Endorsement endorsement;
    private final byte[] issuers;
    private final List<Path> logs;

    private TpmAttester(
            TpmTools tools, Path folder, Path work, Endorsement endorsement, byte[] issuers, List<Path> logs) {
        this.tools = tools;
        this.folder = folder;
        this.work = work;
        this.endorsement = endorsement;
        this.issuers = issuers;
        this.logs = logs;
    }

    /** The address of a TPM: the given one, else this machine's own when it has one that programs may use. */
    public static Optional<String> address(@Nullable String given) {
        if (given != null && !given.isBlank()) {
            return Optional.of(given);
        }
        return Files.isReadable(DEVICE) && Files.isWritable(DEVICE)
                ? Optional.of("device:" + DEVICE)
                : Optional.empty();
    }

    /**
     * Opens a TPM that holds the issuers of its own certificate, as {@link #open(String, Path, String, Optional)} does.
     *
     * @throws PlainError as that does
     */
    public static TpmAttester open(String address, Path folder, String kind) {
        return open(address, folder, kind, Optional.empty());
    }

    /**
     * Opens a TPM and its attestation key, which is made when the folder holds none. Opening, activating and quoting take two
     * minutes each at most.
     *
     * @param address as {@link #address} gives it
     * @param folder the user's own, in which {@code ak.pub} and {@code ak.priv} are kept
     * @param kind of the endorsement key: {@code rsa}, {@code ecc} or empty for the first that has a certificate
     * @param issuers a file with the certificates between the maker's root and the endorsement certificate, in PEM, at most
     *     32 KB; many TPMs do not hold them
     * @throws PlainError when tpm2-tools are missing, the TPM has no endorsement certificate, or the folder's key is another
     *     TPM's
     */
    public static TpmAttester open(String address, Path folder, String kind, Optional<Path> issuers) {
        byte[] between = issuers.map(file -> head(file, MOST_ISSUERS_BYTES)).orElse(new byte[0]);
        // The logs are of this machine, and not of a TPM somewhere else.
        List<Path> logs = address.startsWith("device:") ? List.of(EVENT_LOG, IMA_LIST) : List.of();
        Path work;
        try {
            work = Files.createTempDirectory("lotabots-tpm");
        } catch (IOException full) {
            throw PlainError.notDone("no folder for passing files to tpm2-tools: " + full.getMessage());
        }
        var tools = new TpmTools(address, work);
        try {
            var attester = new TpmAttester(
                    tools, folder, work, Endorsement.find(tools, work, kind), between, logs);
            attester.loadOrMakeKey();
            return attester;
        } catch (PlainError | IOException failed) {
            delete(work);
            throw failed instanceof PlainError plain
                    ? plain
                    : PlainError.notDone("cannot keep the attestation key: " + failed.getMessage());
        }
    }

    /** The attestation key (TPM2B_PUBLIC) and the endorsement, as parts: {@code ak_public}, {@code ek_certificate}, {@code ek_chain}. */
    public Map<String, byte[]> identity() {
        Map<String, byte[]> parts = new LinkedHashMap<>();
        parts.put("ak_public", read(folder.resolve(PUBLIC)));
        parts.put("ek_certificate", endorsement.certificate().clone());
        var chain = new ByteArrayOutputStream();
        chain.writeBytes(endorsement.chain());
        chain.writeBytes(issuers);
        if (chain.size() > 0) {
            parts.put("ek_chain", chain.toByteArray());
        }
        return parts;
    }

    /**
     * The secret of a credential that was wrapped for this TPM and its attestation key.
     *
     * @param blob as {@code tpm2_makecredential} writes it
     * @throws PlainError when it is for another TPM or another key
     */
    public byte[] activate(byte[] blob) {
        tools.begin();
        write("credential", blob);
        withEndorsement(
                "tpm2_activatecredential",
                "-c",
                KEY,
                "-C",
                endorsement.key().context(),
                "-i",
                "credential",
                "-o",
                "secret");
        return read(work.resolve("secret"));
    }

    /** Everything that answers a challenge: {@link #identity}, the quote over PCR 0 to 15 with their values, and the logs. */
    public Map<String, byte[]> quote(byte[] nonce) {
        tools.begin();
        String bank = bank();
        List<Integer> pcrs = new ArrayList<>();
        for (int pcr = 0; pcr <= LAST_QUOTED_PCR; pcr++) {
            pcrs.add(pcr);
        }
        String selection =
                bank + ":" + String.join(",", pcrs.stream().map(String::valueOf).toList());
        tools.run(
                "tpm2_quote",
                "-c",
                KEY,
                "-l",
                selection,
                "-q",
                HexFormat.of().formatHex(nonce),
                "-m",
                "message",
                "-s",
                "signature",
                "-o",
                "values",
                "-F",
                "values",
                "-g",
                "sha256");
        Map<String, byte[]> parts = new LinkedHashMap<>(identity());
        parts.put("message", read(work.resolve("message")));
        parts.put("signature", read(work.resolve("signature")));
        parts.put("pcrs", json(read(work.resolve("values")), pcrs));
        // Logs only grow: read after the quote they hold all that it covers.
        for (Path log : logs) {
            if (Files.isReadable(log)) {
                parts.put(log.equals(EVENT_LOG) ? "event_log" : "ima_log", head(log, MOST_LOG_BYTES));
            }
        }
        return parts;
    }

    @Override
    public void close() {
        delete(work);
    }

    private void loadOrMakeKey() throws IOException {
        if (Files.exists(folder.resolve(PRIVATE))) {
            write(PUBLIC, read(folder.resolve(PUBLIC)));
            write(PRIVATE, read(folder.resolve(PRIVATE)));
            try {
                withEndorsement("tpm2_load", "-C", endorsement.key().context(), "-u", PUBLIC, "-r", PRIVATE, "-c", KEY);
            } catch (PlainError refused) {
                throw PlainError.notDone("the attestation key in " + folder
                        + " is not of this TPM; move it away and another one is made (" + refused.getMessage() + ")");
            }
            return;
        }
        tools.run(
                "tpm2_createak",
                "-C",
                endorsement.key().context(),
                "-c",
                KEY,
                "-G",
                "ecc",
                "-g",
                "sha256",
                "-s",
                "ecdsa",
                "-u",
                PUBLIC,
                "-f",
                "tss",
                "-r",
                PRIVATE);
        // Left over when the program was stopped between these two.
        Files.deleteIfExists(folder.resolve(PUBLIC));
        OwnerFile.create(folder.resolve(PUBLIC), read(work.resolve(PUBLIC)));
        OwnerFile.create(folder.resolve(PRIVATE), read(work.resolve(PRIVATE)));
    }

    /** What the endorsement key does, it does for whoever may use the endorsement hierarchy. */
    private void withEndorsement(String... line) {
        if (!endorsement.key().byPolicy()) {
            tools.run(line);
            return;
        }
        tools.run("tpm2_startauthsession", "--policy-session", "-S", "session.ctx");
        try {
            tools.run("tpm2_policysecret", "-S", "session.ctx", "-c", "e");
            tools.run(Stream.concat(Stream.of(line), Stream.of("-P", "session:session.ctx"))
                    .toArray(String[]::new));
        } finally {
            tools.run("tpm2_flushcontext", "session.ctx");
        }
    }

    /** The first bank with registers that is not of SHA-1. */
    private String bank() {
        Matcher matcher = BANK.matcher(new String(tools.run("tpm2_getcap", "pcrs"), StandardCharsets.UTF_8));
        if (!matcher.find()) {
            throw PlainError.notDone("this TPM has no registers of SHA-256, SHA-384 or SHA-512");
        }
        return matcher.group(1);
    }

    private static byte[] json(byte[] values, List<Integer> pcrs) {
        int size = values.length / pcrs.size();
        if (size * pcrs.size() != values.length || size == 0) {
            throw PlainError.notDone("tpm2_quote wrote " + values.length + " bytes for " + pcrs.size() + " registers");
        }
        StringBuilder json = new StringBuilder("{");
        for (int i = 0; i < pcrs.size(); i++) {
            json.append(i == 0 ? "" : ",")
                    .append('"')
                    .append(pcrs.get(i))
                    .append("\":\"")
                    .append(HexFormat.of().formatHex(values, i * size, (i + 1) * size))
                    .append('"');
        }
        return json.append('}').toString().getBytes(StandardCharsets.US_ASCII);
    }

    private void write(String name, byte[] bytes) {
        try {
            Files.write(work.resolve(name), bytes);
        } catch (IOException full) {
            throw PlainError.notDone("cannot write " + full.getMessage());
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException unreadable) {
            throw PlainError.notDone("cannot read " + unreadable.getMessage());
        }
    }

    private static byte[] head(Path file, int most) {
        try (var in = Files.newInputStream(file)) {
            return in.readNBytes(most);
        } catch (IOException unreadable) {
            throw PlainError.notDone("cannot read " + unreadable.getMessage());
        }
    }

    private static void delete(Path work) {
        // Systems clean their folder of passing files now and then.
        if (!Files.exists(work)) {
            return;
        }
        try (var files = Files.list(work)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.delete(file);
            }
            Files.delete(work);
        } catch (IOException left) {
            throw PlainError.notDone("cannot remove " + work + ": " + left.getMessage());
        }
    }
}
