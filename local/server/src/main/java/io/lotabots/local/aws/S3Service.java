package io.lotabots.local.aws;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Serves S3: policy, then faults, then S3Proxy. */
final class S3Service {
    /** Headers about the signature, which the port has checked already. */
    private static final Set<String> CONSUMED = Set.of("x-amz-content-sha256", "x-amz-date", "x-amz-security-token");

    private final Upstream upstream;
    private final Authority authority;
    private final Faults faults;

    S3Service(Upstream upstream, Authority authority, Faults faults) {
        this.upstream = upstream;
        this.authority = authority;
        this.faults = faults;
    }

    Reply serve(Principal principal, Call call) {
        List<Access> accesses = S3Access.of(call);
        authority.require(Service.S3, principal, accesses);
        Optional<Fault> fault =
                faults.take(principal.name(), call.method(), List.of(S3Access.bucket(call)), S3Service::possible);
        return switch (fault.orElse(null)) {
            case LOST_REPLY -> {
                forward(call);
                yield Reply.NONE;
            }
            case CONNECTION_CLOSED -> Reply.NONE;
            case THROUGHPUT_EXCEEDED, THROTTLED ->
                throw new ServiceError(503, "SlowDown", "Please reduce your request rate.");
            case null, default -> answer(principal, call, accesses.getFirst());
        };
    }

    private static boolean possible(Fault fault) {
        return switch (fault) {
            case LOST_REPLY, CONNECTION_CLOSED, THROUGHPUT_EXCEEDED, THROTTLED -> true;
            case TRANSACTION_CONFLICT, UNPROCESSED_ITEMS, STALE_READ, HELD -> false;
        };
    }

    /** S3 tells only those who may list a bucket that an object is absent. */
    private Reply answer(Principal principal, Call call, Access access) {
        Reply reply = forward(call);
        if (reply.status() == 404 && access.action().equals("s3:GetObject")) {
            Access listing = new Access(
                    "s3:ListBucket", "arn:aws:s3:::" + S3Access.bucket(call), Map.of("s3:prefix", List.of("")));
            if (!authority.allows(principal, listing)) {
                throw authority.denial(
                        Service.S3,
                        principal,
                        listing,
                        "because no identity-based policy allows the s3:ListBucket action");
            }
        }
        return reply;
    }

    private Reply forward(Call call) {
        Map<String, List<String>> headers = new TreeMap<>(call.headers());
        headers.keySet().removeAll(CONSUMED);
        return upstream.send(new Call(call.method(), call.path(), unsigned(call.query()), headers, call.body()), "");
    }

    /** The query without the parameters of a presigned URL. */
    private static String unsigned(String query) {
        return query.lines()
                .flatMap(q -> java.util.Arrays.stream(q.split("&", -1)))
                .filter(p -> !p.startsWith("X-Amz-"))
                .reduce((a, b) -> a + "&" + b)
                .orElse("");
    }
}
