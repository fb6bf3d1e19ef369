package io.lotabots.local.aws;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The {@code aws-chunked} content encoding of S3 uploads, with or without signed chunks, with or without a trailer.
 *
 * <p>Source: "Signature calculations for the authorization header: transferring payload in multiple chunks", Amazon S3
 * API reference.
 */
final class ChunkedBody {
    private static final String EMPTY = Signature.sha256(new byte[0]);

    private final byte[] in;
    private final Signature signature;
    private final byte[] key;
    private final boolean signed;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Map<String, String> trailer = new TreeMap<>();
    private String previous;
    private int at;

    /** What was read: the plain body and the trailer, lower-case names. */
    @SuppressWarnings("ArrayRecordComponent") // bytes that are handed on, never compared
    record Decoded(byte[] body, Map<String, String> trailer) {}

    private ChunkedBody(byte[] in, Signature signature, String secret, boolean signed) {
        this.in = in;
        this.signature = signature;
        this.signed = signed;
        key = signature.key(secret);
        previous = signature.value();
    }

    /**
     * Reads a body.
     *
     * @param form value of {@code x-amz-content-sha256}, which starts with {@code STREAMING-}
     * @throws ServiceError when the form is broken or a chunk's signature is wrong
     */
    static Decoded decode(byte[] in, String form, Signature signature, String secret) {
        boolean signed = switch (form) {
            case "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER" -> true;
            case "STREAMING-UNSIGNED-PAYLOAD-TRAILER" -> false;
            default -> throw new ServiceError(400, "InvalidArgument", "x-amz-content-sha256 cannot be " + form);
        };
        ChunkedBody body = new ChunkedBody(in, signature, secret, signed);
        body.chunks();
        body.trailer(form.endsWith("-TRAILER"));
        return new Decoded(body.out.toByteArray(), body.trailer);
    }

    private void chunks() {
        int size;
        do {
            String[] head = line().split(";", 2);
            size = size(head[0]);
            if (at + size > in.length) {
                throw broken();
            }
            byte[] chunk = java.util.Arrays.copyOfRange(in, at, at + size);
            at += size;
            if (signed) {
                check(
                        "PAYLOAD",
                        EMPTY + "\n" + Signature.sha256(chunk),
                        after(head.length > 1 ? head[1] : "", "chunk-signature="));
            }
            out.writeBytes(chunk);
            if (size > 0 && !line().isEmpty()) {
                throw broken();
            }
        } while (size > 0);
    }

    private void trailer(boolean expected) {
        StringBuilder canonical = new StringBuilder();
        String given = "";
        while (at < in.length) {
            String line = line();
            if (line.isEmpty()) {
                continue;
            }
            String[] pair = line.split(":", 2);
            String name = pair[0].strip().toLowerCase(Locale.ROOT);
            String value = pair.length > 1 ? pair[1].strip() : "";
            if (name.equals("x-amz-trailer-signature")) {
                given = value;
            } else {
                trailer.put(name, value);
                canonical.append(name).append(':').append(value).append('\n');
            }
        }
        if (expected && signed) {
            check("TRAILER", Signature.sha256(Signature.utf8(canonical.toString())), given);
        }
    }

    private void check(String kind, String digest, String given) {
        if (!signature.continues(kind, key, previous, digest, given)) {
            throw new ServiceError(403, "SignatureDoesNotMatch", "The signature of a chunk does not match.");
        }
        previous = given;
    }

    private String line() {
        for (int end = at; end + 1 < in.length; end++) {
            if (in[end] == '\r' && in[end + 1] == '\n') {
                String line = new String(in, at, end - at, StandardCharsets.ISO_8859_1);
                at = end + 2;
                return line;
            }
        }
        throw broken();
    }

    private static String after(String text, String prefix) {
        return text.startsWith(prefix) ? text.substring(prefix.length()) : "";
    }

    private static int size(String hex) {
        if (!hex.matches("[0-9a-fA-F]{1,7}")) {
            throw broken();
        }
        return Integer.parseInt(hex, 16);
    }

    private static ServiceError broken() {
        return new ServiceError(400, "IncompleteBody", "The aws-chunked body is incomplete or malformed.");
    }
}
