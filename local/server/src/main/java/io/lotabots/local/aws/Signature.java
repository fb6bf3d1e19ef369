package io.lotabots.local.aws;

import io.lotabots.local.template.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a request says about its signature (AWS Signature Version 4), in the header or in a presigned query.
 *
 * @param accessKeyId who signed
 * @param scope {@code date/region/service/aws4_request}
 * @param date {@code yyyyMMdd'T'HHmmss'Z'}
 * @param signedHeaders lower-case names, in the order sent
 * @param value hex of the signature
 * @param presignedSeconds validity of a presigned URL, 0 for a signed header
 */
record Signature(
        String accessKeyId,
        String scope,
        String date,
        List<String> signedHeaders,
        String value,
        long presignedSeconds) {
    private static final String ALGORITHM = "AWS4-HMAC-SHA256";

    /** Reads it. @throws ServiceError when there is none or a part is missing */
    static Signature of(Call call) {
        if (call.parameter("X-Amz-Algorithm").equals(ALGORITHM)) {
            String expires = call.parameter("X-Amz-Expires");
            if (!expires.matches("[1-9][0-9]{0,5}")) {
                throw incomplete("X-Amz-Expires is 1 to 604800, got '" + expires + "'");
            }
            return of(
                    call.parameter("X-Amz-Credential"),
                    call.parameter("X-Amz-Date"),
                    call.parameter("X-Amz-SignedHeaders"),
                    call.parameter("X-Amz-Signature"),
                    Long.parseLong(expires));
        }
        String header = call.header("authorization");
        if (!header.startsWith(ALGORITHM + " ")) {
            throw new ServiceError(400, "MissingAuthenticationTokenException", "Missing Authentication Token");
        }
        TreeMap<String, String> parts = new TreeMap<>();
        for (String part : header.substring(ALGORITHM.length()).split(",", -1)) {
            String[] pair = part.strip().split("=", 2);
            parts.put(pair[0], pair.length > 1 ? pair[1] : "");
        }
        return of(
                parts.getOrDefault("Credential", ""),
                call.header("x-amz-date"),
                parts.getOrDefault("SignedHeaders", ""),
                parts.getOrDefault("Signature", ""),
                0);
    }

    private static Signature of(String credential, String date, String headers, String value, long expires) {
        int slash = credential.indexOf('/');
        String scope = credential.substring(slash + 1);
        if (slash < 1 || scope.split("/", -1).length != 4 || !scope.endsWith("/aws4_request")) {
            throw incomplete("Credential is key/date/region/service/aws4_request");
        }
        if (!date.matches("[0-9]{8}T[0-9]{6}Z") || !scope.startsWith(date.substring(0, 8) + "/")) {
            throw incomplete("the date is missing or differs from the credential's");
        }
        List<String> signed = List.of(headers.toLowerCase(Locale.ROOT).split(";", -1));
        if (!signed.contains("host")) {
            throw incomplete("the host header is not signed");
        }
        if (!value.matches("[0-9a-f]{64}")) {
            throw incomplete("the signature is not 64 hexadecimal digits");
        }
        return new Signature(credential.substring(0, slash), scope, date, signed, value, expires);
    }

    private static ServiceError incomplete(String message) {
        return new ServiceError(400, "IncompleteSignatureException", message);
    }

    /** {@code us-east-1} of the scope. */
    String region() {
        return scope.split("/", -1)[1];
    }

    /** {@code dynamodb} of the scope. */
    String service() {
        return scope.split("/", -1)[2];
    }

    /** Whether {@code secret} signed the request with this payload hash; in constant time. */
    boolean verifies(Call call, String secret, String payloadHash) {
        String toSign = ALGORITHM + "\n" + date + "\n" + scope + "\n" + sha256(utf8(canonical(call, payloadHash)));
        return same(hmacHex(key(secret), toSign), value);
    }

    /** Whether {@code signature} continues {@code previous} over {@code digest}, for a chunk or trailer of a stream. */
    boolean continues(String kind, byte[] key, String previous, String digest, String signature) {
        String toSign = ALGORITHM + "-" + kind + "\n" + date + "\n" + scope + "\n" + previous + "\n" + digest;
        return same(hmacHex(key, toSign), signature);
    }

    byte[] key(String secret) {
        byte[] key = utf8("AWS4" + secret);
        for (String part : scope.split("/", -1)) {
            key = hmac(key, part);
        }
        return key;
    }

    private String canonical(Call call, String payloadHash) {
        StringBuilder text = new StringBuilder(call.method()).append('\n');
        // S3 signs the path as it is; the others encode it once more.
        String path = service().equals("s3") ? PercentCode.decode(call.path()) : call.path();
        text.append(PercentCode.encode(path, true)).append('\n');
        text.append(call.parameters().stream()
                        .filter(p -> !p.name().equals("X-Amz-Signature"))
                        .map(p -> PercentCode.encode(p.name(), false) + "=" + PercentCode.encode(p.value(), false))
                        .sorted(Signature::byNameThenValue)
                        .reduce((a, b) -> a + "&" + b)
                        .orElse(""))
                .append('\n');
        for (String name : signedHeaders) {
            text.append(name)
                    .append(':')
                    .append(call.header(name).strip().replaceAll(" +", " "))
                    .append('\n');
        }
        return text.append('\n')
                .append(String.join(";", signedHeaders))
                .append('\n')
                .append(payloadHash)
                .toString();
    }

    private static int byNameThenValue(String a, String b) {
        return a.replace('=', '\0').compareTo(b.replace('=', '\0'));
    }

    static String sha256(byte[] bytes) {
        return Sha256.hex(bytes);
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static boolean same(String a, String b) {
        return MessageDigest.isEqual(utf8(a), utf8(b));
    }

    private static String hmacHex(byte[] key, String text) {
        return HexFormat.of().formatHex(hmac(key, text));
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(utf8(text));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has HmacSHA256", e);
        }
    }
}
