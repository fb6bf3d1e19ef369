package io.lotabots.clients.wallet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.lotabots.clients.OwnerFile;
import io.lotabots.clients.PlainError;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a wallet sent and has no answer to yet, and the last nonce it used: beside its key in {@code NAME.outbox}. A signed payment is written
 * here before it leaves the machine, so that whatever happens then, the next run finds it and never signs the same wish twice.
 *
 * <p>One process at a time holds it.
 */
final class Outbox implements AutoCloseable {
    private static final int MAX_BYTES = 65_536;
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{32}");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path file;
    private final FileChannel channel;
    private long lastNonce;
    private Payment.@Nullable Signed open;

    private Outbox(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Takes hold of a wallet's outbox.
     *
     * @throws PlainError when another process has it, or it cannot be read
     */
    static Outbox of(Wallets.Named wallet) {
        var file = wallet.file().resolveSibling(wallet.name() + ".outbox");
        var channel = lock(wallet.file().resolveSibling(wallet.name() + ".lock"), wallet.name());
        var outbox = new Outbox(file, channel);
        try {
            outbox.read();
            return outbox;
        } catch (PlainError e) {
            outbox.close();
            throw e;
        }
    }

    /** The payment whose fate is not known. */
    Optional<Payment.Signed> open() {
        return Optional.ofNullable(open);
    }

    /** The greatest nonce that was signed here, 0 at first. */
    long lastNonce() {
        return lastNonce;
    }

    /** Keeps a payment that is about to be sent. */
    void put(Payment.Signed signed) {
        lastNonce = Math.max(lastNonce, signed.payment().nonce());
        open = signed;
        write();
    }

    /** Forgets the payment: its fate is known. */
    void settle() {
        open = null;
        write();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new PlainError("the lock of " + file + " cannot be given back", e);
        }
    }

    private static FileChannel lock(Path file, String wallet) {
        try {
            if (!Files.exists(file)) {
                OwnerFile.replace(file, new byte[0]);
            }
            var channel = FileChannel.open(file, Set.of(StandardOpenOption.WRITE));
            if (!isLocked(channel)) {
                channel.close();
                throw PlainError.notDone("wallet " + wallet + " is sending something else right now");
            }
            return channel;
        } catch (IOException e) {
            throw new PlainError("the lock " + file + " cannot be taken", e);
        }
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            // Another thread of this very process has it.
            return false;
        }
    }

    private void read() {
        try {
            if (!Files.exists(file)) {
                return;
            }
            if (Files.size(file) > MAX_BYTES) {
                throw new PlainError(file + " is larger than " + MAX_BYTES + " bytes");
            }
            var json = JSON.readTree(Files.readAllBytes(file));
            if (!json.path("last_nonce").canConvertToLong()) {
                throw new PlainError(file + " is damaged: it has no last_nonce");
            }
            lastNonce = json.path("last_nonce").longValue();
            open = json.path("open").isObject() ? payment(json.path("open")) : null;
        } catch (IOException e) {
            throw new PlainError(file + " is damaged or cannot be read; it says which payment has no answer yet", e);
        }
    }

    private Payment.Signed payment(JsonNode json) {
        var payment = new Payment(
                json.path("from").asText(""),
                json.path("to").asText(""),
                json.path("micro").asLong(0),
                json.path("memo").asText(""),
                json.path("nonce").asLong(0),
                json.path("chain_id").asText(""));
        var hash = json.path("tx_hash").asText("");
        var body = json.path("body").asText("");
        if (payment.micro() <= 0 || payment.nonce() <= 0 || !HASH.matcher(hash).matches() || body.isEmpty()) {
            throw new PlainError(file + " is damaged: its open payment is not whole");
        }
        return new Payment.Signed(payment, hash, body);
    }

    private void write() {
        var json = JsonNodeFactory.instance.objectNode().put("last_nonce", lastNonce);
        if (open != null) {
            var payment = open.payment();
            json.putObject("open")
                    .put("from", payment.from())
                    .put("to", payment.to())
                    .put("micro", payment.micro())
                    .put("memo", payment.memo())
                    .put("nonce", payment.nonce())
                    .put("chain_id", payment.chainId())
                    .put("tx_hash", open.txHash())
                    .put("body", open.body());
        }
        try {
            OwnerFile.replace(file, (json.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new PlainError(file + " cannot be written, so nothing is sent", e);
        }
    }
}
