package io.lotabots.local.aws;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What an S3 request (path style) wants to do.
 *
 * <p>Source: "Required permissions for Amazon S3 API operations", Amazon S3 user guide. An operation that is not in the
 * list here is answered 501.
 */
final class S3Access {
    /** Sub-resources that change the meaning of a request. Others are parameters. */
    private static final List<String> SUB_RESOURCES = List.of(
            "acl",
            "accelerate",
            "analytics",
            "attributes",
            "cors",
            "encryption",
            "intelligent-tiering",
            "inventory",
            "legal-hold",
            "lifecycle",
            "logging",
            "metrics",
            "notification",
            "object-lock",
            "ownershipControls",
            "policy",
            "policyStatus",
            "publicAccessBlock",
            "replication",
            "requestPayment",
            "restore",
            "retention",
            "select",
            "tagging",
            "torrent",
            "versioning",
            "website");

    private S3Access() {}

    /** The bucket that a path names, empty for the service itself. */
    static String bucket(Call call) {
        String[] parts = call.path().substring(1).split("/", 2);
        return PercentCode.decode(parts[0]);
    }

    /** The accesses of a request, at least one. @throws ServiceError for an operation unknown here */
    static List<Access> of(Call call) {
        for (String subResource : SUB_RESOURCES) {
            if (call.hasParameter(subResource)) {
                throw unknown("?" + subResource);
            }
        }
        refuseDots(call.path());
        String[] parts = call.path().substring(1).split("/", 2);
        String bucket = PercentCode.decode(parts[0]);
        String key = parts.length > 1 ? PercentCode.decode(parts[1]) : "";
        if (bucket.isEmpty()) {
            return List.of(Access.of("s3:ListAllMyBuckets", "*"));
        }
        String arn = "arn:aws:s3:::" + bucket;
        return key.isEmpty() ? onBucket(call, arn) : onObject(call, arn, arn + "/" + key);
    }

    /** A server behind might resolve {@code ..} and touch another bucket than the one that was authorised. */
    private static void refuseDots(String path) {
        for (String segment : PercentCode.decode(path).split("/", -1)) {
            if (segment.equals("..") || segment.equals(".")) {
                throw new ServiceError(400, "InvalidURI", "Couldn't parse the specified URI.");
            }
        }
    }

    private static List<Access> onBucket(Call call, String bucket) {
        return switch (call.method()) {
            case "GET" -> List.of(listing(call, bucket));
            case "HEAD" -> List.of(Access.of("s3:ListBucket", bucket));
            case "PUT" -> List.of(Access.of("s3:CreateBucket", bucket));
            case "DELETE" -> List.of(Access.of("s3:DeleteBucket", bucket));
            case "POST" -> deletions(call, bucket);
            default -> throw unknown(call.method());
        };
    }

    private static Access listing(Call call, String bucket) {
        String action = call.hasParameter("location")
                ? "s3:GetBucketLocation"
                : call.hasParameter("uploads")
                        ? "s3:ListBucketMultipartUploads"
                        : call.hasParameter("versions") ? "s3:ListBucketVersions" : "s3:ListBucket";
        return new Access(action, bucket, Map.of("s3:prefix", List.of(call.parameter("prefix"))));
    }

    private static List<Access> deletions(Call call, String bucket) {
        if (!call.hasParameter("delete")) {
            throw unknown("POST on a bucket");
        }
        List<Access> accesses = XmlKeys.read(call.body()).stream()
                .map(key -> Access.of("s3:DeleteObject", bucket + "/" + key))
                .toList();
        return accesses.isEmpty() ? List.of(Access.of("s3:DeleteObject", bucket + "/")) : accesses;
    }

    private static List<Access> onObject(Call call, String bucket, String object) {
        return switch (call.method()) {
            case "GET" ->
                List.of(Access.of(
                        call.hasParameter("uploadId") ? "s3:ListMultipartUploadParts" : "s3:GetObject", object));
            case "HEAD" -> List.of(Access.of("s3:GetObject", object));
            case "PUT" -> puts(call, object);
            case "POST" -> List.of(Access.of("s3:PutObject", object));
            case "DELETE" ->
                List.of(Access.of(
                        call.hasParameter("uploadId") ? "s3:AbortMultipartUpload" : "s3:DeleteObject", object));
            default -> throw unknown(call.method() + " on an object of " + bucket);
        };
    }

    private static List<Access> puts(Call call, String object) {
        List<Access> accesses = new ArrayList<>(List.of(Access.of("s3:PutObject", object)));
        if (!call.header("x-amz-acl").isEmpty()) {
            accesses.add(Access.of("s3:PutObjectAcl", object));
        }
        if (!call.header("x-amz-tagging").isEmpty()) {
            accesses.add(Access.of("s3:PutObjectTagging", object));
        }
        String source = PercentCode.decode(call.header("x-amz-copy-source"));
        if (!source.isEmpty()) {
            String path = source.startsWith("/") ? source.substring(1) : source;
            accesses.add(Access.of("s3:GetObject", "arn:aws:s3:::" + path.replaceFirst("\\?versionId=.*$", "")));
        }
        return accesses;
    }

    private static ServiceError unknown(String what) {
        return new ServiceError(501, "NotImplemented", "This machine does not serve " + what + ".");
    }
}
