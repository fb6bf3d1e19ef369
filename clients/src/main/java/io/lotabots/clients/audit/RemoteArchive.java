package io.lotabots.clients.audit;

import io.lotabots.clients.OwnerFile;
import io.lotabots.clients.PlainError;
import io.lotabots.clients.node.Fetched;
import io.lotabots.clients.node.NodeAnswer;
import io.lotabots.clients.node.NodeClient;
import io.lotabots.clients.node.Patience;
import io.lotabots.crypto.Digests;
import io.lotabots.settlement.Archive;
import io.lotabots.settlement.EpochRoot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The archive of a node over HTTP, and what was downloaded of it before. An object is kept in the cache only under its own digest, and checked
 * again whenever it is read from there; nothing else is kept.
 */
final class RemoteArchive implements Archive {
    /** More than any object of an epoch of a million miners has. */
    static final int MAX_OBJECT_BYTES = 16 << 20;

    private final NodeClient node;
    private final Patience patience;
    private final Optional<Path> cache;
    private long downloaded;

    /** @param cache a folder for objects, which never change */
    RemoteArchive(NodeClient node, Patience patience, Optional<Path> cache) {
        this.node = node;
        this.patience = patience;
        this.cache = cache;
    }

    /** Bytes of objects that came over the network. */
    long downloaded() {
        return downloaded;
    }

    @Override
    public Optional<byte[]> object(String digest) {
        if (!digest.matches("[0-9a-f]{64}")) {
            return Optional.empty();
        }
        var kept = cached(digest);
        if (kept.isPresent()) {
            return kept;
        }
        var content = download("/archive/objects/" + digest);
        content.filter(bytes -> isNamed(bytes, digest)).ifPresent(bytes -> keep(digest, bytes));
        return content;
    }

    /** The root in its canonical form, whatever order the node's JSON has. */
    @Override
    public Optional<byte[]> root(long epoch) {
        var answer = asked(() -> node.get("/archive/epochs/" + epoch));
        if (answer.status() == 404) {
            return Optional.empty();
        }
        if (!answer.isDone()) {
            throw new UncheckedIOException(new IOException(answer.refusal().toString()));
        }
        return Optional.of(Records.in(answer, "root", EpochRoot.class)
                .orElseThrow(() -> new UncheckedIOException(new IOException(
                        answer.without("root of an epoch").refusal().toString())))
                .bytes());
    }

    private Optional<byte[]> download(String path) {
        var last = new Fetched[1];
        var answer = asked(() -> {
            last[0] = node.fetch(path, MAX_OBJECT_BYTES);
            return last[0].answer();
        });
        if (answer.status() == 404) {
            return Optional.empty();
        }
        if (!last[0].isDone()) {
            throw new UncheckedIOException(new IOException(answer.refusal().toString()));
        }
        downloaded += last[0].content().length;
        return Optional.of(last[0].content());
    }

    private NodeAnswer asked(Patience.Call call) {
        try {
            return patience.call(call);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlainError("stopped", e);
        }
    }

    private Optional<byte[]> cached(String digest) {
        if (cache.isEmpty()) {
            return Optional.empty();
        }
        var file = cache.get().resolve(digest);
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > MAX_OBJECT_BYTES) {
                return Optional.empty();
            }
            return Optional.of(Files.readAllBytes(file)).filter(bytes -> isNamed(bytes, digest));
        } catch (IOException e) {
            throw new UncheckedIOException("the cache " + cache.get() + " cannot be read", e);
        }
    }

    private void keep(String digest, byte[] content) {
        if (cache.isPresent()) {
            try {
                OwnerFile.replace(cache.get().resolve(digest), content);
            } catch (IOException e) {
                throw new UncheckedIOException("the cache " + cache.get() + " cannot be written", e);
            }
        }
    }

    private static boolean isNamed(byte[] content, String digest) {
        return HexFormat.of().formatHex(Digests.sha256(content)).equals(digest);
    }
}
