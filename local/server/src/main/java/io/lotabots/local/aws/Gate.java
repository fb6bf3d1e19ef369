package io.lotabots.local.aws;

import io.lotabots.local.schedule.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Knows the callers: finds the principal of a request and verifies its signature. */
final class Gate {
    private static final Duration SKEW = Duration.ofMinutes(15);
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'");

    private final Map<String, Principal> principals = new ConcurrentHashMap<>();
    private final String region;
    private final VirtualClock clock;

    /** A request whose caller is known, its body plain. */
    record Admitted(Principal principal, Call call) {}

    Gate(String region, VirtualClock clock) {
        this.region = region;
        this.clock = clock;
    }

    void register(Principal principal) {
        principals.put(principal.accessKeyId(), principal);
    }

    /** Lets a request in. @throws ServiceError when its signature is missing, wrong, too old or of someone unknown */
    Admitted admit(Service service, Call call) {
        Signature signature = signature(service, call);
        if (!signature.service().equals(service.scope)) {
            throw mismatch(service, "Credential should be scoped to correct service: '" + service.scope + "'.");
        }
        if (!signature.region().equals(region)) {
            throw mismatch(service, "Credential should be scoped to a valid region: '" + region + "'.");
        }
        Principal principal = principals.get(signature.accessKeyId());
        if (principal == null || !tokenMatches(principal, call)) {
            throw service == Service.S3
                    ? new ServiceError(
                            403,
                            "InvalidAccessKeyId",
                            "The AWS Access Key Id you provided does not exist in our records.")
                    : new ServiceError(
                            400,
                            "UnrecognizedClientException",
                            "The security token included in the request is invalid.");
        }
        String hash = payloadHash(service, signature, call);
        if (!signature.verifies(call, principal.secretAccessKey(), hash)) {
            throw mismatch(service, "The request signature we calculated does not match the signature you provided.");
        }
        checkTime(service, signature);
        return new Admitted(principal, service == Service.S3 ? plain(signature, call, principal, hash) : call);
    }

    private static Signature signature(Service service, Call call) {
        try {
            return Signature.of(call);
        } catch (ServiceError e) {
            if (service != Service.S3) {
                throw e;
            }
            throw e.code().equals("MissingAuthenticationTokenException")
                    ? new ServiceError(403, "AccessDenied", "Access Denied")
                    : new ServiceError(
                            400, "AuthorizationHeaderMalformed", "The authorization is malformed: " + e.getMessage());
        }
    }

    private static boolean tokenMatches(Principal principal, Call call) {
        String sent = call.header("x-amz-security-token");
        String token = sent.isEmpty() ? call.parameter("X-Amz-Security-Token") : sent;
        return Signature.same(token, principal.sessionToken());
    }

    private static String payloadHash(Service service, Signature signature, Call call) {
        if (service != Service.S3) {
            return Signature.sha256(call.body());
        }
        if (signature.presignedSeconds() > 0) {
            return "UNSIGNED-PAYLOAD";
        }
        for (String name : call.headers().keySet()) {
            if (name.startsWith("x-amz-") && !signature.signedHeaders().contains(name)) {
                throw new ServiceError(
                        403, "AccessDenied", "There were headers present in the request which were not signed");
            }
        }
        return call.header("x-amz-content-sha256");
    }

    /** Signed by the sender's own clock, which is the real one: a moved platform clock makes no request too old. */
    private void checkTime(Service service, Signature signature) {
        Instant signed = instant(service, signature.date());
        Instant now = clock.real();
        Duration validity = signature.presignedSeconds() > 0 ? Duration.ofSeconds(signature.presignedSeconds()) : SKEW;
        if (now.isAfter(signed.plus(validity)) || now.isBefore(signed.minus(SKEW))) {
            throw service == Service.S3
                    ? new ServiceError(
                            403,
                            "RequestTimeTooSkewed",
                            "The difference between the request time and the current time is too large.")
                    : new ServiceError(400, "InvalidSignatureException", "Signature expired: " + signature.date());
        }
    }

    private static Instant instant(Service service, String date) {
        try {
            return LocalDateTime.parse(date, DATE).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException e) {
            throw mismatch(service, "Date is not yyyyMMdd'T'HHmmss'Z': " + date);
        }
    }

    private static Call plain(Signature signature, Call call, Principal principal, String hash) {
        if (hash.equals("UNSIGNED-PAYLOAD")) {
            return call;
        }
        if (!hash.startsWith("STREAMING-")) {
            if (!Signature.same(hash, Signature.sha256(call.body()))) {
                throw new ServiceError(
                        400,
                        "XAmzContentSHA256Mismatch",
                        "The provided 'x-amz-content-sha256' header does not match what was computed.");
            }
            return call;
        }
        ChunkedBody.Decoded decoded = ChunkedBody.decode(call.body(), hash, signature, principal.secretAccessKey());
        String length = call.header("x-amz-decoded-content-length");
        if (!length.equals(Integer.toString(decoded.body().length))) {
            throw new ServiceError(
                    400,
                    "IncompleteBody",
                    "x-amz-decoded-content-length is " + length + ", got " + decoded.body().length);
        }
        Map<String, List<String>> headers = new TreeMap<>(call.headers());
        headers.remove("x-amz-trailer");
        headers.remove("x-amz-decoded-content-length");
        headers.remove("content-encoding");
        String encoding = call.header("content-encoding").replaceFirst("^aws-chunked(,\\s*)?", "");
        if (!encoding.isEmpty()) {
            headers.put("content-encoding", List.of(encoding));
        }
        decoded.trailer().forEach((name, value) -> headers.put(name, List.of(value)));
        return new Call(call.method(), call.path(), call.query(), headers, decoded.body());
    }

    private static ServiceError mismatch(Service service, String message) {
        return service == Service.S3
                ? new ServiceError(403, "SignatureDoesNotMatch", message)
                : new ServiceError(400, "InvalidSignatureException", message);
    }
}
